package org.roperator.autodiff;

/** A program that computes one number from many. */
@FunctionalInterface
public interface ScalarProgram {

  /**
   * Runs the program once, at the point where x stands.
   *
   * <p>Called on one thread per run, possibly on several threads at once; it must give the same
   * result for the same point.
   *
   * @param x the inputs, in an array of this run's own
   * @return the result; it may be a constant or one of the inputs
   */
  Var evaluate(Var[] x);
}
