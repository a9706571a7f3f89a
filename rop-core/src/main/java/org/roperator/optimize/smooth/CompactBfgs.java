package org.roperator.optimize.smooth;

import java.util.Optional;
import org.roperator.internal.Vectors;

/**
 * The matrix B of limited-memory BFGS in the compact form of Byrd, Nocedal &amp; Schnabel (1994):
 *
 * <pre>
 * B = θI − W K⁻¹ Wᵀ     W = (Y, θS)     K = ( −D   Lᵀ  )     D = diag(sᵢᵀyᵢ)
 *                                           ( L   θSᵀS )     Lᵢⱼ = sᵢᵀyⱼ for i &gt; j
 * </pre>
 *
 * <p>over the last m pairs of steps s and changes y of the gradient. All of it is B over the power
 * of two that brings the first θ near 1, and each pair is kept times one that makes {@code ‖s‖‖y‖}
 * about 1, which B does not see: so squares neither overflow nor vanish, and no unit changes a bit.
 * For one thread.
 */
final class CompactBfgs {

  /** The least cosine between s and y: below it the curvature is rounding, or negative. */
  private static final double CLEARLY = 1e-10;

  private final double[][] s;
  private final double[][] y;

  /** {@code sᵢᵀyⱼ} for i ≥ j, and {@code sᵢᵀsⱼ}, by age; the oldest first. */
  private final double[][] sy;

  private final double[][] ss;
  private int pairs;
  private final int exponent;
  private double theta;
  private Optional<SmallSystem> k = Optional.empty();

  /**
   * {@code B = θI}.
   *
   * @param memory m, at least 1
   * @param theta θ, above 0
   */
  CompactBfgs(int memory, double theta) {
    s = new double[memory][];
    y = new double[memory][];
    sy = new double[memory][memory];
    ss = new double[memory][memory];
    this.exponent = Math.getExponent(theta);
    this.theta = Math.scalb(theta, -exponent);
  }

  /** The number of pairs. */
  int pairs() {
    return pairs;
  }

  /** The exponent of the power of two that everything here is multiplied by to make B. */
  int exponent() {
    return exponent;
  }

  /** θ. */
  double theta() {
    return theta;
  }

  /** Forgets all pairs; θ stays. */
  void clear() {
    pairs = 0;
    k = Optional.empty();
  }

  /**
   * Takes in a pair, in place of the oldest if there are m, unless the curvature along s is not
   * clearly positive.
   *
   * @param step s. Kept and overwritten.
   * @param change y. Kept and overwritten.
   */
  void add(double[] step, double[] change) {
    double lengthOfS = Vectors.norm(step);
    double lengthOfY = Vectors.norm(change);
    int half = -Math.floorDiv(exponentOf(lengthOfS) + exponentOf(lengthOfY) - exponent, 2);
    scale(half, step);
    scale(half - exponent, change);
    double product = Vectors.dot(step, change);
    double lengths = Math.scalb(lengthOfS, half) * Math.scalb(lengthOfY, half - exponent);
    if (!(product >= CLEARLY * lengths && product > 0 && product < Double.POSITIVE_INFINITY)) {
      return;
    }
    if (pairs == s.length) {
      dropOldest();
    }
    s[pairs] = step;
    y[pairs] = change;
    for (int j = 0; j <= pairs; j++) {
      sy[pairs][j] = Vectors.dot(step, y[j]);
      ss[pairs][j] = Vectors.dot(step, s[j]);
      ss[j][pairs] = ss[pairs][j];
    }
    pairs++;
    theta = Vectors.dot(change, change) / product;
    k = SmallSystem.of(middle());
    if (k.isEmpty()) {
      clear();
    }
  }

  private static int exponentOf(double length) {
    return length > 0 && length < Double.POSITIVE_INFINITY ? Math.getExponent(length) : 0;
  }

  private static void scale(int exponent, double[] v) {
    for (int i = 0; i < v.length; i++) {
      v[i] = Math.scalb(v[i], exponent);
    }
  }

  private void dropOldest() {
    pairs--;
    for (int i = 0; i < pairs; i++) {
      s[i] = s[i + 1];
      y[i] = y[i + 1];
      for (int j = 0; j < pairs; j++) {
        sy[i][j] = sy[i + 1][j + 1];
        ss[i][j] = ss[i + 1][j + 1];
      }
    }
  }

  private double[][] middle() {
    double[][] a = new double[2 * pairs][2 * pairs];
    for (int i = 0; i < pairs; i++) {
      a[i][i] = -sy[i][i];
      for (int j = 0; j < i; j++) {
        a[pairs + i][j] = sy[i][j];
        a[j][pairs + i] = sy[i][j];
      }
      for (int j = 0; j < pairs; j++) {
        a[pairs + i][pairs + j] = theta * ss[i][j];
      }
    }
    return a;
  }

  /** Row i of W, {@code 2·pairs} numbers, into an array. */
  void row(int i, double[] out) {
    for (int j = 0; j < pairs; j++) {
      out[j] = y[j][i];
      out[pairs + j] = theta * s[j][i];
    }
  }

  /** {@code Wᵀv}, in a fresh array. */
  double[] timesTransposed(double[] v) {
    double[] out = new double[2 * pairs];
    for (int j = 0; j < pairs; j++) {
      out[j] = Vectors.dot(y[j], v);
      out[pairs + j] = theta * Vectors.dot(s[j], v);
    }
    return out;
  }

  /** {@code K⁻¹p}, in a fresh array; for no pairs as for some. */
  double[] solve(double[] p) {
    return k.isPresent() ? k.get().solve(p) : new double[p.length];
  }

  /**
   * {@code −B⁻¹r} over some of the parameters, the others held: by the formula of Sherman, Morrison
   * and Woodbury {@code B⁻¹ = I/θ + W (K − WᵀW/θ)⁻¹ Wᵀ/θ²}, W being their rows.
   *
   * @param isFree which
   * @param r 0 for the others. Not modified.
   * @return a fresh array; empty if rounding leaves B singular there
   */
  Optional<double[]> newtonStep(boolean[] isFree, double[] r) {
    double[] step = new double[r.length];
    if (pairs == 0) {
      Vectors.sum(step, -1 / theta, r, step);
      return Optional.of(step);
    }
    double[][] a = middle();
    double[][] columns = columns(isFree);
    for (int p = 0; p < a.length; p++) {
      for (int q = 0; q <= p; q++) {
        double part = Vectors.dot(columns[p], columns[q]) / theta;
        a[p][q] -= part;
        a[q][p] -= p == q ? 0 : part;
      }
    }
    Optional<SmallSystem> inner = SmallSystem.of(a);
    if (inner.isEmpty()) {
      return Optional.empty();
    }
    double[] v = inner.get().solve(timesTransposed(r));
    double[] row = new double[v.length];
    for (int i = 0; i < r.length; i++) {
      if (isFree[i]) {
        row(i, row);
        step[i] = -(r[i] + Vectors.dot(row, v) / theta) / theta;
      }
    }
    return Optional.of(step);
  }

  /** The columns of W, those rows alone that are free: side by side, so that products run fast. */
  private double[][] columns(boolean[] isFree) {
    int count = 0;
    for (boolean one : isFree) {
      count += one ? 1 : 0;
    }
    double[][] columns = new double[2 * pairs][count];
    for (int j = 0; j < pairs; j++) {
      int at = 0;
      for (int i = 0; i < isFree.length; i++) {
        if (isFree[i]) {
          columns[j][at] = y[j][i];
          columns[pairs + j][at] = theta * s[j][i];
          at++;
        }
      }
    }
    return columns;
  }
}
