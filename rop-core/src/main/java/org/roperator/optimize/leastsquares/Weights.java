package org.roperator.optimize.leastsquares;

import org.roperator.function.ScalarFunction;

/**
 * A robust loss at given residuals: {@code F = ½ Σ s²ρ(rᵢ²/s²)} to second order in r,
 *
 * <pre>
 * ∂F/∂rᵢ = ψᵢ = ρ′rᵢ        ∂²F/∂rᵢ² = ψ′ᵢ = ρ′ + 2zρ″,  z = rᵢ²/s²
 * </pre>
 *
 * <p>and the weighted residuals whose squares have the same gradient and, as far as it is positive,
 * the same curvature (Triggs, McLauchlan, Hartley &amp; Fitzgibbon 2000, section 4.3).
 */
final class Weights {

  /**
   * The least weight as a part of ρ′. The linear part of Huber's loss has no curvature, but a
   * square with its slope needs some: with so little of it the digits lost are one and a half, and
   * the steps are Newton's to three.
   */
  private static final double LEAST = 1e-3;

  private final double value;
  private final double[] slopes;
  private final double[] bends;
  private final double[] roots;
  private final double[] weighted;

  /**
   * The loss at residuals.
   *
   * @param r m numbers. Not modified, not kept.
   */
  Weights(RobustLoss loss, double[] r) {
    slopes = new double[r.length];
    bends = new double[r.length];
    roots = new double[r.length];
    weighted = new double[r.length];
    ScalarFunction rho = loss.rho();
    for (int i = 0; i < r.length; i++) {
      double t = r[i] / loss.scale();
      double z = t * t;
      double first = rho.slope(z);
      double second = first + 2 * (z * rho.bend(z));
      slopes[i] = first * r[i];
      bends[i] = second;
      roots[i] = Math.sqrt(Math.max(second, LEAST * first));
      weighted[i] = roots[i] == 0 ? 0 : slopes[i] / roots[i];
    }
    value = valueOf(loss, r);
  }

  /** F of residuals alone; NaN or infinite where one of them is. */
  static double valueOf(RobustLoss loss, double[] r) {
    double sum = 0;
    if (loss.isSquares()) {
      for (double x : r) {
        sum += x * x;
      }
      return 0.5 * sum;
    }
    double s = loss.scale();
    for (double x : r) {
      double t = x / s;
      // Some losses are finite where a residual is not.
      sum += Double.isFinite(x) ? loss.rho().value(t * t) : Double.NaN;
    }
    return 0.5 * (s * s * sum);
  }

  /** F. */
  double value() {
    return value;
  }

  /** ψ. Not copied. */
  double[] slopes() {
    return slopes;
  }

  /** ψ′. Not copied. */
  double[] bends() {
    return bends;
  }

  /** The roots of the weights of the squares. Not copied. */
  double[] roots() {
    return roots;
  }

  /** The weighted residuals. Not copied. */
  double[] weighted() {
    return weighted;
  }
}
