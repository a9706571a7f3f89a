package org.roperator.recurrent;

import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.roperator.dense.Matrix;
import org.roperator.dense.RealEigenvalues;
import org.roperator.internal.Arnoldi;
import org.roperator.internal.Gaussian;
import org.roperator.internal.Vectors;
import org.roperator.operator.LinearOperator;

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

  /** Times that rows and columns are compared, by as many products each way. */
  private static final int MOST_BALANCINGS = 20;

  private static final int PROBES = 3;

  /** Powers of two apart from which on a row and its column are brought together. */
  private static final int FAR = 6;

  /** How much of rounding an eigenvalue may carry. */
  private static final double ROUNDING = 1e-10;

  static Stability at(Dynamics dynamics, int pattern, double[] x) {
    LinearOperator a = jacobian(dynamics, pattern, x);
    int[] free =
        IntStream.range(0, dynamics.n())
            .filter(i -> dynamics.patterns().isFree(pattern, i))
            .toArray();
    return free.length <= DENSE ? of(free.length, matrix(a, free)) : ofKrylov(a, free);
  }

  /** {@code v ↦ v − T⁻¹(v − D Wᵀ v)}, in the space of outputs. */
  private static LinearOperator jacobian(Dynamics dynamics, int pattern, double[] x) {
    int n = dynamics.n();
    double[] slope = new double[n];
    dynamics.slopes(x, 0, pattern, slope, 0);
    double[] tau = dynamics.timeConstants();
    return LinearOperator.of(
        n,
        n,
        (v, out) -> {
          dynamics.weights().forward(Matrix.of(v, 1, n), 0, Matrix.of(out, 1, n));
          for (int i = 0; i < n; i++) {
            out[i] = v[i] - (v[i] - slope[i] * out[i]) / tau[i];
          }
        },
        (u, out) -> {
          double[] scaled = new double[n];
          for (int i = 0; i < n; i++) {
            scaled[i] = slope[i] * u[i] / tau[i];
          }
          dynamics.weights().backward(Matrix.of(scaled, 1, n), 0, Matrix.of(out, 1, n));
          for (int i = 0; i < n; i++) {
            out[i] += u[i] - u[i] / tau[i];
          }
        });
  }

  /** The rows and columns of some units. */
  private static double[] matrix(LinearOperator a, int[] units) {
    int m = units.length;
    double[] matrix = new double[m * m];
    for (int j = 0; j < m; j++) {
      double[] unit = new double[a.domainDimension()];
      unit[units[j]] = 1;
      double[] column = a.times(unit);
      for (int i = 0; i < m; i++) {
        matrix[i * m + j] = column[units[i]];
      }
    }
    return matrix;
  }

  /** From a push on some units alone; what is zero at clamped units stays so. */
  private static Stability ofKrylov(LinearOperator a, int[] units) {
    SplittableRandom random = new SplittableRandom(1);
    double[] start = new double[a.domainDimension()];
    for (int unit : units) {
      start[unit] = Gaussian.draw(random);
    }
    LinearOperator balanced = similar(a, balance(a, units, random));
    Arnoldi arnoldi = new Arnoldi();
    arnoldi.begin(start);
    double[] work = new double[start.length];
    double below = 1;
    while (below > 0 && arnoldi.steps() < KRYLOV) {
      below = arnoldi.step(balanced::apply, work);
    }
    int m = arnoldi.steps();
    Stability now = of(m, hessenberg(arnoldi, m));
    if (below == 0) {
      return now;
    }
    // What the last tenth of the steps still moved is taken for how far it may be off.
    int fewer = Math.max(1, m - m / 10);
    Stability before = of(fewer, hessenberg(arnoldi, fewer));
    double moved = 2 * Math.abs(now.rightmost - before.rightmost);
    return new Stability(
        now.spectralRadius,
        now.rightmost,
        now.largestStep,
        moved,
        verdict(now.rightmost, now.spectralRadius, moved));
  }

  /**
   * The exponents of a diagonal D of powers of two, for which rows and columns of D⁻¹AD are of like
   * size as far as products with random signs tell (Chen &amp; Demmel 2000); all zero where none
   * are far apart.
   */
  private static int[] balance(LinearOperator a, int[] units, SplittableRandom random) {
    int n = a.domainDimension();
    int[] exponents = new int[n];
    boolean changed = true;
    for (int time = 0; changed && time < MOST_BALANCINGS; time++) {
      changed = false;
      double[] rows = new double[n];
      double[] columns = new double[n];
      LinearOperator now = similar(a, exponents);
      for (int probe = 0; probe < PROBES; probe++) {
        double[] signs = new double[n];
        for (int unit : units) {
          signs[unit] = random.nextBoolean() ? 1 : -1;
        }
        double[] product = now.times(signs);
        double[] transposed = now.adjoint().times(signs);
        for (int unit : units) {
          rows[unit] = Math.max(rows[unit], Math.abs(product[unit]));
          columns[unit] = Math.max(columns[unit], Math.abs(transposed[unit]));
        }
      }
      for (int unit : units) {
        int apart = Math.getExponent(rows[unit]) - Math.getExponent(columns[unit]);
        if (Math.abs(apart) >= FAR && rows[unit] > 0 && columns[unit] > 0) {
          exponents[unit] += apart / 4; // half the way: units move each other
          changed = true;
        }
      }
    }
    return exponents;
  }

  /** D⁻¹AD. */
  private static LinearOperator similar(LinearOperator a, int[] exponents) {
    int n = exponents.length;
    return LinearOperator.of(
        n,
        n,
        (v, out) -> scaled(a, v, exponents, 1, out),
        (u, out) -> scaled(a.adjoint(), u, exponents, -1, out));
  }

  private static void scaled(
      LinearOperator a, double[] v, int[] exponents, int sign, double[] out) {
    double[] inner = v.clone();
    for (int i = 0; i < inner.length; i++) {
      inner[i] = Math.scalb(inner[i], sign * exponents[i]);
    }
    a.apply(inner, out);
    for (int i = 0; i < inner.length; i++) {
      out[i] = Math.scalb(out[i], -sign * exponents[i]);
    }
  }

  private static double[] hessenberg(Arnoldi arnoldi, int m) {
    double[] h = new double[m * m];
    for (int i = 0; i < m; i++) {
      for (int j = 0; j < m; j++) {
        h[i * m + j] = arnoldi.hessenberg(i, j);
      }
    }
    return h;
  }

  /** Of a matrix of m × m; with eigenvalues that are NaN if it is not finite. */
  private static Stability of(int m, double[] matrix) {
    if (!Vectors.isFinite(matrix)) {
      return new Stability(
          Double.NaN, Double.NaN, Double.NaN, Double.POSITIVE_INFINITY, Verdict.UNDECIDED);
    }
    double radius = 0;
    double rightmost = Double.NEGATIVE_INFINITY;
    double step = Double.POSITIVE_INFINITY;
    if (m == 0) {
      return new Stability(radius, rightmost, step, 0, verdict(rightmost, radius, 0));
    }
    RealEigenvalues all = RealEigenvalues.of(m, matrix);
    for (int i = 0; i < m; i++) {
      double re = all.real(i);
      double im = all.imaginary(i);
      radius = Math.max(radius, Math.hypot(re, im));
      rightmost = Math.max(rightmost, re);
      step = Math.min(step, largestStep(re, im));
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

  /** {@code 2(1 − Re λ)/|1 − λ|²}, without squares that overflow; 0 if λ makes a push grow. */
  private static double largestStep(double re, double im) {
    double apart = Math.hypot(1 - re, im);
    return re < 1 ? 2 * ((1 - re) / apart) / apart : re >= 1 ? 0 : Double.NaN;
  }
}
