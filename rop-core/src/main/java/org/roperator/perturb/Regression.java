package org.roperator.perturb;

import java.util.Arrays;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.ArrayRealVector;
import org.apache.commons.math3.linear.DecompositionSolver;
import org.apache.commons.math3.linear.QRDecomposition;
import org.roperator.internal.Vectors;

/** What is averaged over the draws, and what the averages say. */
interface Regression {

  /** Empty moments of the variables. */
  Moments moments();

  /**
   * Fills in the variables of one draw.
   *
   * @param dw Δw. Not modified.
   * @param y its response
   * @param out the variables. Overwritten.
   */
  void variables(double[] dw, double y, double[] out);

  /** The estimate; entries are NaN where there are too few draws. */
  double[] solve(Moments moments);

  /** The number of variables. */
  int size();

  // ---- the regressions there are

  /** {@code Cov(Δwᵢ, y) / Var(Δwᵢ)}. */
  static Regression slopes(int n) {
    int[] first = new int[2 * n];
    int[] second = new int[2 * n];
    for (int i = 0; i < n; i++) {
      first[i] = i;
      second[i] = i;
      first[n + i] = i;
      second[n + i] = n;
    }
    return new Of(n + 1, first, second) {
      @Override
      public void variables(double[] dw, double y, double[] out) {
        System.arraycopy(dw, 0, out, 0, n);
        out[n] = y;
      }

      @Override
      public double[] solve(Moments m) {
        double[] slopes = new double[n];
        for (int i = 0; i < n; i++) {
          slopes[i] = m.covariance(n + i) / m.covariance(i);
        }
        return slopes;
      }
    };
  }

  /** {@code Cov(Δw (Δw·v), y) / s⁴}. */
  static Regression covariance(double[] v, double s) {
    int n = v.length;
    int[] first = new int[n];
    int[] second = new int[n];
    for (int i = 0; i < n; i++) {
      first[i] = i;
      second[i] = n;
    }
    return new Of(n + 1, first, second) {
      @Override
      public void variables(double[] dw, double y, double[] out) {
        // In units of s, so that s⁴ can't underflow.
        double along = Vectors.dot(dw, v) / s;
        for (int i = 0; i < n; i++) {
          out[i] = dw[i] / s * along;
        }
        out[n] = y;
      }

      @Override
      public double[] solve(Moments m) {
        double[] z = new double[n];
        for (int i = 0; i < n; i++) {
          z[i] = m.covariance(i) / (s * s);
        }
        return z;
      }
    };
  }

  /** For each weight by itself, y on {@code aᵢ} and {@code bᵢ}; the coefficients of the latter. */
  static Regression local(double[] v) {
    int n = v.length;
    int[] first = new int[5 * n];
    int[] second = new int[5 * n];
    for (int i = 0; i < n; i++) {
      pair(first, second, 5 * i, i, i);
      pair(first, second, 5 * i + 1, i, n + i);
      pair(first, second, 5 * i + 2, n + i, n + i);
      pair(first, second, 5 * i + 3, i, 2 * n);
      pair(first, second, 5 * i + 4, n + i, 2 * n);
    }
    return new Of(2 * n + 1, first, second) {
      @Override
      public void variables(double[] dw, double y, double[] out) {
        fillRegressors(dw, v, out);
        out[2 * n] = y;
      }

      @Override
      public double[] solve(Moments m) {
        double[] z = new double[n];
        for (int i = 0; i < n; i++) {
          double aa = m.covariance(5 * i);
          double ab = m.covariance(5 * i + 1);
          double bb = m.covariance(5 * i + 2);
          double ay = m.covariance(5 * i + 3);
          double by = m.covariance(5 * i + 4);
          z[i] = (aa * by - ab * ay) / (aa * bb - ab * ab);
        }
        return z;
      }
    };
  }

  /** The local regression with its bias removed. */
  static Regression correctedLocal(double[] v) {
    Regression local = local(v);
    double square = Vectors.dot(v, v);
    return new Regression() {
      @Override
      public Moments moments() {
        return local.moments();
      }

      @Override
      public void variables(double[] dw, double y, double[] out) {
        local.variables(dw, y, out);
      }

      @Override
      public int size() {
        return local.size();
      }

      @Override
      public double[] solve(Moments m) {
        // (1 − vᵢ²/2‖v‖²) ẑᵢ = zᵢ − vᵢ(v·z)/2‖v‖², which times vᵢ sums to v·z/2 on the right.
        double[] z = local.solve(m);
        double curvature = 0;
        for (int i = 0; i < z.length; i++) {
          z[i] *= 1 - v[i] * v[i] / (2 * square);
          curvature += 2 * v[i] * z[i];
        }
        Vectors.addScaled(curvature / (2 * square), v, z);
        return z;
      }
    };
  }

  /** y on all Δwᵢ at once. */
  static Regression jointSlopes(int n) {
    return new Joint(n, 0, n) {
      @Override
      public void variables(double[] dw, double y, double[] out) {
        System.arraycopy(dw, 0, out, 0, n);
        out[n] = y;
      }
    };
  }

  /** y on all aᵢ and bᵢ at once; the coefficients of the latter. */
  static Regression joint(double[] v) {
    int n = v.length;
    return new Joint(2 * n, n, 2 * n) {
      @Override
      public void variables(double[] dw, double y, double[] out) {
        fillRegressors(dw, v, out);
        out[2 * n] = y;
      }
    };
  }

  /**
   * {@code aᵢ = Δwᵢ}, and {@code bᵢ} such that {@code b·z = ½ΔwᵀĤΔw} for the rank-two Ĥ of (v, z).
   */
  private static void fillRegressors(double[] dw, double[] v, double[] out) {
    double ratio = Vectors.dot(dw, v) / Vectors.dot(v, v);
    for (int i = 0; i < v.length; i++) {
      out[i] = dw[i];
      out[v.length + i] = ratio * (dw[i] - 0.5 * ratio * v[i]);
    }
  }

  private static void pair(int[] first, int[] second, int p, int i, int j) {
    first[p] = i;
    second[p] = j;
  }

  /** A regression by the moments it keeps. */
  abstract class Of implements Regression {

    private final int d;
    private final int[] first;
    private final int[] second;

    Of(int d, int[] first, int[] second) {
      this.d = d;
      this.first = first;
      this.second = second;
    }

    @Override
    public final Moments moments() {
      return new Moments(d, first, second);
    }

    @Override
    public final int size() {
      return d;
    }
  }

  /** Least squares on p regressors, of whose coefficients those from a to b are asked for. */
  abstract class Joint extends Of {

    private final int p;
    private final int from;
    private final int to;

    Joint(int p, int from, int to) {
      super(p + 1, lower(p, true), lower(p, false));
      this.p = p;
      this.from = from;
      this.to = to;
    }

    /** The pairs j ≤ i of regressors, then those of each regressor with the response. */
    private static int[] lower(int p, boolean rows) {
      int[] indices = new int[p * (p + 1) / 2 + p];
      int k = 0;
      for (int i = 0; i <= p; i++) {
        for (int j = 0; j <= Math.min(i, p - 1); j++) {
          indices[k++] = rows ? i : j;
        }
      }
      return indices;
    }

    @Override
    public final double[] solve(Moments m) {
      double[][] gram = new double[p][p];
      double[] right = new double[p];
      int k = 0;
      for (int i = 0; i < p; i++) {
        for (int j = 0; j <= i; j++) {
          gram[i][j] = m.covariance(k);
          gram[j][i] = gram[i][j];
          k++;
        }
      }
      double[] scale = new double[p];
      for (int i = 0; i < p; i++) {
        right[i] = m.covariance(k++);
        scale[i] = Math.sqrt(gram[i][i]);
      }
      for (int i = 0; i < p; i++) { // regressors differ in size by powers of s
        right[i] /= scale[i];
        for (int j = 0; j < p; j++) {
          gram[i][j] /= scale[i] * scale[j];
        }
      }
      double[] solution = new double[to - from];
      Arrays.fill(solution, Double.NaN);
      if (m.count() > p) {
        DecompositionSolver solver =
            new QRDecomposition(new Array2DRowRealMatrix(gram, false), 1e-10).getSolver();
        if (solver.isNonSingular()) {
          double[] all = solver.solve(new ArrayRealVector(right, false)).toArray();
          for (int i = from; i < to; i++) {
            solution[i - from] = all[i] / scale[i];
          }
        }
      }
      return solution;
    }
  }
}
