package org.roperator.solve;

import org.roperator.internal.Vectors;

/**
 * The least value of {@code cᵀy + ½ Σ θᵢ yᵢ²} within {@code ‖y‖ ≤ Δ}, exactly but for rounding:
 * {@code yᵢ = −cᵢ/(θᵢ + λ)} with the multiplier {@code λ ≥ max(0, −θ₁)} (Moré &amp; Sorensen 1983).
 *
 * <p>The multiplier is searched as {@code μ = λ + θ₁} beside the gaps {@code θᵢ − θ₁}, so that it
 * is right relative to itself however close it comes to the pole at {@code −θ₁}. In the hard case,
 * where no c reaches the smallest θ and the rest is too short, y ends on the boundary along the
 * first eigenvector.
 */
final class DiagonalTrustRegion {

  /** Some dozen steps are usual, and rounding ends them. */
  private static final int MOST_STEPS = 100;

  private final double[] y;
  private final double multiplier;
  private final boolean onBoundary;

  private DiagonalTrustRegion(double[] y, double multiplier, boolean onBoundary) {
    this.y = y;
    this.multiplier = multiplier;
    this.onBoundary = onBoundary;
  }

  /**
   * Solves.
   *
   * @param theta θ, rising. Not modified.
   * @param c as long. Not modified.
   * @param radius Δ, above 0
   */
  static DiagonalTrustRegion solve(double[] theta, double[] c, double radius) {
    int n = c.length;
    double[] y = new double[n];
    double first = theta[0];
    if (first >= 0) {
      fill(theta, c, 0, y);
      if (Vectors.norm(y) <= radius) {
        return new DiagonalTrustRegion(y, 0, Vectors.norm(y) == radius);
      }
    }
    double[] gaps = new double[n];
    for (int i = 0; i < n; i++) {
      gaps[i] = theta[i] - first;
    }
    double least = Math.max(0, first);
    fill(gaps, c, least, y);
    double length = Vectors.norm(y);
    if (length <= radius) {
      // Only at θ₁ ≤ 0: the hard case, or no c at all.
      double missing = Math.sqrt(Math.max(0, (radius - length) * (radius + length)));
      y[0] = missing;
      return new DiagonalTrustRegion(y, -first + 0.0, true);
    }
    double mu = search(gaps, c, radius, least, y);
    return new DiagonalTrustRegion(y, Math.max(0, mu - first), true);
  }

  /**
   * The μ above the least one at which y is as long as the radius; y is filled.
   *
   * <p>By Newton's method on 1/‖y‖, which is concave: from below it rises to the solution without
   * passing it, and doubles its digits at each step.
   */
  private static double search(double[] gaps, double[] c, double radius, double least, double[] y) {
    double mu = least;
    for (int i = 0; i < c.length; i++) {
      mu = Math.max(mu, Math.abs(c[i]) / radius - gaps[i]);
    }
    if (mu == Double.POSITIVE_INFINITY) {
      // So short a step sees no curvature.
      double length = Vectors.norm(c);
      for (int i = 0; i < y.length; i++) {
        y[i] = -radius * (c[i] / length);
      }
      return mu;
    }
    double length;
    for (int k = 0; ; k++) {
      fill(gaps, c, mu, y);
      length = Vectors.norm(y);
      double next = mu + (length / radius - 1) / slope(gaps, y, mu, length);
      if (k == MOST_STEPS || !(next > mu)) {
        break;
      }
      mu = next;
    }
    Vectors.scale(radius / length, y);
    return mu;
  }

  /** {@code −d ln ‖y‖ / dμ}: what the inverse length grows by, relative to itself. */
  private static double slope(double[] gaps, double[] y, double mu, double length) {
    double sum = 0;
    for (int i = 0; i < y.length; i++) {
      double share = y[i] / length;
      sum += share == 0 ? 0 : share * share / (gaps[i] + mu);
    }
    return sum;
  }

  private static void fill(double[] gaps, double[] c, double mu, double[] y) {
    for (int i = 0; i < y.length; i++) {
      y[i] = c[i] == 0 ? 0 : -c[i] / (gaps[i] + mu);
    }
  }

  /** y. Not copied. */
  double[] y() {
    return y;
  }

  /** λ, at least 0. */
  double multiplier() {
    return multiplier;
  }

  /** Whether {@code ‖y‖ = Δ}. */
  boolean isOnBoundary() {
    return onBoundary;
  }
}
