package org.roperator.autodiff;

/** A program that computes some numbers from many. */
@FunctionalInterface
public interface VectorProgram {

  /**
   * Runs the program once, at the point where x stands.
   *
   * <p>Called on one thread per run, possibly on several threads at once; it must give the same
   * results, in the same number, for the same point.
   *
   * @param x the inputs, in an array of this run's own
   * @return the results, at least one; each may be a constant or one of the inputs
   */
  Var[] evaluate(Var[] x);
}
