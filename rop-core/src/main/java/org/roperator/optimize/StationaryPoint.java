package org.roperator.optimize;

import java.util.Optional;
import org.roperator.function.FiniteSum;
import org.roperator.function.FiniteSumExpansion;
import org.roperator.operator.SymmetricOperator;

/**
 * What a point is whose gradient vanishes.
 *
 * @param outcome {@code CONVERGED}, {@code SADDLE_POINT}, or why it can't be told
 * @param remark what to add to the reason; empty, or a sentence after a blank
 * @param wayDown where the point is a saddle
 */
record StationaryPoint(OptimizationOutcome outcome, String remark, Optional<Saddle> wayDown) {

  /**
   * Asks; a {@link ProgramFailure} where the user's program throws.
   *
   * @param at the expansion over all examples
   * @param w the point. Not modified.
   * @param value the value there, finite
   */
  static StationaryPoint of(
      EvaluationCounter meter,
      FiniteSum objective,
      FiniteSumExpansion at,
      double[] w,
      double value) {
    Saddle.Answer answer;
    try {
      SymmetricOperator h = EvaluationCounter.ask("the Hessian", at::hessian);
      answer = Saddle.leave(x -> meter.value(objective, x), meter.counting(h), w, value);
    } catch (ProgramFailure failure) {
      if (failure.isUnsupported()) {
        return told(OptimizationOutcome.CONVERGED, " There is no Hessian to tell a saddle by.");
      }
      throw failure;
    }
    if (Thread.currentThread().isInterrupted()) {
      return told(OptimizationOutcome.INTERRUPTED, "");
    }
    if (answer.notFinite()) {
      return told(
          OptimizationOutcome.NOT_FINITE,
          " The Hessian there is not finite, so that a minimum can't be told from a saddle.");
    }
    return answer.found().isPresent()
        ? new StationaryPoint(OptimizationOutcome.SADDLE_POINT, "", answer.found())
        : told(OptimizationOutcome.CONVERGED, "");
  }

  private static StationaryPoint told(OptimizationOutcome outcome, String remark) {
    return new StationaryPoint(outcome, remark, Optional.empty());
  }
}
