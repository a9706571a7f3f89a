package org.roperator.perturb;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What came back from a {@link BlackBoxTrustRegion}. Immutable. */
public final class BlackBoxResult {

  private final BlackBoxOutcome outcome;
  private final double[] parameters;
  private final double value;
  private final CountedBox.Tally tally;
  private final RankTwoHessian hessian;
  private final double hessianError;
  private final List<Progress> history;

  BlackBoxResult(
      BlackBoxOutcome outcome,
      double[] parameters,
      double value,
      CountedBox.Tally tally,
      RankTwoHessian hessian,
      double hessianError,
      List<Progress> history) {
    this.outcome = outcome;
    this.parameters = parameters.clone();
    this.value = value;
    this.tally = tally;
    this.hessian = hessian;
    this.hessianError = hessianError;
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

  /** The value observed there, with its noise; NaN or +∞ if that at the start was not defined. */
  public double value() {
    return value;
  }

  /** The number of evaluations, failures among them. */
  public long evaluations() {
    return tally.evaluations();
  }

  /** The number of evaluations that threw or were not finite. */
  public long failures() {
    return tally.failures();
  }

  /**
   * The first exception that the box threw, if any, in the order of points and not of threads; an
   * evaluation that throws is one that failed.
   */
  public Optional<RuntimeException> cause() {
    return tally.cause();
  }

  /**
   * The approximate Hessian that grew on the way, known to within {@link #hessianError}.
   *
   * <p>Where values are noisy it is that of the clearest samples: what a sample says once the
   * radius has shrunk below the noise is left out, unless no noise explains it. An iteration tells
   * n of its n(n + 1)/2 numbers.
   */
  public RankTwoHessian hessian() {
    return hessian;
  }

  /**
   * The error of a curvature {@code uᵀĤu} along a unit vector u, as a standard deviation: what
   * noise leaves of it, or the root mean square by which Ĥ missed the curvatures of the last clear
   * sample before it took them in, whichever is more; infinite where nothing was learned.
   *
   * <p>A curvature that is not some three times as large is none that the values tell. The noise is
   * read off six values close by the start; a box that is noisier elsewhere has larger errors.
   */
  public double hessianError() {
    return hessianError;
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
        outcome.explanation(),
        value,
        tally.evaluations(),
        tally.failures());
  }
}
