package org.roperator.perturb;

import java.util.List;
import java.util.Locale;

/** What came back from a {@link BlackBoxTrustRegion}. Immutable. */
public final class BlackBoxResult {

  private final BlackBoxOutcome outcome;
  private final double[] parameters;
  private final double value;
  private final long evaluations;
  private final long failures;
  private final RankTwoHessian hessian;
  private final List<Progress> history;

  BlackBoxResult(
      BlackBoxOutcome outcome,
      double[] parameters,
      double value,
      long evaluations,
      long failures,
      RankTwoHessian hessian,
      List<Progress> history) {
    this.outcome = outcome;
    this.parameters = parameters.clone();
    this.value = value;
    this.evaluations = evaluations;
    this.failures = failures;
    this.hessian = hessian;
    this.history = List.copyOf(history);
  }

  /**
   * Where the search stood.
   *
   * @param evaluations those spent so far
   * @param value the value at the iterate, as it was observed
   * @param radius the radius of the trust region
   */
  public record Progress(long evaluations, double value, double radius) {}

  /** Why the search ended. */
  public BlackBoxOutcome outcome() {
    return outcome;
  }

  /** The last iterate, in a fresh array. */
  public double[] parameters() {
    return parameters.clone();
  }

  /** The value observed there, with its noise; NaN if that at the start was not defined. */
  public double value() {
    return value;
  }

  /** The number of evaluations, failures among them. */
  public long evaluations() {
    return evaluations;
  }

  /** The number of evaluations that threw or were not finite. */
  public long failures() {
    return failures;
  }

  /** The approximate Hessian that grew on the way. */
  public RankTwoHessian hessian() {
    return hessian;
  }

  /** The start and each accepted step. */
  public List<Progress> history() {
    return history;
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "%s: value %.6g after %d evaluations, of which %d failed.",
        outcome.meaning(),
        value,
        evaluations,
        failures);
  }
}
