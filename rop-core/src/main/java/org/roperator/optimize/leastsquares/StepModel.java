package org.roperator.optimize.leastsquares;

/** A quadratic model of F around one point. For one thread. */
interface StepModel {

  /**
   * The step within a radius.
   *
   * @param radius Δ, above 0
   */
  Step step(double radius);

  /**
   * How far the model falls where nothing bounds the step: half the square of what a Gauss-Newton
   * step would take from the residuals. NaN as long as it is not known.
   */
  double fall();

  /** The rank of the Jacobian; its largest possible one where it is not known. */
  int rank();
}
