package org.roperator.spectrum;

import java.util.Arrays;
import org.roperator.operator.Vectors;

/**
 * Extends an orthonormal basis by blocks of vectors: {@code W = HᵀV + RQ}.
 *
 * <p>A block is projected twice against all rows before it and made orthonormal by Cholesky factors
 * of its Gram matrix; where these are ill-conditioned, one vector after the other, each as often as
 * it takes. A vector of which less than 1e-12 of the operator's norm is left is dropped.
 */
final class Orthogonalizer {

  /** What is left of a vector below this share of the operator's norm is rounding. */
  static final double NEGLIGIBLE = 1e-12;

  private final Basis basis;
  private final int capacity;
  private final int length;
  private final Probes random;
  private double[] h = new double[0];
  private double[] r = new double[0];
  private double dropped;

  Orthogonalizer(Basis basis, int length, int capacity, Probes random) {
    this.basis = basis;
    this.length = length;
    this.capacity = capacity;
    this.random = random;
  }

  /** H of the last block, rows × count. */
  double[] h() {
    return h;
  }

  /** R of the last block with respect to the rows it added, added × count. */
  double[] r() {
    return r;
  }

  /** The norm of the largest remainder ever dropped. */
  double dropped() {
    return dropped;
  }

  /**
   * Appends the independent ones of a block of vectors.
   *
   * @param rows how many rows there are
   * @param ws the block. Overwritten.
   * @param scale the operator's norm as far as known
   * @return how many rows were added
   */
  int append(int rows, double[][] ws, double scale) {
    int count = ws.length;
    h = new double[rows * count];
    r = new double[count * count];
    if (rows + count <= length && rows + count <= capacity && appendTogether(rows, ws, scale)) {
      return count;
    }
    return appendSingly(rows, ws, scale);
  }

  /** Appends random unit vectors orthogonal to the rows; there must be room in the space. */
  void appendRandom(int rows, int count, double[][] ws) {
    double[] keepH = h;
    double[] keepR = r;
    double keepDropped = dropped;
    for (int i = 0; i < count; i++) {
      random.gaussian(ws[0]);
      h = new double[rows + i];
      r = new double[1];
      // Scale 0: even a remainder of rounding size is a direction once it is projected again.
      appendSingly(rows + i, new double[][] {ws[0]}, 0);
    }
    h = keepH;
    r = keepR;
    dropped = keepDropped;
  }

  private boolean appendTogether(int rows, double[][] ws, double scale) {
    int count = ws.length;
    double[] c = new double[(rows + count) * count];
    double[] none = new double[0];
    basis.sweep(rows, ws, none, none, c);
    addTo(h, c, rows * count);
    // The vectors below are projected in place; appendSingly goes on from what H says so far.
    basis.sweep(rows, ws, Arrays.copyOf(c, rows * count), none, c);
    addTo(h, c, rows * count);
    double[] second = Arrays.copyOf(c, rows * count);
    double[] l = new double[count * count];
    double quality = cholesky(gram(c, rows, count), count, l, scale);
    if (quality >= 1e-2) {
      basis.append(rows, ws, second, inverse(l, count));
    } else if (quality >= 1e-8) {
      basis.sweep(rows, ws, second, inverse(l, count), c);
      addProduct(c, rows, count, l);
      double[] third = Arrays.copyOf(c, rows * count);
      double[] again = new double[count * count];
      if (cholesky(gram(c, rows, count), count, again, 0) < 0.5) {
        throw new IllegalStateException("An orthonormal block is dependent.");
      }
      basis.append(rows, ws, third, inverse(again, count));
      l = product(l, again, count);
    } else {
      basis.sweep(rows, ws, second, none, c);
      return false;
    }
    for (int i = 0; i < count; i++) {
      for (int j = 0; j < count; j++) {
        r[j * count + i] = l[i * count + j];
      }
    }
    return true;
  }

  private int appendSingly(int rows, double[][] ws, double scale) {
    int count = ws.length;
    int added = 0;
    double[] none = new double[0];
    for (int i = 0; i < count; i++) {
      double[][] w = {ws[i]};
      int now = rows + added;
      double[] c = new double[now + 1];
      basis.sweep(now, w, none, none, c);
      double norm = Math.sqrt(c[now]);
      for (int pass = 0; pass < 5; pass++) {
        add(c, rows, now, count, i);
        double before = norm;
        basis.sweep(now, w, Arrays.copyOf(c, now), none, c);
        norm = Math.sqrt(c[now]);
        if (pass > 0 && norm > before / 2) {
          break;
        }
      }
      if (norm <= NEGLIGIBLE * scale || norm == 0 || now >= length || now >= capacity) {
        dropped = Math.max(dropped, norm);
        continue;
      }
      Vectors.scale(1 / norm, ws[i]);
      basis.write(now, w, 1);
      r[added * count + i] = norm;
      added++;
    }
    return added;
  }

  private void add(double[] c, int rows, int now, int count, int i) {
    for (int j = 0; j < rows; j++) {
      h[j * count + i] += c[j];
    }
    for (int j = rows; j < now; j++) {
      r[(j - rows) * count + i] += c[j];
    }
  }

  private static void addTo(double[] h, double[] c, int size) {
    for (int i = 0; i < size; i++) {
      h[i] += c[i];
    }
  }

  /** H ← H + C Lᵀ. */
  private void addProduct(double[] c, int rows, int count, double[] l) {
    for (int j = 0; j < rows; j++) {
      for (int i = 0; i < count; i++) {
        for (int k = 0; k <= i; k++) {
          h[j * count + i] += c[j * count + k] * l[i * count + k];
        }
      }
    }
  }

  /** What is left of the Gram matrix once the projections C are taken out. */
  private static double[] gram(double[] c, int rows, int count) {
    double[] g = Arrays.copyOfRange(c, rows * count, (rows + count) * count);
    for (int k = 0; k < rows; k++) {
      for (int i = 0; i < count; i++) {
        for (int j = 0; j < count; j++) {
          g[i * count + j] -= c[k * count + i] * c[k * count + j];
        }
      }
    }
    return g;
  }

  /** G = LLᵀ; answers the least share of a diagonal entry that is left as pivot, 0 if any fails. */
  private static double cholesky(double[] g, int n, double[] l, double scale) {
    double least = 1;
    double floor = NEGLIGIBLE * scale * NEGLIGIBLE * scale;
    for (int i = 0; i < n; i++) {
      for (int j = 0; j <= i; j++) {
        double sum = g[i * n + j];
        for (int k = 0; k < j; k++) {
          sum -= l[i * n + k] * l[j * n + k];
        }
        if (j < i) {
          l[i * n + j] = sum / l[j * n + j];
        } else if (sum > floor && sum > 0) {
          l[i * n + i] = Math.sqrt(sum);
          least = Math.min(least, sum / g[i * n + i]);
        } else {
          return 0;
        }
      }
    }
    return least;
  }

  private static double[] inverse(double[] l, int n) {
    double[] inverse = new double[n * n];
    for (int j = 0; j < n; j++) {
      for (int i = j; i < n; i++) {
        double sum = i == j ? 1 : 0;
        for (int k = j; k < i; k++) {
          sum -= l[i * n + k] * inverse[k * n + j];
        }
        inverse[i * n + j] = sum / l[i * n + i];
      }
    }
    return inverse;
  }

  private static double[] product(double[] a, double[] b, int n) {
    double[] c = new double[n * n];
    for (int i = 0; i < n; i++) {
      for (int k = 0; k < n; k++) {
        for (int j = 0; j < n; j++) {
          c[i * n + j] += a[i * n + k] * b[k * n + j];
        }
      }
    }
    return c;
  }
}
