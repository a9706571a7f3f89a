package org.roperator.nn;

/**
 * One layer at one point and one batch, and the sweeps through it.
 *
 * <p>Letters: {@code y} outputs, {@code yBar} = ∂E/∂y, {@code yDot} = R{y}, {@code yBarDot} =
 * R{∂E/∂y}, likewise for x, and R{·} the derivative along a direction v in the space of the
 * parameters. {@link #backward} comes first and once; then the pass is immutable, and the sweeps
 * that take directions may run any number of times and on several threads.
 *
 * <p>Tangents and their adjoints have k rows per example for k directions; see {@link Batch}.
 */
public interface Pass {

  /** The outputs; handed over to whoever comes next, who may overwrite them. */
  Batch y();

  /**
   * Computes {@code xBar = (∂y/∂x)ᵀ yBar} and remembers what {@link #gradient} and {@link
   * #backwardDot} need of {@code yBar}.
   *
   * @param yBar ∂E/∂y. Handed over: may be kept or overwritten.
   * @param memory lends what the pass keeps and the result
   * @return ∂E/∂x; {@link Batch#none()} if x is data
   */
  Batch backward(Batch yBar, Workspace memory);

  /**
   * Adds {@code ∂E/∂w = (∂y/∂w)ᵀ yBar} of the remembered {@code yBar}.
   *
   * @param sum takes one gradient. Updated.
   * @param work lends what is needed
   */
  default void gradient(Accumulator sum, Workspace work) {}

  /**
   * Adds the squares of the single examples' gradients, {@code Σₙ (∂Eₙ/∂w)²}, of the remembered
   * {@code yBar}.
   *
   * @param sum takes one vector. Updated.
   * @param work lends what is needed
   */
  default void squaredGradients(Accumulator sum, Workspace work) {}

  /**
   * Computes {@code yDot = (∂y/∂x) xDot + (∂y/∂w) v}.
   *
   * @param xDot R{x}; {@link Batch#none()} if x is data or does not move. Handed over: the same
   *     batch comes back in {@link #backwardDot}, with whatever this sweep left in it.
   * @param v the directions; {@link Directions#none} if only x moves
   * @param work lends the result; it comes back in {@link #backwardDot}, not rewound in between, so
   *     that a pass finds again what it {@link Workspace#keep keeps} there
   */
  Batch forwardDot(Batch xDot, Directions v, Workspace work);

  /**
   * Computes {@code xBarDot = R{∂E/∂x}} and adds {@code R{∂E/∂w}}, this layer's part of Hv.
   *
   * @param xDot what {@link #forwardDot} was given
   * @param yBarDot R{∂E/∂y}. Handed over: may be overwritten.
   * @param v the directions
   * @param sum takes one product per direction. Updated.
   * @param work what {@link #forwardDot} was given; lends the result
   * @return R{∂E/∂x}; {@link Batch#none()} if x is data
   */
  Batch backwardDot(Batch xDot, Batch yBarDot, Directions v, Accumulator sum, Workspace work);

  /**
   * Computes {@code (∂y/∂x)ᵀ u} and adds {@code (∂y/∂w)ᵀ u}, remembering nothing: the way back of a
   * Gauss-Newton product.
   *
   * @param u k rows per example. Handed over: may be overwritten.
   * @param sum takes one product per direction. Updated.
   * @param work lends the result
   * @return (∂y/∂x)ᵀ u; {@link Batch#none()} if x is data
   */
  Batch adjoint(Batch u, Accumulator sum, Workspace work);
}
