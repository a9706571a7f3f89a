package org.roperator.dense;

/**
 * Eigenvalues of a symmetric tridiagonal matrix by implicit QL steps with Wilkinson's shift (Golub
 * &amp; Van Loan, Matrix Computations, §8.3).
 */
final class ImplicitQl {

  /** QL takes two or three steps per eigenvalue; far beyond that an entry is not finite. */
  private static final int MOST_STEPS = 120;

  /** Steps after which a graded matrix falls apart by rounding beside its norm, as others do. */
  private static final int PATIENCE = 12;

  private static final double SMALL = 0x1p-960;
  private static final double SCALE = 0x1p600;

  private final double[] d;
  private final double[] e;
  private final boolean graded;
  private final Rotations rotations;
  private final double rounding;

  private ImplicitQl(double[] d, double[] e, boolean graded, Rotations rotations) {
    this.d = d;
    this.e = e;
    this.graded = graded;
    this.rotations = rotations;
    this.rounding = rounding(d, e);
  }

  /**
   * Turns the diagonal into the eigenvalues, unsorted.
   *
   * @param d n diagonal entries, far from overflow. Overwritten.
   * @param e n − 1 entries beside them and one more. Overwritten.
   * @param graded whether small entries stand above large ones and are right relative to themselves
   * @param rotations meet the rows of a matrix; those of the identity become eigenvectors
   */
  static void run(double[] d, double[] e, boolean graded, Rotations rotations) {
    e[d.length - 1] = 0;
    new ImplicitQl(d, e, graded, rotations).run();
    rotations.apply();
  }

  private void run() {
    for (int l = 0; l < d.length; l++) {
      int steps = 0;
      for (int m = splitAfter(l, steps); m > l; m = splitAfter(l, steps)) {
        if (steps++ == MOST_STEPS) {
          throw new IllegalStateException(
              "QL steps do not converge at eigenvalue " + l + " of " + d.length + ".");
        }
        step(l, m);
        rotations.endStep();
      }
    }
  }

  /**
   * What is rounding beside the largest entries. Many eigenvalues that are zero leave a diagonal
   * and its neighbors of this size all over: judged by each other they never fall apart.
   */
  private static double rounding(double[] d, double[] e) {
    double largest = 0;
    for (int i = 0; i < d.length; i++) {
      largest = Math.max(largest, Math.abs(d[i]) + Math.abs(e[i]));
    }
    return 0x1p-53 * largest;
  }

  /** The first m ≥ l after which T falls apart. */
  private int splitAfter(int l, int steps) {
    int m = l;
    while (m < d.length - 1) {
      double size = Math.abs(e[m]);
      double left = Math.abs(d[m]);
      double right = Math.abs(d[m + 1]);
      if (graded && steps < PATIENCE) {
        if (size <= 0x1p-53 * Math.sqrt(left) * Math.sqrt(right)) {
          break;
        }
      } else if (size <= 0x1p-53 * (left + right) || size <= rounding) {
        break;
      }
      m++;
    }
    return m;
  }

  /** One step on rows l to m. */
  private void step(int l, int m) {
    double g = (d[l + 1] - d[l]) / (2 * e[l]);
    double r = Math.hypot(g, 1);
    g = d[m] - d[l] + e[l] / (g + Math.copySign(r, g));
    double s = 1;
    double c = 1;
    double p = 0;
    for (int i = m - 1; i >= l; i--) {
      double f = s * e[i];
      double b = c * e[i];
      r = Math.hypot(f, g);
      e[i + 1] = r;
      if (r == 0) {
        d[i + 1] -= p;
        e[m] = 0;
        return;
      }
      if (r < SMALL) {
        // A length among the smallest numbers has few digits; rotations must keep lengths.
        f *= SCALE;
        g *= SCALE;
        double length = Math.hypot(f, g);
        s = f / length;
        c = g / length;
      } else {
        s = f / r;
        c = g / r;
      }
      g = d[i + 1] - p;
      r = (d[i] - g) * s + 2 * c * b;
      p = s * r;
      d[i + 1] = g + p;
      g = c * r - b;
      rotations.turn(i, c, s);
    }
    d[l] -= p;
    e[l] = g;
    e[m] = 0;
  }
}
