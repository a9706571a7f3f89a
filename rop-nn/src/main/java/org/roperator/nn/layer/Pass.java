package org.roperator.nn.layer;

import org.roperator.dense.Matrix;

/**
 * One layer at one point and one batch, and the sweeps through it.
 *
 * <p>Letters: {@code y} outputs, {@code yBar} = ∂E/∂y, {@code yDot} = R{y}, {@code yBarDot} =
 * R{∂E/∂y}, likewise for x, and R{·} the derivative along a direction v in the space of the
 * parameters. {@link #backward} comes first and once; then the pass is immutable, and the sweeps
 * that take directions may run any number of times and on several threads.
 *
 * <p>Values have one row per example, the rows one behind the other. Tangents and their adjoints
 * along k directions have k rows per example, those of one example side by side: read as rows of k
 * · columns numbers, the same array holds all directions of one example in one row. So a product
 * with a weight matrix takes all rows at once, and a product with stacked directions gives all of
 * them at once.
 *
 * <p>Inputs that belong to the data are {@linkplain Matrix#isConstant() constant}: they don't
 * depend on the parameters, so that their tangent is zero and given as {@link Matrix#empty()},
 * their adjoint is not asked for, and nobody overwrites them.
 */
public interface Pass {

  /** The outputs; handed over to whoever comes next, who may overwrite them. */
  Matrix y();

  /**
   * Computes {@code xBar = (∂y/∂x)ᵀ yBar} and remembers what {@link #gradient} and {@link
   * #backwardDot} need of {@code yBar}.
   *
   * @param yBar ∂E/∂y. Handed over: may be kept or overwritten.
   * @param memory lends what the pass keeps and the result
   * @return ∂E/∂x; {@link Matrix#empty()} if x is data
   */
  Matrix backward(Matrix yBar, Workspace memory);

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
   * Adds a single example's gradient, {@code ∂Eₙ/∂w}, of the remembered {@code yBar}. Asked of
   * passes through layers with parameters alone.
   *
   * @param n the example's row in the batch
   * @param sum takes one gradient, to which this layer's is to be added, whatever its beta.
   *     Updated.
   * @param work lends what is needed
   * @throws UnsupportedOperationException unless the pass has such a sweep
   */
  default void exampleGradient(int n, Accumulator sum, Workspace work) {
    throw new UnsupportedOperationException(
        getClass().getSimpleName()
            + " has no sweep for the gradients of single examples; override exampleGradient.");
  }

  /**
   * Computes {@code yDot = (∂y/∂x) xDot + (∂y/∂w) v}.
   *
   * @param xDot R{x}; {@link Matrix#empty()} if x is data or does not move. Handed over: the same
   *     batch comes back in {@link #backwardDot}, with whatever this sweep left in it.
   * @param v the directions; {@link Directions#none} if only x moves
   * @param work lends the result; it comes back in {@link #backwardDot}, not rewound in between, so
   *     that a pass finds again what it {@link Workspace#keep keeps} there
   */
  Matrix forwardDot(Matrix xDot, Directions v, Workspace work);

  /**
   * Computes {@code xBarDot = R{∂E/∂x}} and adds {@code R{∂E/∂w}}, this layer's part of Hv.
   *
   * @param xDot what {@link #forwardDot} was given
   * @param yBarDot R{∂E/∂y}. Handed over: may be overwritten.
   * @param v the directions
   * @param sum takes one product per direction. Updated.
   * @param work what {@link #forwardDot} was given; lends the result
   * @return R{∂E/∂x}; {@link Matrix#empty()} if x is data
   */
  Matrix backwardDot(Matrix xDot, Matrix yBarDot, Directions v, Accumulator sum, Workspace work);

  /**
   * Computes {@code (∂y/∂x)ᵀ u} and adds {@code (∂y/∂w)ᵀ u}, remembering nothing: the way back of a
   * Gauss-Newton product.
   *
   * @param u k rows per example. Handed over: may be overwritten.
   * @param sum takes one product per direction. Updated.
   * @param work lends the result
   * @return (∂y/∂x)ᵀ u; {@link Matrix#empty()} if x is data
   */
  Matrix adjoint(Matrix u, Accumulator sum, Workspace work);
}
