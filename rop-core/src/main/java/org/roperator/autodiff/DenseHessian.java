package org.roperator.autodiff;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.roperator.dense.LuFactorization;
import org.roperator.dense.SymmetricEigen;
import org.roperator.function.Expansion;
import org.roperator.internal.Arguments;
import org.roperator.internal.Vectors;
import org.roperator.operator.SymmetricOperator;
import org.roperator.parallel.Workers;

/**
 * A Hessian written out, for objectives of few parameters: n products, several in one sweep.
 *
 * <p>Takes n² doubles. Made symmetric to the last bit by the mean of each entry with its mirror
 * image, which differ by rounding.
 *
 * <pre>{@code
 * double[] newton = DenseHessian.of(at).solve(at.gradient());
 * }</pre>
 *
 * <p>Solving, {@link #inverse}, {@link #logDeterminant} and the question whether it is singular or
 * positive definite don't depend on the units of the parameters: the matrix is first scaled to rows
 * of like size, {@code DHD} with D of powers of two. The first that solves, inverts or asks for
 * singularity factors it, at n³/3 multiply-adds; the others ask for eigenvalues, which cost {@code
 * 4n³/3} each time. Where any entry is not finite they all say so by {@link IllegalStateException}.
 */
public final class DenseHessian implements SymmetricOperator {

  /** Directions that one task carries through its sweeps. */
  private static final int BLOCK = 16;

  private final double[][] rows;

  /** Made when first needed. */
  private volatile @Nullable Factors factors;

  private DenseHessian(double[][] rows) {
    this.rows = rows;
  }

  /** The Hessian of any expansion, on the calling thread. */
  public static DenseHessian of(Expansion expansion) {
    return of(expansion, Workers.of(1));
  }

  /**
   * The Hessian of any expansion.
   *
   * @param workers share the products; the result is the same for any number of threads
   */
  public static DenseHessian of(Expansion expansion, Workers workers) {
    int n = expansion.dimension();
    SymmetricOperator h = expansion.hessian();
    double[][] rows = new double[n][n];
    workers.run(
        (n + BLOCK - 1) / BLOCK,
        task -> {
          int from = task * BLOCK;
          int k = Math.min(BLOCK, n - from);
          double[][] units = new double[k][n];
          double[][] products = new double[k][];
          for (int j = 0; j < k; j++) {
            units[j][from + j] = 1;
            products[j] = rows[from + j];
          }
          h.applyAll(units, products);
        });
    return symmetric(rows);
  }

  private static DenseHessian symmetric(double[][] rows) {
    for (int i = 0; i < rows.length; i++) {
      for (int j = 0; j < i; j++) {
        boolean equal = rows[i][j] == rows[j][i]; // infinite ones among them
        double mean = equal ? rows[i][j] : rows[i][j] + (rows[j][i] - rows[i][j]) / 2;
        rows[i][j] = mean;
        rows[j][i] = mean;
      }
    }
    return new DenseHessian(rows);
  }

  @Override
  public int dimension() {
    return rows.length;
  }

  /** The second derivative with respect to parameters i and j. */
  public double entry(int i, int j) {
    return rows[i][j];
  }

  /** All rows, copied. */
  public double[][] rows() {
    double[][] copy = new double[rows.length][];
    for (int i = 0; i < copy.length; i++) {
      copy[i] = rows[i].clone();
    }
    return copy;
  }

  @Override
  public void apply(double[] v, double[] out) {
    Arguments.requireProduct(dimension(), v, out);
    for (int i = 0; i < out.length; i++) {
      out[i] = Vectors.dot(rows[i], v);
    }
  }

  /** The eigenvalues, rising. */
  public double[] eigenvalues() {
    requireFinite();
    return SymmetricEigen.values(dimension(), flat(new int[dimension()]), TapeBlas.get());
  }

  /** Eigenvalues and eigenvectors. */
  public SymmetricEigen eigen() {
    requireFinite();
    return SymmetricEigen.of(dimension(), flat(new int[dimension()]), TapeBlas.get());
  }

  /**
   * The condition number, the largest absolute eigenvalue over the smallest; infinite if that is
   * zero. Beyond some 1e16 it says no more than that the matrix is near a singular one.
   */
  public double condition() {
    double largest = 0;
    double smallest = Double.POSITIVE_INFINITY;
    for (double value : eigenvalues()) {
      largest = Math.max(largest, Math.abs(value));
      smallest = Math.min(smallest, Math.abs(value));
    }
    return smallest == 0 ? Double.POSITIVE_INFINITY : largest / smallest;
  }

  /** Whether every eigenvalue of {@code DHD} is above rounding, {@code n ε} of the largest. */
  public boolean isPositiveDefinite() {
    double[] values = scaledEigenvalues(exponents());
    return isAboveRounding(values[0], values);
  }

  /** Whether H can't be solved with: {@code DHD} is singular to working precision. */
  public boolean isSingular() {
    return factors().lu.isSingular();
  }

  /**
   * Solves {@code Hx = b}.
   *
   * @param b n numbers. Not modified.
   * @throws IllegalStateException if H is singular to working precision
   */
  public double[] solve(double[] b) {
    Arguments.requireLength(
        "The right-hand side", b, dimension(), "this Hessian acts on dimension " + dimension());
    double[] x = b.clone();
    regular().solve(x, 1);
    return x;
  }

  /**
   * {@code H⁻¹}, at n³ multiply-adds.
   *
   * @throws IllegalStateException if H is singular to working precision
   */
  public DenseHessian inverse() {
    int n = dimension();
    double[] flat = new double[n * n];
    for (int i = 0; i < n; i++) {
      flat[i * n + i] = 1;
    }
    regular().solve(flat, n);
    double[][] inverse = new double[n][];
    for (int i = 0; i < n; i++) {
      inverse[i] = Arrays.copyOfRange(flat, i * n, (i + 1) * n);
    }
    return symmetric(inverse);
  }

  /**
   * {@code ln det H} of a positive definite Hessian, as in Laplace's approximation.
   *
   * @throws IllegalStateException if H is not positive definite to working precision
   */
  public double logDeterminant() {
    int[] exponents = exponents();
    double[] values = scaledEigenvalues(exponents);
    if (!isAboveRounding(values[0], values)) {
      throw new IllegalStateException(
          "The Hessian is not positive definite: scaled to rows of like size, its eigenvalues reach"
              + " from "
              + values[0]
              + " to "
              + values[values.length - 1]
              + "; its determinant has no logarithm.");
    }
    double sum = 0;
    long twos = 0;
    for (int i = 0; i < values.length; i++) {
      sum += Math.log(values[i]);
      twos -= 2L * exponents[i];
    }
    return sum + twos * Math.log(2);
  }

  private double[] scaledEigenvalues(int[] exponents) {
    return SymmetricEigen.values(dimension(), flat(exponents), TapeBlas.get());
  }

  private static boolean isAboveRounding(double value, double[] values) {
    int n = values.length;
    return value > n * 0x1p-52 * Math.max(Math.abs(values[0]), Math.abs(values[n - 1]));
  }

  private Factors regular() {
    Factors there = factors();
    if (there.lu.isSingular()) {
      throw new IllegalStateException(
          "The Hessian is singular to working precision; its eigenvalues, eigenvalues(), tell how"
              + " nearly. Solve with it damped, by ConjugateGradient, or leave parameters out that"
              + " change nothing.");
    }
    return there;
  }

  private Factors factors() {
    Factors there = factors;
    if (there == null) {
      int[] exponents = exponents();
      there =
          new Factors(LuFactorization.of(dimension(), flat(exponents), TapeBlas.get()), exponents);
      factors = there; // twice the same at worst
    }
    return there;
  }

  /** DHD row by row, with D of powers of two. */
  private double[] flat(int[] exponents) {
    int n = dimension();
    double[] flat = new double[n * n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        flat[i * n + j] = Math.scalb(rows[i][j], exponents[i] + exponents[j]);
      }
    }
    return flat;
  }

  private void requireFinite() {
    for (double[] row : rows) {
      if (!Vectors.isFinite(row)) {
        throw new IllegalStateException(
            "The Hessian has entries that are not finite; its products are what they are, but it"
                + " can't be solved with and has no eigenvalues.");
      }
    }
  }

  /** Those of D, after which the largest entry of each row is about 1 (Ruiz 2001). */
  private int[] exponents() {
    requireFinite();
    int n = dimension();
    int[] exponents = new int[n];
    for (int time = 0; time < 12; time++) {
      int[] change = new int[n];
      for (int i = 0; i < n; i++) {
        int largest = Integer.MIN_VALUE;
        for (int j = 0; j < n; j++) {
          if (rows[i][j] != 0) {
            int size = Scaling.exponent(rows[i][j]) + exponents[i] + exponents[j];
            largest = Math.max(largest, size);
          }
        }
        change[i] = largest == Integer.MIN_VALUE ? 0 : -Math.floorDiv(largest + 1, 2);
      }
      for (int i = 0; i < n; i++) {
        exponents[i] += change[i];
      }
    }
    return exponents;
  }

  /** {@code P DHD = LU}. */
  private static final class Factors {

    private final LuFactorization lu;
    private final int[] exponents;

    Factors(LuFactorization lu, int[] exponents) {
      this.lu = lu;
      this.exponents = exponents;
    }

    /** k right-hand sides, one behind the other. Overwritten by the solutions. */
    void solve(double[] b, int k) {
      int n = exponents.length;
      scale(b, n);
      lu.solve(b, k, new double[k * n]);
      scale(b, n);
    }

    private void scale(double[] b, int n) {
      for (int i = 0; i < b.length; i++) {
        b[i] = Math.scalb(b[i], exponents[i % n]);
      }
    }
  }
}
