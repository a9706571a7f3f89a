package org.roperator.recurrent;

import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.apache.commons.math3.exception.MathArithmeticException;
import org.apache.commons.math3.exception.MaxCountExceededException;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.EigenDecomposition;
import org.roperator.operator.LinearOperator;
import org.roperator.solve.Arnoldi;

/**
 * What a network does to a small push away from its state: the eigenvalues λ of {@code I − T⁻¹(I −
 * DWᵀ)}, which is DWᵀ for time constants of 1. Clamped units, which no push moves, are left out.
 *
 * <p>The push dies out, and the adjoint equations relax, if and only if every λ has a real part
 * below 1; DW has the same eigenvalues as DWᵀ. Plain iteration needs a spectral radius below 1.
 *
 * @param spectralRadius {@code max |λ|}
 * @param rightmost {@code max Re λ}
 * @param largestStep the bound below which a relaxation's step η is stable, {@code min 2(1 − Re λ)
 *     / |1 − λ|²}; 0 if the state is unstable
 * @param uncertainty how far the rightmost eigenvalue may be off: 0 where all were computed, that
 *     is, for up to 200 free units; an estimate, and no bound, above that
 * @param verdict what follows
 */
public record Stability(
    double spectralRadius,
    double rightmost,
    double largestStep,
    double uncertainty,
    Verdict verdict) {

  /** What follows from the spectrum. */
  public enum Verdict {
    /** Every push dies out. */
    STABLE,
    /** Some pushes grow. */
    UNSTABLE,
    /** The rightmost eigenvalue is nearer to 1 than it is known. */
    UNDECIDED
  }

  /** Up to this many free units all eigenvalues are computed. */
  private static final int DENSE = 200;

  private static final int KRYLOV = 80;

  /** How much of rounding an eigenvalue may carry. */
  private static final double ROUNDING = 1e-10;

  static Stability at(Dynamics dynamics, int pattern, double[] x) {
    LinearOperator a = jacobian(dynamics, pattern, x);
    int[] free =
        IntStream.range(0, dynamics.n())
            .filter(i -> dynamics.patterns().isFree(pattern, i))
            .toArray();
    try {
      return free.length <= DENSE ? of(matrix(a, free)) : ofKrylov(a, free);
    } catch (MaxCountExceededException | MathArithmeticException notConverged) {
      return new Stability(
          Double.NaN, Double.NaN, Double.NaN, Double.POSITIVE_INFINITY, Verdict.UNDECIDED);
    }
  }

  /** {@code v ↦ v − T⁻¹(v − D Wᵀ v)}, in the space of outputs. */
  private static LinearOperator jacobian(Dynamics dynamics, int pattern, double[] x) {
    int n = dynamics.n();
    double[] slope = new double[n];
    dynamics.slopes(x, 0, pattern, slope, 0);
    double[] tau = dynamics.network().timeConstants();
    return LinearOperator.of(
        n,
        n,
        (v, out) -> {
          dynamics.connections().forward(dynamics.w(), Rows.of(v, n, 1), 0, Rows.of(out, n, 1));
          for (int i = 0; i < n; i++) {
            out[i] = v[i] - (v[i] - slope[i] * out[i]) / tau[i];
          }
        },
        (u, out) -> {
          double[] scaled = new double[n];
          for (int i = 0; i < n; i++) {
            scaled[i] = slope[i] * u[i] / tau[i];
          }
          dynamics
              .connections()
              .backward(dynamics.w(), Rows.of(scaled, n, 1), 0, Rows.of(out, n, 1));
          for (int i = 0; i < n; i++) {
            out[i] += u[i] - u[i] / tau[i];
          }
        });
  }

  /** The rows and columns of some units. */
  private static double[][] matrix(LinearOperator a, int[] units) {
    int m = units.length;
    double[][] matrix = new double[m][m];
    for (int j = 0; j < m; j++) {
      double[] unit = new double[a.domainDimension()];
      unit[units[j]] = 1;
      double[] column = a.times(unit);
      for (int i = 0; i < m; i++) {
        matrix[i][j] = column[units[i]];
      }
    }
    return matrix;
  }

  /** From a push on some units alone; what is zero at clamped units stays so. */
  private static Stability ofKrylov(LinearOperator a, int[] units) {
    SplittableRandom random = new SplittableRandom(1);
    double[] start = new double[a.domainDimension()];
    for (int unit : units) {
      start[unit] = random.nextGaussian();
    }
    Arnoldi arnoldi = new Arnoldi();
    arnoldi.begin(start);
    double[] work = new double[start.length];
    double below = 1;
    while (below > 0 && arnoldi.steps() < KRYLOV) {
      below = arnoldi.step(a, work);
    }
    int m = arnoldi.steps();
    Stability now = of(hessenberg(arnoldi, m));
    if (below == 0) {
      return now;
    }
    // What the last tenth of the steps still moved is taken for how far it may be off.
    Stability before = of(hessenberg(arnoldi, Math.max(1, m - m / 10)));
    double moved = 2 * Math.abs(now.rightmost - before.rightmost);
    return new Stability(
        now.spectralRadius,
        now.rightmost,
        now.largestStep,
        moved,
        verdict(now.rightmost, now.spectralRadius, moved));
  }

  private static double[][] hessenberg(Arnoldi arnoldi, int m) {
    double[][] h = new double[m][m];
    for (int i = 0; i < m; i++) {
      for (int j = 0; j < m; j++) {
        h[i][j] = arnoldi.hessenberg(i, j);
      }
    }
    return h;
  }

  private static Stability of(double[][] matrix) {
    double radius = 0;
    double rightmost = Double.NEGATIVE_INFINITY;
    double step = Double.POSITIVE_INFINITY;
    double[][] eigenvalues = matrix.length == 0 ? new double[2][0] : eigenvalues(matrix);
    for (int i = 0; i < eigenvalues[0].length; i++) {
      double re = eigenvalues[0][i];
      double im = eigenvalues[1][i];
      radius = Math.max(radius, Math.hypot(re, im));
      rightmost = Math.max(rightmost, re);
      step = Math.min(step, re < 1 ? 2 * (1 - re) / ((1 - re) * (1 - re) + im * im) : 0);
    }
    return new Stability(radius, rightmost, step, 0, verdict(rightmost, radius, 0));
  }

  private static Verdict verdict(double rightmost, double radius, double uncertainty) {
    double doubt = uncertainty + ROUNDING * Math.max(1, radius);
    if (!(Math.abs(rightmost - 1) > doubt)) { // NaN, too
      return Verdict.UNDECIDED;
    }
    return rightmost < 1 ? Verdict.STABLE : Verdict.UNSTABLE;
  }

  /** Real and imaginary parts; of A + I, less 1, since the library refuses a matrix near zero. */
  private static double[][] eigenvalues(double[][] matrix) {
    for (int i = 0; i < matrix.length; i++) {
      matrix[i][i] += 1;
    }
    EigenDecomposition all = new EigenDecomposition(new Array2DRowRealMatrix(matrix, false));
    double[] real = all.getRealEigenvalues();
    for (int i = 0; i < real.length; i++) {
      real[i] -= 1;
    }
    return new double[][] {real, all.getImagEigenvalues()};
  }
}
