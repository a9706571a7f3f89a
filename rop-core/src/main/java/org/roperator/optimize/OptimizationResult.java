package org.roperator.optimize;

import java.util.Optional;

/** What came back from a run of an {@link Optimizer}; immutable. */
public final class OptimizationResult {

  private final double[] w;
  private final double value;
  private final int iterations;
  private final OptimizationOutcome outcome;
  private final String reason;
  private final EvaluationCounter meter;

  OptimizationResult(
      double[] w,
      double value,
      int iterations,
      OptimizationOutcome outcome,
      String reason,
      EvaluationCounter meter) {
    this.w = w.clone();
    this.value = value;
    this.iterations = iterations;
    this.outcome = outcome;
    this.reason = reason;
    this.meter = meter;
  }

  /** The last complete iterate, in a fresh array. */
  public double[] parameters() {
    return w.clone();
  }

  /**
   * The objective's value over all examples at {@link #parameters()}; infinite or NaN if it was not
   * finite there.
   */
  public double value() {
    return value;
  }

  /** The number of iterations the listener was told of. */
  public int iterations() {
    return iterations;
  }

  /** Why the run ended. */
  public OptimizationOutcome outcome() {
    return outcome;
  }

  /** A sentence with the numbers behind the outcome. */
  public String reason() {
    return reason;
  }

  /** How often the objective was evaluated for its value alone, over all or some examples. */
  public long evaluations() {
    return meter.evaluations();
  }

  /** How often the objective was expanded for its gradient, over all or some examples. */
  public long expansions() {
    return meter.expansions();
  }

  /** How many curvature-vector products were spent. */
  public long products() {
    return meter.products();
  }

  /**
   * What the objective threw, if anything: the exception that ended the run as {@link
   * OptimizationOutcome#FAILED}, or else the first one where a step was tried, which counted as an
   * infinite value.
   */
  public Optional<RuntimeException> cause() {
    return meter.cause();
  }

  @Override
  public String toString() {
    return outcome + " after " + iterations + " iterations at value " + value + ": " + reason;
  }
}
