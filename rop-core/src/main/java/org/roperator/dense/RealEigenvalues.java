package org.roperator.dense;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;

/**
 * The eigenvalues of any square matrix of real numbers, conjugate pairs side by side.
 *
 * <p>Indices that reach each other through entries other than zero belong together; eigenvalues are
 * those of these parts alone, so that a triangular matrix, in whatever order of its rows, gives its
 * diagonal. Each part is balanced by powers of two, {@code D⁻¹AD}, until rows and columns are of
 * like size (Parlett &amp; Reinsch 1969; in Euclidean norms, James, Langou &amp; Lowery 2014), made
 * a Hessenberg matrix by reflections, and taken apart by Francis' double steps (Golub &amp; Van
 * Loan, Matrix Computations, §7.4 and 7.5). The result is exact for a matrix that differs from the
 * balanced one by some n roundings of its norm; how far that moves an eigenvalue is for its own
 * condition to say.
 *
 * <p>Costs some 10n³ multiply-adds, on the calling thread. Immutable; results repeat bit for bit.
 */
public final class RealEigenvalues {

  private final double[] real;
  private final double[] imaginary;

  private RealEigenvalues(double[] real, double[] imaginary) {
    this.real = real;
    this.imaginary = imaginary;
  }

  /**
   * Of a matrix.
   *
   * @param n its order, at least 1
   * @param a its n² entries row by row, finite. Not modified.
   * @return n eigenvalues; those of a part are NaN if its double steps do not converge, which has
   *     not been seen
   * @throws IllegalArgumentException if an entry is NaN or infinite
   */
  public static RealEigenvalues of(int n, double[] a) {
    SymmetricEigen.require(n, a);
    double[] real = new double[n];
    double[] imaginary = new double[n];
    int count = 0;
    for (int[] part : parts(n, a)) {
      if (part.length == 1) {
        real[count++] = a[part[0] * n + part[0]];
      } else {
        count = new Francis(n, a, part).writeTo(real, imaginary, count);
      }
    }
    return new RealEigenvalues(real, imaginary);
  }

  /** The order n. */
  public int order() {
    return real.length;
  }

  /** The real part of an eigenvalue. */
  public double real(int i) {
    return real[i];
  }

  /** The imaginary part of an eigenvalue. */
  public double imaginary(int i) {
    return imaginary[i];
  }

  /** Indices that reach each other. */
  private static List<int[]> parts(int n, double[] a) {
    List<int[]> parts = new ArrayList<>();
    boolean[] done = new boolean[n];
    for (int i = 0; i < n; i++) {
      if (!done[i]) {
        boolean[] ahead = reached(n, a, i, done, n, 1);
        boolean[] behind = reached(n, a, i, done, 1, n);
        int[] part = new int[n];
        int count = 0;
        for (int j = 0; j < n; j++) {
          if (ahead[j] && behind[j]) {
            part[count++] = j;
            done[j] = true;
          }
        }
        parts.add(Arrays.copyOf(part, count));
      }
    }
    return parts;
  }

  private static boolean[] reached(
      int n, double[] a, int start, boolean[] done, int rowStep, int columnStep) {
    boolean[] reached = new boolean[n];
    reached[start] = true;
    Deque<Integer> waiting = new ArrayDeque<>();
    waiting.add(start);
    while (!waiting.isEmpty()) {
      int i = waiting.remove();
      for (int j = 0; j < n; j++) {
        if (!reached[j] && !done[j] && a[i * rowStep + j * columnStep] != 0) {
          reached[j] = true;
          waiting.add(j);
        }
      }
    }
    return reached;
  }

  /** One part. */
  private static final class Francis {

    /** Some two per eigenvalue are usual. */
    private static final int MOST_STEPS = 90;

    /** After as many steps without success the shifts are changed. */
    private static final int PATIENCE = 10;

    /** Where the largest entry leaves the smallest their digits: no squares are taken there. */
    private static final int FAR = 1000;

    /** Of balancing; five are usual, and long cycles of very unlike entries need many. */
    private static final int MOST_SWEEPS = 1000;

    private final int n;
    private final double[][] h;
    private final int shift;
    private final double[] real;
    private final double[] imaginary;
    private double taken;

    Francis(int order, double[] a, int[] part) {
      this.n = part.length;
      this.h = new double[n][n];
      this.real = new double[n];
      this.imaginary = new double[n];
      for (int i = 0; i < n; i++) {
        for (int j = 0; j < n; j++) {
          h[i][j] = a[part[i] * order + part[j]];
        }
      }
      int before = normalize(FAR);
      balance();
      this.shift = before + normalize(0);
      reduce();
    }

    /** Brings the largest entry to some power of two; answers the exponent of the factor. */
    private int normalize(int wanted) {
      double largest = 0;
      for (double[] row : h) {
        for (double x : row) {
          largest = Math.max(largest, Math.abs(x));
        }
      }
      int exponent = wanted - Math.getExponent(largest);
      for (double[] row : h) {
        for (int j = 0; j < n; j++) {
          row[j] = Math.scalb(row[j], exponent);
        }
      }
      return exponent;
    }

    private void balance() {
      boolean changed = true;
      for (int sweep = 0; changed && sweep < MOST_SWEEPS; sweep++) {
        changed = false;
        for (int i = 0; i < n; i++) {
          double row = norm(i, true);
          double column = norm(i, false);
          // D multiplies column i by 2ᵏ and divides row i by it; ideally 4ᵏ = row / column.
          int k = Math.floorDiv(Math.getExponent(row / column) + 1, 2);
          double after = Math.scalb(column, k) + Math.scalb(row, -k);
          if (k != 0 && after < 0.95 * (row + column)) {
            changed = true;
            for (int j = 0; j < n; j++) {
              h[j][i] = Math.scalb(h[j][i], k);
              h[i][j] = Math.scalb(h[i][j], -k);
            }
          }
        }
      }
    }

    /** Of a row or column without its diagonal entry, which is not 0: the part hangs together. */
    private double norm(int i, boolean row) {
      double largest = 0;
      for (int j = 0; j < n; j++) {
        largest = Math.max(largest, j == i ? 0 : Math.abs(row ? h[i][j] : h[j][i]));
      }
      if (largest == 0) {
        return Double.MIN_NORMAL; // below the smallest double beside the largest entry
      }
      double squares = 0;
      for (int j = 0; j < n; j++) {
        double x = j == i ? 0 : (row ? h[i][j] : h[j][i]) / largest;
        squares += x * x;
      }
      return largest * Math.sqrt(squares);
    }

    /** To zeros below the entries beside the diagonal. */
    private void reduce() {
      double[] v = new double[n];
      for (int k = 0; k < n - 2; k++) {
        double largest = 0;
        for (int i = k + 1; i < n; i++) {
          largest = Math.max(largest, Math.abs(h[i][k]));
        }
        double squares = 0;
        for (int i = k + 1; i < n && largest > 0; i++) {
          v[i] = h[i][k] / largest;
          squares += v[i] * v[i];
        }
        if (largest == 0) {
          continue;
        }
        double norm = Math.copySign(Math.sqrt(squares), -v[k + 1]);
        double tau = -1 / (norm * (v[k + 1] - norm));
        v[k + 1] -= norm;
        // H ← (I − τvvᵀ) H (I − τvvᵀ)
        for (int j = k; j < n; j++) {
          double along = 0;
          for (int i = k + 1; i < n; i++) {
            along += v[i] * h[i][j];
          }
          for (int i = k + 1; i < n; i++) {
            h[i][j] -= tau * along * v[i];
          }
        }
        for (int i = 0; i < n; i++) {
          double along = 0;
          for (int j = k + 1; j < n; j++) {
            along += h[i][j] * v[j];
          }
          for (int j = k + 1; j < n; j++) {
            h[i][j] -= tau * along * v[j];
          }
        }
        h[k + 1][k] = norm * largest;
        for (int i = k + 2; i < n; i++) {
          h[i][k] = 0;
        }
      }
    }

    int writeTo(double[] realOut, double[] imaginaryOut, int at) {
      int last = n - 1;
      int steps = 0;
      while (last >= 0) {
        int first = splitBefore(last);
        if (first == last) {
          real[last] = h[last][last] + taken;
          last--;
          steps = 0;
        } else if (first == last - 1) {
          pair(last);
          last -= 2;
          steps = 0;
        } else if (steps++ < MOST_STEPS) {
          step(first, last, steps % PATIENCE == 0);
        } else {
          Arrays.fill(real, 0, last + 1, Double.NaN);
          Arrays.fill(imaginary, 0, last + 1, Double.NaN);
          last = -1;
        }
      }
      for (int i = 0; i < n; i++) {
        realOut[at + i] = Math.scalb(real[i], -shift);
        imaginaryOut[at + i] = Math.scalb(imaginary[i], -shift);
      }
      return at + n;
    }

    /** The last row up to the given one at which the matrix falls apart. */
    private int splitBefore(int last) {
      int l = last;
      while (l > 0) {
        double around = Math.abs(h[l - 1][l - 1]) + Math.abs(h[l][l]);
        if (around == 0) {
          around = 1; // the largest entry
        }
        if (Math.abs(h[l][l - 1]) <= 0x1p-53 * around) {
          h[l][l - 1] = 0;
          break;
        }
        l--;
      }
      return l;
    }

    /** The eigenvalues of the last two rows. */
    private void pair(int last) {
      double x = h[last][last];
      double w = h[last][last - 1] * h[last - 1][last];
      double p = 0.5 * (h[last - 1][last - 1] - x);
      double q = p * p + w;
      double z = Math.sqrt(Math.abs(q));
      x += taken;
      if (q >= 0) {
        z = p + Math.copySign(z, p);
        real[last - 1] = x + z;
        real[last] = z == 0 ? x : x - w / z;
      } else {
        real[last - 1] = x + p;
        real[last] = x + p;
        imaginary[last - 1] = z;
        imaginary[last] = -z;
      }
    }

    /**
     * A double step on rows first to last; with another shift where the usual ones go in circles.
     */
    private void step(int first, int last, boolean unusual) {
      double x = h[last][last];
      double y = h[last - 1][last - 1];
      double w = h[last][last - 1] * h[last - 1][last];
      if (unusual) {
        taken += x;
        for (int i = 0; i <= last; i++) {
          h[i][i] -= x;
        }
        double s = Math.abs(h[last][last - 1]) + Math.abs(h[last - 1][last - 2]);
        x = 0.75 * s;
        y = x;
        w = -0.4375 * s * s;
      }
      double p = 0;
      double q = 0;
      double r = 0;
      int m = last - 2;
      for (; m >= first; m--) {
        double z = h[m][m];
        double dx = x - z;
        double dy = y - z;
        p = (dx * dy - w) / h[m + 1][m] + h[m][m + 1];
        q = h[m + 1][m + 1] - z - dx - dy;
        r = h[m + 2][m + 1];
        double s = Math.abs(p) + Math.abs(q) + Math.abs(r);
        p /= s;
        q /= s;
        r /= s;
        if (m == first) {
          break;
        }
        double u = Math.abs(h[m][m - 1]) * (Math.abs(q) + Math.abs(r));
        double around = Math.abs(h[m - 1][m - 1]) + Math.abs(z) + Math.abs(h[m + 1][m + 1]);
        if (u <= 0x1p-53 * Math.abs(p) * around) {
          break;
        }
      }
      for (int i = m + 2; i <= last; i++) {
        h[i][i - 2] = 0;
        if (i > m + 2) {
          h[i][i - 3] = 0;
        }
      }
      chase(first, m, last, p, q, r);
    }

    private void chase(int first, int m, int last, double p0, double q0, double r0) {
      double p = p0;
      double q = q0;
      double r = r0;
      for (int k = m; k < last; k++) {
        boolean three = k < last - 1;
        double size = 0;
        if (k > m) {
          p = h[k][k - 1];
          q = h[k + 1][k - 1];
          r = three ? h[k + 2][k - 1] : 0;
          size = Math.abs(p) + Math.abs(q) + Math.abs(r);
          if (size != 0) {
            p /= size;
            q /= size;
            r /= size;
          }
        }
        double s = Math.copySign(Math.sqrt(p * p + q * q + r * r), p);
        if (s == 0) {
          continue;
        }
        if (k > m) {
          h[k][k - 1] = -s * size;
        } else if (first != m) {
          h[k][k - 1] = -h[k][k - 1];
        }
        p += s;
        double x = p / s;
        double y = q / s;
        double z = r / s;
        q /= p;
        r /= p;
        double[] a = h[k];
        double[] b = h[k + 1];
        double[] c = three ? h[k + 2] : b;
        for (int j = k; j <= last; j++) {
          double sum = a[j] + q * b[j] + (three ? r * c[j] : 0);
          a[j] -= sum * x;
          b[j] -= sum * y;
          if (three) {
            c[j] -= sum * z;
          }
        }
        for (int i = first; i <= Math.min(last, k + 3); i++) {
          double[] row = h[i];
          double sum = x * row[k] + y * row[k + 1] + (three ? z * row[k + 2] : 0);
          row[k] -= sum;
          row[k + 1] -= sum * q;
          if (three) {
            row[k + 2] -= sum * r;
          }
        }
      }
    }
  }
}
