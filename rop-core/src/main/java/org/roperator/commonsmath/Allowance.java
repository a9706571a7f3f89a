package org.roperator.commonsmath;

import org.apache.commons.math3.exception.TooManyEvaluationsException;
import org.apache.commons.math3.exception.TooManyIterationsException;
import org.apache.commons.math3.util.Incrementor;

/** How many evaluations and iterations one run may still make, by their counters; one thread. */
@SuppressWarnings("deprecation") // their optimizers still count by it
final class Allowance {

  private final Incrementor evaluations;
  private final Incrementor iterations;
  private boolean outOfEvaluations;
  private boolean outOfIterations;

  /**
   * An allowance.
   *
   * @param evaluations counts from where it stands. Kept.
   * @param iterations counts from where it stands. Kept.
   */
  Allowance(Incrementor evaluations, Incrementor iterations) {
    this.evaluations = evaluations;
    this.iterations = iterations;
  }

  /**
   * Counts an evaluation that is about to be made.
   *
   * @throws TooManyEvaluationsException instead of counting one too many
   */
  void evaluate() {
    if (evaluations.getCount() >= evaluations.getMaximalCount()) {
      outOfEvaluations = true;
      throw new TooManyEvaluationsException(evaluations.getMaximalCount());
    }
    evaluations.incrementCount();
  }

  /** Counts an iteration that was made; false if the run is to stop. */
  boolean iterate() {
    if (iterations.getCount() >= iterations.getMaximalCount()) {
      outOfIterations = true;
    } else {
      iterations.incrementCount();
    }
    return !outOfIterations && !outOfEvaluations;
  }

  /** How many evaluations were made. */
  int evaluations() {
    return evaluations.getCount();
  }

  /** How many iterations were made. */
  int iterations() {
    return iterations.getCount();
  }

  /** Throws what says that something was not allowed, if something was not. */
  void requireKept() {
    if (outOfEvaluations) {
      throw new TooManyEvaluationsException(evaluations.getMaximalCount());
    }
    if (outOfIterations) {
      throw new TooManyIterationsException(iterations.getMaximalCount());
    }
  }
}
