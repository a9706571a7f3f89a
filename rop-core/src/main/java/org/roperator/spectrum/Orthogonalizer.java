package org.roperator.spectrum;

import java.util.Arrays;
import org.roperator.internal.Vectors;

/**
 * Extends an orthonormal basis by blocks of vectors: {@code W = HᵀV + RQ}.
 *
 * <p>A block is projected twice against the rows before it and made orthonormal by the Cholesky
 * factors of its Gram matrix; once more where the second projection still takes much, and one
 * vector after the other, each as often as it takes, where the factors are ill-conditioned. (One
 * projection is never enough, however little it takes: its error is that of the rows before it
 * times what it takes over what it leaves, and grows from block to block.) A vector of which less
 * than 1e-12 of the operator's norm is left is dropped.
 */
final class Orthogonalizer {

  /** What is left of a vector below this share of the operator's norm is rounding. */
  static final double NEGLIGIBLE = 1e-12;

  /** A repeated projection that leaves this share of each vector's square is the last. */
  private static final double ENOUGH = 1e-2;

  /** With less than this share left, Cholesky factors cannot be trusted. */
  private static final double TOO_LITTLE = 1e-8;

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
    return append(0, rows, ws, scale);
  }

  /**
   * As {@link #append(int, double[][], double)}, for products in a Krylov space: those have nothing
   * but rounding in common with rows too old to be coupled to them, of which one projection, the
   * second, is enough.
   *
   * @param coupled the first row that may take a large part of the block
   */
  int append(int coupled, int rows, double[][] ws, double scale) {
    int count = ws.length;
    h = new double[rows * count];
    r = new double[count * count];
    boolean fits = rows + count <= length && rows + count <= capacity;
    if (fits && appendTogether(coupled, rows, ws, scale)) {
      return count;
    }
    return appendSingly(rows, ws, scale);
  }

  /**
   * Appends random unit vectors orthogonal to the rows; there must be room in the space.
   *
   * @param ws room for as many vectors at least. Overwritten.
   */
  void appendRandom(int rows, int count, double[][] ws) {
    double[] keepH = h;
    double[] keepR = r;
    double keepDropped = dropped;
    int added = 0;
    while (added < count) {
      double[][] fresh = Arrays.copyOf(ws, count - added);
      random.gaussian(fresh, basis.workers());
      // Scale 0: even a remainder of rounding size is a direction once it is projected again.
      added += append(rows + added, fresh, 0);
    }
    h = keepH;
    r = keepR;
    dropped = keepDropped;
  }

  private boolean appendTogether(int coupled, int rows, double[][] ws, double scale) {
    int count = ws.length;
    int near = rows - coupled;
    double[] none = new double[0];
    double[] first = new double[(near + count) * count];
    basis.sweep(rows, ws, none, none, first);
    first = Arrays.copyOf(first, near * count);
    System.arraycopy(first, 0, h, coupled * count, near * count);
    double[] c = new double[(rows + count) * count];
    // The vectors are projected in place; appendSingly goes on from what H says so far.
    basis.sweep(rows, ws, first, none, c);
    for (int i = 0; i < rows * count; i++) {
      h[i] += c[i];
    }
    double[] l = new double[count * count];
    double left = cholesky(c, rows, count, l, scale);
    if (left < TOO_LITTLE) {
      basis.sweep(rows, ws, Arrays.copyOf(c, rows * count), none, c);
      return false;
    }
    double[] last = Arrays.copyOf(c, rows * count);
    if (left < ENOUGH) {
      basis.sweep(rows, ws, last, inverse(l, count), c);
      addProduct(c, rows, count, l);
      last = Arrays.copyOf(c, rows * count);
      double[] again = new double[count * count];
      if (cholesky(c, rows, count, again, 0) < 0.5) {
        throw new IllegalStateException("An orthonormal block is dependent.");
      }
      basis.append(rows, ws, last, inverse(again, count));
      l = product(l, again, count);
    } else {
      basis.append(rows, ws, last, inverse(l, count));
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

  /** LLᵀ = what is left of the Gram matrix in C; answers the least share of its diagonal left. */
  private static double cholesky(double[] c, int rows, int n, double[] l, double scale) {
    double[] g = gram(c, rows, n);
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
          least = Math.min(least, sum / c[(rows + i) * n + i]);
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
