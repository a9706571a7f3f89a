package org.roperator.optimize.smooth;

import org.roperator.internal.Arguments;

/**
 * How the radius of a trust region changes, and which steps are taken: by the ratio ρ of the fall
 * of the objective to the fall of its model.
 *
 * <pre>
 * ρ &lt; poor:                       Δ ← shrink·‖p‖
 * ρ &gt; good, step on the boundary:  Δ ← grow·Δ
 * ρ &gt; accepted:                   the step is taken
 * </pre>
 *
 * <p>The rules are those of Nocedal and Wright (2006), algorithm 4.1, and the constants those of
 * Conn, Gould and Toint (2000), §17.1: but that a poor step that the objective's values tell more
 * of shrinks the radius by a quadratic through them, from a tenth to a half of the step.
 *
 * @param initial the first radius as a multiple of the step to the minimum along the gradient, or
 *     of the start's own length where the model has none, above 0
 * @param accepted the least ratio of a step that is taken, from 0 on and below poor
 * @param poor the ratio below which the radius shrinks, below good
 * @param good the ratio above which the radius grows, at most 1
 * @param shrink the factor of the step's length at a poor ratio, above 0 and below 1
 * @param grow the factor at a good ratio, above 1
 */
public record TrustRadius(
    double initial, double accepted, double poor, double good, double shrink, double grow) {

  private static final TrustRadius STANDARD = new TrustRadius(10, 1e-4, 0.25, 0.75, 0.25, 2.5);

  /**
   * Checks the constants.
   *
   * @throws IllegalArgumentException naming the first that lies outside its range
   */
  public TrustRadius {
    Arguments.requirePositive("The first radius", initial);
    Arguments.requireBetween("The good ratio", good, 0, 1);
    Arguments.requireBetween("The poor ratio", poor, 0, good);
    Arguments.requireBetween("The accepted ratio", accepted, 0, poor);
    Arguments.requireBetween("The shrinking factor", shrink, 1e-6, 1 - 1e-6);
    Arguments.requireBetween("The growing factor", grow, 1, 1e6);
  }

  /** All standard constants. */
  public static TrustRadius standard() {
    return STANDARD;
  }

  /** The same with another {@link #initial()}. */
  public TrustRadius withInitial(double multiple) {
    return new TrustRadius(multiple, accepted, poor, good, shrink, grow);
  }

  /** The same with another {@link #accepted()}. */
  public TrustRadius withAccepted(double ratio) {
    return new TrustRadius(initial, ratio, poor, good, shrink, grow);
  }

  /** The same with another {@link #poor()}. */
  public TrustRadius withPoor(double ratio) {
    return new TrustRadius(initial, accepted, ratio, good, shrink, grow);
  }

  /** The same with another {@link #good()}. */
  public TrustRadius withGood(double ratio) {
    return new TrustRadius(initial, accepted, poor, ratio, shrink, grow);
  }

  /** The same with another {@link #shrink()}. */
  public TrustRadius withShrink(double factor) {
    return new TrustRadius(initial, accepted, poor, good, factor, grow);
  }

  /** The same with another {@link #grow()}. */
  public TrustRadius withGrow(double factor) {
    return new TrustRadius(initial, accepted, poor, good, shrink, factor);
  }
}
