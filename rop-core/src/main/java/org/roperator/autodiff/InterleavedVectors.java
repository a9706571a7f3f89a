package org.roperator.autodiff;

/** Arithmetic on rows of k numbers each, row i from {@code k i} on. */
final class InterleavedVectors {

  /** The length of most rows: the directions that share one pass over a tape. */
  private static final int EIGHT = 8;

  private InterleavedVectors() {}

  /** {@code yᵢ = cᵢ xᵢ} for rows from x and y on. */
  static void multiply(double[] c, double[] xs, int x, double[] ys, int y, int k) {
    if (k == 1) {
      for (int i = 0; i < c.length; i++) {
        ys[y + i] = c[i] * xs[x + i];
      }
      return;
    }
    for (int i = 0; i < c.length; i++) {
      for (int j = 0; j < k; j++) {
        ys[(y + i) * k + j] = c[i] * xs[(x + i) * k + j];
      }
    }
  }

  /** {@code yᵢ += cᵢ xᵢ} for rows from x and y on. */
  static void addProducts(double[] c, double[] xs, int x, double[] ys, int y, int k) {
    if (k == 1) {
      for (int i = 0; i < c.length; i++) {
        ys[y + i] += c[i] * xs[x + i];
      }
      return;
    }
    for (int i = 0; i < c.length; i++) {
      addScaled(c[i], xs, (x + i) * k, ys, (y + i) * k, k);
    }
  }

  /** {@link #addProducts}, where an infinite coefficient times zero is zero. */
  static void addWhereNotZero(double[] c, double[] xs, int x, double[] ys, int y, int k) {
    for (int i = 0; i < c.length; i++) {
      addWhereNotZero(c[i], xs, (x + i) * k, ys, (y + i) * k, k);
    }
  }

  /** The same on n numbers from given places on, with one coefficient. */
  static void addWhereNotZero(double c, double[] xs, int x, double[] ys, int y, int n) {
    for (int j = 0; j < n; j++) {
      // An infinite partial of a result that nothing depends on must not become NaN.
      ys[y + j] += xs[x + j] == 0 ? 0 : c * xs[x + j];
    }
  }

  /** {@code y += Σ cᵢ xᵢ} of n coefficients and rows from x on, for the row y of one array. */
  static void addDot(double[] c, int from, int n, double[] all, int x, int y, int k) {
    if (k == 1) {
      double sum = 0;
      for (int i = 0; i < n; i++) {
        sum += c[from + i] * all[x + i];
      }
      all[y] += sum;
      return;
    }
    for (int i = 0; i < n; i++) {
      addScaled(c[from + i], all, (x + i) * k, all, y * k, k);
    }
  }

  /** {@code xᵢ += cᵢ y} for n coefficients and rows from x on, and the row y of one array. */
  static void addSpread(double[] c, int from, int n, double[] all, int y, int x, int k) {
    if (k == 1) {
      double factor = all[y];
      for (int i = 0; i < n; i++) {
        all[x + i] += c[from + i] * factor;
      }
      return;
    }
    for (int i = 0; i < n; i++) {
      addScaled(c[from + i], all, y * k, all, (x + i) * k, k);
    }
  }

  /** {@code y += α x} on n numbers from given places on. */
  static void addScaled(double alpha, double[] xs, int x, double[] ys, int y, int n) {
    if (n == EIGHT) {
      addEightScaled(alpha, xs, x, ys, y);
      return;
    }
    for (int j = 0; j < n; j++) {
      ys[y + j] += alpha * xs[x + j];
    }
  }

  /** Without a loop, whose begin and end would take longer than so few numbers. */
  private static void addEightScaled(double alpha, double[] xs, int x, double[] ys, int y) {
    ys[y] += alpha * xs[x];
    ys[y + 1] += alpha * xs[x + 1];
    ys[y + 2] += alpha * xs[x + 2];
    ys[y + 3] += alpha * xs[x + 3];
    ys[y + 4] += alpha * xs[x + 4];
    ys[y + 5] += alpha * xs[x + 5];
    ys[y + 6] += alpha * xs[x + 6];
    ys[y + 7] += alpha * xs[x + 7];
  }

  /** Copies lane j of the n rows from x on into an array. */
  static void gather(double[] xs, int x, int n, int k, int j, double[] lane) {
    if (k == 1) {
      System.arraycopy(xs, x, lane, 0, n);
      return;
    }
    for (int i = 0; i < n; i++) {
      lane[i] = xs[(x + i) * k + j];
    }
  }

  /** Copies an array into lane j of the n rows from y on. */
  static void scatter(double[] lane, int n, double[] ys, int y, int k, int j) {
    for (int i = 0; i < n; i++) {
      ys[(y + i) * k + j] = lane[i];
    }
  }

  /** Adds an array to lane j of the n rows from y on. */
  static void scatterAdd(double[] lane, int n, double[] ys, int y, int k, int j) {
    for (int i = 0; i < n; i++) {
      ys[(y + i) * k + j] += lane[i];
    }
  }
}
