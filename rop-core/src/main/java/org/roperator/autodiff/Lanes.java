package org.roperator.autodiff;

/** Arithmetic on rows of k numbers each, row i from {@code k i} on. */
final class Lanes {

  private Lanes() {}

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

  /** {@code y += Σ cᵢ xᵢ} of n coefficients and rows, for the row y. */
  static void addDot(double[] c, int from, int n, double[] xs, int x, double[] ys, int y, int k) {
    if (k == 1) {
      double sum = 0;
      for (int i = 0; i < n; i++) {
        sum += c[from + i] * xs[x + i];
      }
      ys[y] += sum;
      return;
    }
    for (int i = 0; i < n; i++) {
      addScaled(c[from + i], xs, (x + i) * k, ys, y * k, k);
    }
  }

  /** {@code xᵢ += cᵢ y} for n coefficients and rows. */
  static void addSpread(
      double[] c, int from, int n, double[] ys, int y, double[] xs, int x, int k) {
    if (k == 1) {
      double factor = ys[y];
      for (int i = 0; i < n; i++) {
        xs[x + i] += c[from + i] * factor;
      }
      return;
    }
    for (int i = 0; i < n; i++) {
      addScaled(c[from + i], ys, y * k, xs, (x + i) * k, k);
    }
  }

  /** {@code y += α x} on n numbers from given places on. */
  static void addScaled(double alpha, double[] xs, int x, double[] ys, int y, int n) {
    for (int j = 0; j < n; j++) {
      ys[y + j] += alpha * xs[x + j];
    }
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
