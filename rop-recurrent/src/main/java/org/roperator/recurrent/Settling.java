package org.roperator.recurrent;

import org.roperator.internal.Arguments;

/**
 * How a network settles: which iteration, and when it ends.
 *
 * <p>All go after {@code r(y) = σ(Wᵀy + …) − y = 0}, at the price of one product with W per
 * iteration, and stop when {@code max |r| ≤ τ (1 + max |x|)}. Immutable; each method below gives a
 * new value that differs in one thing.
 */
public final class Settling {

  /** Notified after every iteration of settling. */
  @FunctionalInterface
  public interface Observer {

    /**
     * Called for each state, the first and the last among them.
     *
     * @param iteration how many steps led to it
     * @param y the state. Not to be modified or kept.
     * @param residual {@code max |σ(Wᵀy + …) − y|}
     */
    void at(int iteration, double[] y, double residual);
  }

  /** The rule by which one state follows another. */
  enum Kind {
    RELAXATION,
    PLAIN,
    ANDERSON
  }

  /** A hundred roundings: the noise of r itself stays below this for some thousand units. */
  private static final double DEFAULT_TOLERANCE = 1e-13;

  /** A relaxation whose slowest mode decays by a hundredth each step needs 3,000 of them. */
  private static final int DEFAULT_LIMIT = 5000;

  private final Kind kind;
  private final int depth;
  private final double tolerance;
  private final int limit;

  private Settling(Kind kind, int depth, double tolerance, int limit) {
    this.kind = kind;
    this.depth = depth;
    this.tolerance = tolerance;
    this.limit = limit;
  }

  /**
   * Explicit Euler steps {@code y ← y + (η/τᵢ) r} of the network's own dynamics, with a step η that
   * stays safe by itself: a mode {@code e^−(1−λ)t} is followed stably for {@code η < 2(1 − Re λ) /
   * |1 − λ|²}, and η goes to half of that bound as measured along the last step, never above the
   * shortest τ.
   */
  public static Settling relaxation() {
    return new Settling(Kind.RELAXATION, 0, DEFAULT_TOLERANCE, DEFAULT_LIMIT);
  }

  /** Plain iteration {@code y ← σ(Wᵀy + …)}; needs a spectral radius below 1. */
  public static Settling plainIteration() {
    return new Settling(Kind.PLAIN, 0, DEFAULT_TOLERANCE, DEFAULT_LIMIT);
  }

  /**
   * Anderson acceleration: steps that combine the last residuals to the smallest one they span. It
   * begins again whenever the residual grows, and goes over to {@link #relaxation()} for good when
   * that happens often or 300 steps did not suffice.
   *
   * <p>It may find an equilibrium that the dynamics would leave; {@link Equilibrium#stability()}
   * tells.
   *
   * @param depth how many earlier steps are combined, from 1 to 20
   */
  public static Settling anderson(int depth) {
    if (depth < 1 || depth > 20) {
      throw new IllegalArgumentException(
          "The depth is " + depth + ", but must be from 1 to 20; 5 suits most networks.");
    }
    return new Settling(Kind.ANDERSON, depth, DEFAULT_TOLERANCE, DEFAULT_LIMIT);
  }

  /** Anderson acceleration of depth 5. */
  public static Settling standard() {
    return anderson(5);
  }

  /**
   * The same with another tolerance.
   *
   * @param tolerance τ, above 0; 1e-13 unless this is called
   */
  public Settling untilResidual(double tolerance) {
    return new Settling(kind, depth, Arguments.requirePositive("The tolerance", tolerance), limit);
  }

  /**
   * The same with another limit.
   *
   * @param iterations at least 1; 5,000 unless this is called
   */
  public Settling atMostIterations(int iterations) {
    return new Settling(
        kind, depth, tolerance, Arguments.requirePositive("The iteration limit", iterations));
  }

  double tolerance() {
    return tolerance;
  }

  int limit() {
    return limit;
  }

  /** A rule for the steps of one pattern. */
  StepRule newRule(double[] timeConstants) {
    return switch (kind) {
      case RELAXATION -> new RelaxedStep(timeConstants);
      case PLAIN -> StepRule.plain(timeConstants.length);
      case ANDERSON -> new AndersonStep(depth, timeConstants);
    };
  }
}
