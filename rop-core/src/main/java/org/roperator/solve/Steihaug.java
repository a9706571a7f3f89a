package org.roperator.solve;

import org.roperator.internal.Arguments;
import org.roperator.internal.Vectors;
import org.roperator.operator.SymmetricOperator;

/**
 * The step of a trust region, by conjugate gradients that stop at its boundary (Steihaug 1983).
 *
 * <pre>{@code
 * double[] p = Steihaug.ofRadius(0.5).step(h, gradient);
 * }</pre>
 *
 * <p>Lowers {@code m(p) = gᵀp + ½pᵀHp} within {@code ‖p‖ ≤ Δ}. Where H is positive definite and the
 * minimum lies inside, p is that minimum, {@code −H⁻¹g}; an iterate that would leave the region
 * ends on its boundary, and so does a direction of curvature zero or negative. The model falls at
 * least as far as the best step along −g takes it, and p is no longer than Δ but for rounding.
 * Sizes of g, H and Δ whose squares are no doubles do no harm.
 *
 * <p>Each iteration costs one product and O(n). Immutable and safe to share; each method below
 * gives another solver that differs in one thing.
 */
public final class Steihaug {

  /** Residuals of larger gradients may have norms that are no doubles. */
  private static final double LARGEST = 0x1p1000;

  /** The same multiple of g and H leaves p; it brings every norm of doubles below the largest. */
  private static final double SMALLER = 0x1p-60;

  private final double radius;
  private final double relative;
  private final int limit;

  private Steihaug(double radius, double relative, int limit) {
    this.radius = Arguments.requirePositive("The radius", radius);
    this.relative = Arguments.requirePositive("The relative residual", relative);
    this.limit = Arguments.requirePositive("The iteration limit", limit);
  }

  /**
   * Steps within a radius, until the residual is 1e-10 of the gradient or after 2n iterations.
   *
   * @param radius Δ, above 0
   */
  public static Steihaug ofRadius(double radius) {
    return new Steihaug(radius, 1e-10, Integer.MAX_VALUE);
  }

  /**
   * The same until another residual.
   *
   * @param relative the norm of {@code g + Hp} to reach, relative to {@code ‖g‖}, above 0
   */
  public Steihaug untilResidual(double relative) {
    return new Steihaug(radius, relative, limit);
  }

  /** The same after at most a number of iterations, at least 1; 2n where that is fewer. */
  public Steihaug atMostIterations(int limit) {
    return new Steihaug(radius, relative, limit);
  }

  /**
   * The step p.
   *
   * @param h H
   * @param g the gradient, finite. Not modified.
   * @throws IllegalArgumentException if the gradient's length does not fit or it is not finite
   */
  public double[] step(SymmetricOperator h, double[] g) {
    return solve(h, g).step();
  }

  /**
   * The step p and how it was found. On the boundary its multiplier is NaN, since these steps tell
   * none, and its residual is that of {@code g + Hp}.
   *
   * @param h H
   * @param g the gradient, finite. Not modified.
   * @throws IllegalArgumentException if the gradient's length does not fit or it is not finite
   */
  public TrustRegionStep solve(SymmetricOperator h, double[] g) {
    int n = h.dimension();
    Arguments.requireLength("The gradient", g, n, "the operator acts on dimension " + n);
    Arguments.requireFinite("The gradient", g);
    double[] p = new double[n];
    double[] r = g.clone();
    double left = Vectors.norm(r);
    if (left > LARGEST) {
      Vectors.scale(SMALLER, r);
      TrustRegionStep small = solve(h.scaledBy(SMALLER), r);
      return new TrustRegionStep(
          small.step(),
          small.multiplier() / SMALLER,
          small.decrease() / SMALLER,
          small.residualNorm() / SMALLER,
          small.outcome(),
          small.products());
    }
    double goal = relative * left;
    long most = Math.min(limit, 2L * n);
    // The directions of conjugate gradients over the residuals' norms: of length about 1, so that
    // neither large nor tiny gradients, Hessians and radii meet their squares.
    double[] d = new double[n];
    double share = 0;
    double decrease = 0;
    for (int k = 0; ; k++) {
      if (left <= goal) {
        return told(p, 0, decrease, left, TrustRegionOutcome.INTERIOR, k);
      }
      if (k >= most) {
        return told(p, 0, decrease, left, TrustRegionOutcome.PRODUCT_LIMIT, k);
      }
      if (Thread.currentThread().isInterrupted()) {
        return told(p, 0, decrease, left, TrustRegionOutcome.CANCELLED, k);
      }
      for (int i = 0; i < n; i++) {
        d[i] = -r[i] / left + share * d[i];
      }
      double[] hd = h.times(d);
      double curvature = Vectors.dot(d, hd);
      if (!Double.isFinite(curvature)) {
        return told(p, 0, decrease, left, TrustRegionOutcome.NOT_FINITE, k + 1);
      }
      double alpha = left / curvature;
      boolean leaves = !(curvature > 0 && lengthAfter(p, alpha, d) < radius);
      alpha = leaves ? toTheBoundary(p, d) : alpha;
      Vectors.addScaled(alpha, d, p);
      Vectors.addScaled(alpha, hd, r);
      // Along d the model's slope is −left: the residual is orthogonal to all directions before.
      decrease += alpha * (left - 0.5 * alpha * curvature);
      double next = Vectors.norm(r);
      if (leaves) {
        return told(p, Double.NaN, decrease, next, TrustRegionOutcome.BOUNDARY, k + 1);
      }
      share = next / left;
      left = next;
    }
  }

  private static TrustRegionStep told(
      double[] p,
      double multiplier,
      double decrease,
      double residual,
      TrustRegionOutcome outcome,
      int products) {
    return new TrustRegionStep(p, multiplier, decrease, residual, outcome, products);
  }

  private static double lengthAfter(double[] p, double alpha, double[] d) {
    double[] sum = new double[p.length];
    Vectors.sum(p, alpha, d, sum);
    return Vectors.norm(sum);
  }

  /** The t ≥ 0 with {@code ‖p + td‖ = Δ}. */
  private double toTheBoundary(double[] p, double[] d) {
    double[] share = new double[p.length];
    for (int i = 0; i < p.length; i++) {
      share[i] = p[i] / radius;
    }
    double a = Vectors.dot(d, d);
    double b = Vectors.dot(share, d);
    double c = Vectors.dot(share, share) - 1;
    double root = Math.sqrt(Math.max(0, b * b - a * c));
    return radius * (b > 0 ? -c / (b + root) : (root - b) / a);
  }
}
