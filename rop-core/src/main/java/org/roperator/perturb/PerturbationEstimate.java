package org.roperator.perturb;

import java.util.Locale;
import java.util.Optional;
import org.roperator.internal.Vectors;

/** A vector estimated by {@link WeightPerturbation}, with its standard errors. Immutable. */
public final class PerturbationEstimate {

  private final PerturbationOutcome outcome;
  private final double[] estimate;
  private final double[] standardErrors;
  private final Tally tally;

  PerturbationEstimate(
      PerturbationOutcome outcome, double[] estimate, double[] standardErrors, Tally tally) {
    this.outcome = outcome;
    this.estimate = estimate;
    this.standardErrors = standardErrors;
    this.tally = tally;
  }

  /**
   * What the evaluations came to.
   *
   * @param evaluations all of them
   * @param thrown those that threw
   * @param notFinite those that were NaN or infinite
   * @param firstFailure the message of the first that threw
   */
  record Tally(long evaluations, long thrown, long notFinite, Optional<String> firstFailure) {}

  /** How the estimation ended. */
  public PerturbationOutcome outcome() {
    return outcome;
  }

  /** The estimate, in a fresh array; NaN throughout if the outcome has none. */
  public double[] vector() {
    return estimate.clone();
  }

  /** The standard error of each entry, in a fresh array; infinite if there is no estimate. */
  public double[] standardErrors() {
    return standardErrors.clone();
  }

  /** The norm of the standard errors over that of the estimate. */
  public double relativeError() {
    double error = Vectors.norm(standardErrors);
    return error == 0 ? 0 : error / Vectors.norm(estimate);
  }

  /** The number of evaluations, all kinds of failures among them. */
  public long evaluations() {
    return tally.evaluations();
  }

  /** The number of evaluations that threw; they are in no average. */
  public long thrown() {
    return tally.thrown();
  }

  /** The number of evaluations that were NaN or infinite; they are in no average. */
  public long notFinite() {
    return tally.notFinite();
  }

  /** What the first evaluation that threw said, if any did. */
  public Optional<String> firstFailure() {
    return tally.firstFailure();
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "%s: relative standard error %.2g after %d evaluations, of which %d threw and %d were not"
            + " finite.",
        outcome.explanation(),
        relativeError(),
        evaluations(),
        thrown(),
        notFinite());
  }
}
