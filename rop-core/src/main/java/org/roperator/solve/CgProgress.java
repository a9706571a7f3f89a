package org.roperator.solve;

/** How far conjugate gradients have come, for {@link StoppingRule}s. */
public interface CgProgress {

  /** The number i of iterations made; 0 before the first. */
  int iteration();

  /** The norm {@code ‖b − Ax‖} of the residual, as the recurrence carries it. */
  double residualNorm();

  /** The norm {@code ‖b‖}, above 0. */
  double rightHandSideNorm();

  /**
   * The quadratic model {@code ψ(xᵢ) = ½xᵀAx − bᵀx} after i iterations.
   *
   * @param i from 0 to {@link #iteration()}
   */
  double model(int i);
}
