package org.roperator.autodiff;

/** A program that computes one number from an array, by operations on whole arrays. */
@FunctionalInterface
public interface ArrayProgram {

  /**
   * Runs the program once, at the point where x stands.
   *
   * <p>Called on one thread per run, possibly on several threads at once; it must give the same
   * result for the same point.
   *
   * @param x the inputs
   * @return the result; it may be a constant or one of the inputs
   */
  Var evaluate(VarArray x);
}
