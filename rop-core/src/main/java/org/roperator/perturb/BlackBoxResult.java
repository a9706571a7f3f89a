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

  /** Where the search stood. Immutable. */
  public static final class Progress {

    private final long evaluations;
    private final double value;
    private final double radius;
    private final double[] parameters;

    /** Of a point whose array is kept, and never written to again. */
    Progress(long evaluations, double value, double radius, double[] parameters) {
      this.evaluations = evaluations;
      this.value = value;
      this.radius = radius;
      this.parameters = parameters;
    }

    /** The number of evaluations spent so far. */
    public long evaluations() {
      return evaluations;
    }

    /** The value at the iterate, as it was observed. */
    public double value() {
      return value;
    }

    /** The radius of the trust region. */
    public double radius() {
      return radius;
    }

    /** The iterate, in a fresh array. */
    public double[] parameters() {
      return parameters.clone();
    }
  }

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
