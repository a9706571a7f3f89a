package org.roperator.optimize;

/** How a first-order method moves, given a gradient; holds the memory of one run. */
@FunctionalInterface
interface UpdateRule {

  /**
   * Moves the parameters by one step.
   *
   * @param gradient at {@code w}. Not modified.
   * @param w Updated.
   */
  void step(double[] gradient, double[] w);
}
