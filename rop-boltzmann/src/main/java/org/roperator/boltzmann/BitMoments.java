package org.roperator.boltzmann;

import java.util.Arrays;

/**
 * Sums {@code Σ q(s) b_i} and {@code Σ q(s) b_i b_j} over the states of m bits, for weights q that
 * come row by row.
 *
 * <p>Per row three additions per state: one to the sum of each column, two to fold the row onto its
 * single bits. Pairs within the low or the high bits come from the column and row sums at the end.
 */
final class BitMoments {

  private final int bits;
  private final int low;
  private final double[] columns;
  private final double[] rows;
  private final double[] cross;
  private final double[] single;

  /**
   * No sums yet.
   *
   * @param rows a sum for each row of all shards, which share it. Kept.
   */
  BitMoments(PairTable shape, double[] rows) {
    this.bits = shape.bits();
    this.low = shape.lowBits();
    this.columns = new double[1 << low];
    this.rows = rows;
    this.cross = new double[Math.max(1, shape.highBits() * low)];
    this.single = new double[low];
  }

  void clear() {
    Arrays.fill(columns, 0);
    Arrays.fill(cross, 0);
  }

  /**
   * Takes a row of weights.
   *
   * @param u the high bits
   * @param q 2^low weights. Overwritten.
   */
  void add(int u, double[] q) {
    for (int l = 0; l < columns.length; l++) {
      columns[l] += q[l];
    }
    for (int j = low - 1; j >= 0; j--) {
      single[j] = foldUpperHalf(q, 1 << j);
    }
    rows[u] = q[0];
    for (int rest = u; rest != 0; rest &= rest - 1) {
      int at = Integer.numberOfTrailingZeros(rest) * low;
      for (int j = 0; j < low; j++) {
        cross[at + j] += single[j];
      }
    }
  }

  /** Adds the upper half to the lower one; returns its sum. Four sums keep the adders busy. */
  private static double foldUpperHalf(double[] q, int h) {
    double s0 = 0;
    double s1 = 0;
    double s2 = 0;
    double s3 = 0;
    int l = 0;
    for (; l + 3 < h; l += 4) {
      double a = q[h + l];
      double b = q[h + l + 1];
      double c = q[h + l + 2];
      double d = q[h + l + 3];
      s0 += a;
      s1 += b;
      s2 += c;
      s3 += d;
      q[l] += a;
      q[l + 1] += b;
      q[l + 2] += c;
      q[l + 3] += d;
    }
    for (; l < h; l++) {
      s0 += q[h + l];
      q[l] += q[h + l];
    }
    return (s0 + s1) + (s2 + s3);
  }

  /** The sum, by four sums. */
  static double sum(double[] q) {
    double s0 = 0;
    double s1 = 0;
    double s2 = 0;
    double s3 = 0;
    int l = 0;
    for (; l + 3 < q.length; l += 4) {
      s0 += q[l];
      s1 += q[l + 1];
      s2 += q[l + 2];
      s3 += q[l + 3];
    }
    for (; l < q.length; l++) {
      s0 += q[l];
    }
    return (s0 + s1) + (s2 + s3);
  }

  /** A row of zeros. */
  void skip(int u) {
    rows[u] = 0;
  }

  /** Adds the column sums and cross sums of another. */
  void merge(BitMoments other) {
    for (int l = 0; l < columns.length; l++) {
      columns[l] += other.columns[l];
    }
    for (int k = 0; k < cross.length; k++) {
      cross[k] += other.cross[k];
    }
  }

  /**
   * Writes the sums.
   *
   * @param linear {@code Σ q b_i}, of m numbers. Overwritten.
   * @param pairs {@code Σ q b_i b_j} at i·m + j for i ≠ j, of m² numbers. Overwritten.
   */
  void write(double[] linear, double[] pairs) {
    sumOverSupersets(columns);
    sumOverSupersets(rows);
    for (int i = 0; i < bits; i++) {
      linear[i] = i < low ? columns[1 << i] : rows[1 << (i - low)];
      pairs[i * bits + i] = 0;
      for (int j = 0; j < i; j++) {
        double sum =
            i < low
                ? columns[1 << i | 1 << j]
                : j < low ? cross[(i - low) * low + j] : rows[1 << (i - low) | 1 << (j - low)];
        pairs[i * bits + j] = sum;
        pairs[j * bits + i] = sum;
      }
    }
  }

  /** {@code t[a] ← Σ_{b ⊇ a} t[b]}. */
  private static void sumOverSupersets(double[] t) {
    for (int h = 1; h < t.length; h <<= 1) {
      for (int from = 0; from < t.length; from += 2 * h) {
        for (int s = from; s < from + h; s++) {
          t[s] += t[s + h];
        }
      }
    }
  }
}
