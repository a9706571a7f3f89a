package org.roperator.solve;

import org.roperator.internal.Arnoldi;
import org.roperator.internal.Vectors;

/**
 * The least value of {@code γy₁ + ½yᵀTy} within {@code ‖y‖ ≤ Δ} for the tridiagonal matrix T of a
 * Krylov space, where it is well told: by factors {@code T + λI = LDLᵀ}, of O(k) each (Moré &amp;
 * Sorensen 1983; Gould, Lucidi, Roma &amp; Toint 1999, §5.2).
 *
 * <p>Where {@code T + λI} is nearly singular, as in the hard case, there is no answer, and the
 * eigenvalues of T have to be asked.
 */
final class TridiagonalTrustRegion {

  /** A pivot below this part of its diagonal entry leaves too few digits. */
  private static final double NOTHING = 0x1p-26;

  private static final int MOST_STEPS = 50;
  private static final double LENGTH = 1e-13;

  private final int k;
  private final double[] diagonal;
  private final double[] beside;
  private final double gamma;
  private final double[] pivots;
  private final double[] factors;
  private final double[] y;
  private final double[] z;
  private double multiplier;

  private TridiagonalTrustRegion(Arnoldi krylov, int k, double gamma) {
    this.k = k;
    this.gamma = gamma;
    this.diagonal = new double[k];
    this.beside = new double[k];
    this.pivots = new double[k];
    this.factors = new double[k];
    this.y = new double[k];
    this.z = new double[k];
    for (int j = 0; j < k; j++) {
      diagonal[j] = krylov.hessenberg(j, j);
      beside[j] = j == 0 ? 0 : krylov.hessenberg(j, j - 1);
    }
  }

  /** An answer. */
  static final class Answer {

    /** Of no use: the eigenvalues have to be asked. */
    static final Answer NONE = new Answer(new double[0], 0, false);

    private final double[] y;
    private final double multiplier;
    private final boolean onBoundary;

    private Answer(double[] y, double multiplier, boolean onBoundary) {
      this.y = y;
      this.multiplier = multiplier;
      this.onBoundary = onBoundary;
    }

    boolean isKnown() {
      return y.length > 0;
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

  /**
   * Solves.
   *
   * @param krylov whose Hessenberg matrix is T
   * @param k the order, at least 1
   * @param gamma γ, above 0
   * @param radius Δ, above 0
   * @param guess λ of a similar problem, at least 0
   */
  static Answer solve(Arnoldi krylov, int k, double gamma, double radius, double guess) {
    return new TridiagonalTrustRegion(krylov, k, gamma).within(radius, guess);
  }

  private Answer within(double radius, double guess) {
    multiplier = 0;
    if (factor() && solve() && Vectors.norm(y) <= radius) {
      return new Answer(y, 0, Vectors.norm(y) == radius);
    }
    double low = 0;
    double size = 0;
    for (int j = 0; j < k; j++) {
      double row = beside[j] + (j + 1 < k ? beside[j + 1] : 0);
      size = Math.max(size, Math.abs(diagonal[j]) + row);
      low = Math.max(low, -diagonal[j]);
    }
    double high = size + gamma / radius;
    low = Math.max(low, gamma / radius - size);
    if (!(high < 1e300)) {
      return Answer.NONE;
    }
    multiplier = guess > low && guess < high ? guess : between(low, high);
    for (int step = 0; step < MOST_STEPS; step++) {
      if (!factor() || !solve()) {
        low = multiplier;
        multiplier = between(low, high);
      } else {
        double length = Vectors.norm(y);
        if (Math.abs(length - radius) <= LENGTH * radius) {
          Vectors.scale(radius / length, y);
          return new Answer(y, multiplier, true);
        }
        if (length > radius) {
          low = Math.max(low, multiplier);
        } else {
          high = Math.min(high, multiplier);
        }
        double next = multiplier + (length / radius - 1) / slope(length);
        multiplier = next > low && next < high ? next : between(low, high);
      }
      if (!(high - low > 0x1p-50 * high)) {
        break;
      }
    }
    return Answer.NONE;
  }

  private static double between(double low, double high) {
    return Math.max(Math.sqrt(low) * Math.sqrt(high), low + 0.01 * (high - low));
  }

  /** Whether {@code T + λI} is clearly positive definite. */
  private boolean factor() {
    for (int j = 0; j < k; j++) {
      double entry = diagonal[j] + multiplier;
      double pivot = entry;
      if (j > 0) {
        factors[j] = beside[j] / pivots[j - 1];
        pivot -= factors[j] * beside[j];
      }
      if (!(pivot > NOTHING * entry) || pivot == Double.POSITIVE_INFINITY) {
        return false;
      }
      pivots[j] = pivot;
    }
    return true;
  }

  /** {@code (T + λI) y = −γe₁}. */
  private boolean solve() {
    y[0] = -gamma;
    for (int j = 1; j < k; j++) {
      y[j] = -factors[j] * y[j - 1];
    }
    for (int j = k - 1; j >= 0; j--) {
      y[j] = y[j] / pivots[j] - (j + 1 < k ? factors[j + 1] * y[j + 1] : 0);
    }
    return Vectors.isFinite(y);
  }

  /** {@code −d ln ‖y‖ / dλ = yᵀ(T + λI)⁻¹y / ‖y‖²}. */
  private double slope(double length) {
    double sum = 0;
    for (int j = 0; j < k; j++) {
      z[j] = y[j] / length - (j > 0 ? factors[j] * z[j - 1] : 0);
      sum += z[j] / pivots[j] * z[j];
    }
    return sum;
  }
}
