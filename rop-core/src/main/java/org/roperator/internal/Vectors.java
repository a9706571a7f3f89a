package org.roperator.internal;

/**
 * Arithmetic on vectors in plain arrays.
 *
 * <p>Sums run in one fixed order, so that results repeat bit for bit. Arrays named {@code out} or
 * {@code y} are overwritten or updated; all others are not modified. Lengths are the caller's duty:
 * the vectors of one call have equal length.
 */
public final class Vectors {

  private Vectors() {}

  /** The inner product {@code ⟨u, v⟩}. */
  public static double dot(double[] u, double[] v) {
    // Four independent partial sums keep four multiply-adds in flight; the order stays fixed.
    int n = u.length;
    int blocked = n & ~3;
    double s0 = 0;
    double s1 = 0;
    double s2 = 0;
    double s3 = 0;
    for (int i = 0; i < blocked; i += 4) {
      s0 += u[i] * v[i];
      s1 += u[i + 1] * v[i + 1];
      s2 += u[i + 2] * v[i + 2];
      s3 += u[i + 3] * v[i + 3];
    }
    for (int i = blocked; i < n; i++) {
      s0 += u[i] * v[i];
    }
    return (s0 + s1) + (s2 + s3);
  }

  /**
   * The Euclidean norm {@code ‖v‖}, without overflow or underflow in between.
   *
   * @return infinity if an entry is infinite and none is NaN; NaN if one is
   */
  public static double norm(double[] v) {
    double squared = dot(v, v);
    if (squared > 1e-280 && squared < 1e280) {
      return Math.sqrt(squared);
    }
    double largest = maxAbs(v);
    if (largest == 0 || !Double.isFinite(largest)) {
      return largest;
    }
    double sum = 0;
    for (double x : v) {
      double scaled = x / largest;
      sum += scaled * scaled;
    }
    return largest * Math.sqrt(sum);
  }

  /** The largest absolute value {@code ‖v‖∞}; 0 for an empty vector, NaN if an entry is NaN. */
  public static double maxAbs(double[] v) {
    double largest = 0;
    for (double x : v) {
      largest = Math.max(largest, Math.abs(x));
    }
    return largest;
  }

  /** Updates {@code y ← y + αx}. */
  public static void addScaled(double alpha, double[] x, double[] y) {
    for (int i = 0; i < y.length; i++) {
      y[i] += alpha * x[i];
    }
  }

  /** Computes {@code out = x + αy}; {@code out} may be {@code x} or {@code y}. */
  public static void sum(double[] x, double alpha, double[] y, double[] out) {
    for (int i = 0; i < out.length; i++) {
      out[i] = x[i] + alpha * y[i];
    }
  }

  /** Updates {@code y ← αy}. */
  public static void scale(double alpha, double[] y) {
    for (int i = 0; i < y.length; i++) {
      y[i] *= alpha;
    }
  }

  /** Whether every entry is finite. */
  public static boolean isFinite(double[] v) {
    for (double x : v) {
      if (!Double.isFinite(x)) {
        return false;
      }
    }
    return true;
  }

  /** {@code ln Σ e^x}, scaled by the largest entry; ±∞ where that is. */
  public static double logSumExp(double[] x) {
    return logSumExp(x, 0, x.length);
  }

  /** {@code ln Σ e^x} over the entries {@code from ≤ i < to}, at least one. */
  public static double logSumExp(double[] x, int from, int to) {
    double top = largest(x, from, to);
    if (Double.isInfinite(top)) {
      return top;
    }
    double sum = 0;
    for (int i = from; i < to; i++) {
      sum += Math.exp(x[i] - top);
    }
    return top + Math.log(sum);
  }

  /** Updates {@code x ← e^x/Σ e^x}; returns {@code ln Σ e^x}. */
  public static double toSoftmax(double[] x) {
    double top = largest(x, 0, x.length);
    double sum = 0;
    for (int i = 0; i < x.length; i++) {
      x[i] = Math.exp(x[i] - top);
      sum += x[i];
    }
    for (int i = 0; i < x.length; i++) {
      x[i] /= sum;
    }
    return top + Math.log(sum);
  }

  private static double largest(double[] x, int from, int to) {
    double top = Double.NEGATIVE_INFINITY;
    for (int i = from; i < to; i++) {
      top = Math.max(top, x[i]);
    }
    return top;
  }
}
