package org.roperator.autodiff;

/**
 * Powers of two {@code 2^(rᵢ + cⱼ)} that bring the largest entry of each row and column of a matrix
 * to between 1 and 2, as far as both go together: a pivot is small against the others of its row
 * and column then, whatever the units that these are measured in.
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Scaling(int[] rows, int[] columns) {

  /**
   * That of a matrix.
   *
   * @param n its order
   * @param a n² numbers row by row. Not modified.
   */
  static Scaling of(int n, double[] a) {
    int[] rows = new int[n];
    int[] columns = new int[n];
    for (int i = 0; i < n; i++) {
      double largest = 0;
      for (int j = 0; j < n; j++) {
        largest = Math.max(largest, Math.abs(a[i * n + j]));
      }
      rows[i] = largest == 0 ? 0 : exponent(largest);
    }
    for (int j = 0; j < n; j++) {
      int largest = Integer.MIN_VALUE;
      for (int i = 0; i < n; i++) {
        double x = a[i * n + j];
        largest = x == 0 ? largest : Math.max(largest, exponent(x) - rows[i]);
      }
      columns[j] = largest == Integer.MIN_VALUE ? 0 : largest;
    }
    // Only sums count. Near to each other, rows and columns overflow last where they meet vectors.
    int shift = (middle(rows) - middle(columns)) / 2;
    for (int i = 0; i < n; i++) {
      rows[i] -= shift;
      columns[i] += shift;
    }
    return new Scaling(rows, columns);
  }

  private static int middle(int[] exponents) {
    int least = exponents[0];
    int most = exponents[0];
    for (int e : exponents) {
      least = Math.min(least, e);
      most = Math.max(most, e);
    }
    return (least + most) / 2;
  }

  /** The e with {@code 2ᵉ ≤ |x| < 2ᵉ⁺¹}, for subnormal numbers too, but not for zero. */
  static int exponent(double x) {
    return Math.abs(x) >= Double.MIN_NORMAL
        ? Math.getExponent(x)
        : Math.getExponent(x * 0x1p60) - 60;
  }

  /** The matrix scaled, in a fresh array. */
  double[] scaled(double[] a) {
    int n = rows.length;
    double[] entries = new double[n * n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        entries[i * n + j] = Math.scalb(a[i * n + j], -rows[i] - columns[j]);
      }
    }
    return entries;
  }

  /** The exponent of what the determinant is the multiple of. */
  int total() {
    int sum = 0;
    for (int i = 0; i < rows.length; i++) {
      sum += rows[i] + columns[i];
    }
    return sum;
  }
}
