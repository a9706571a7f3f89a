package org.roperator.commonsmath;

import java.util.Optional;
import org.apache.commons.math3.exception.ConvergenceException;
import org.apache.commons.math3.exception.TooManyIterationsException;
import org.apache.commons.math3.exception.util.LocalizedFormats;
import org.roperator.optimize.OptimizationOutcome;

/** Our outcomes as their exceptions. */
final class Endings {

  private Endings() {}

  /**
   * Throws what their callers expect of a run that did not converge.
   *
   * @param method its name
   * @param reason the sentence that came with the outcome
   * @param where where the last iterate is to be had, as the end of a sentence
   */
  static void requireConverged(
      String method,
      OptimizationOutcome outcome,
      String reason,
      int iterations,
      Optional<RuntimeException> cause,
      String where) {
    if (outcome == OptimizationOutcome.CONVERGED) {
      return;
    }
    if (outcome == OptimizationOutcome.FAILED && cause.isPresent()) {
      throw cause.get();
    }
    String sentence =
        method + " ended as " + outcome + ", not as CONVERGED: " + reason + " " + where;
    if (outcome == OptimizationOutcome.ITERATION_LIMIT) {
      TooManyIterationsException limit = new TooManyIterationsException(iterations);
      limit.getContext().addMessage(LocalizedFormats.SIMPLE_MESSAGE, sentence);
      throw limit;
    }
    throw new ConvergenceException(LocalizedFormats.SIMPLE_MESSAGE, sentence);
  }
}
