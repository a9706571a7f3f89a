package org.roperator.autodiff;

import org.roperator.dense.Blas;
import org.roperator.dense.Matrix;
import org.roperator.dense.MatrixArena;

/**
 * {@code y = det A} of any rank, given {@code A = X⁻¹ D Y⁻¹} with D diagonal; yBar once weighted.
 *
 * <p>With {@code M = X Ȧ Y} the determinant moves as that of {@code D + M}. So its gradient is
 * {@code G = ± Xᵀ diag(pᵢ) Yᵀ}, the transposed adjugate, with {@code pᵢ = Π dₖ} over all k but i,
 * and {@code R{Ā} = R{ȳ} G ± ȳ Xᵀ N Yᵀ} with {@code Nᵢⱼ = −pᵢⱼ Mⱼᵢ} beside the diagonal and {@code
 * Nᵢᵢ = Σ pᵢⱼ Mⱼⱼ} on it, {@code pᵢⱼ} over all k but i and j. No pivot is divided by.
 */
final class DeterminantBlock implements Block {

  private final int a;
  private final CompletePivoting factors;
  private final Products products;
  private final WeightedSumBlock gradient;
  private final double yBar;
  private final int n;

  private DeterminantBlock(int a, CompletePivoting factors, Products products, double yBar) {
    this.a = a;
    this.factors = factors;
    this.products = products;
    this.gradient = new WeightedSumBlock(a, products.gradient);
    this.yBar = yBar;
    this.n = factors.pivots().length;
  }

  static DeterminantBlock of(int a, CompletePivoting factors) {
    return new DeterminantBlock(a, factors, new Products(factors), 0);
  }

  /** Of pivots, as multiples of powers of two, so that none overflows on the way. */
  private static final class Products {

    /** Of all pivots but two. */
    final double[] butTwo;

    final double[] gradient;

    /** What each is to be multiplied by 2 to the power of. */
    final int exponent;

    Products(CompletePivoting factors) {
      double[] pivots = factors.pivots();
      int n = pivots.length;
      int[] exponents = new int[n];
      double[] mantissas = mantissas(pivots, exponents);
      int total = 0;
      for (int e : exponents) {
        total += e;
      }
      this.exponent = total + factors.scaling().total();
      this.butTwo = new double[n * n];
      double[] weighted = new double[n * n];
      for (int i = 0; i < n; i++) {
        double before = factors.sign();
        for (int j = 0; j < n; j++) {
          butTwo[i * n + j] = j == i ? 0 : Math.scalb(before, -exponents[i] - exponents[j]);
          before *= j == i ? 1 : mantissas[j];
        }
        double after = 1;
        for (int j = n - 1; j >= 0; j--) {
          butTwo[i * n + j] *= after;
          after *= j == i ? 1 : mantissas[j];
        }
        double butOne = Math.scalb(factors.sign() * after, -exponents[i]);
        for (int c = 0; c < n; c++) {
          weighted[i * n + c] = butOne * factors.right().get(c, i);
        }
      }
      this.gradient = new double[n * n];
      TapeBlas.get()
          .multiply(
              factors.left().transposed(), Matrix.of(weighted, n, n), 0, Matrix.of(gradient, n, n));
      scale(gradient, factors.scaling(), exponent, gradient);
    }
  }

  /** Numbers near one and their exponents; zeros stay, with exponent 0. */
  private static double[] mantissas(double[] pivots, int[] exponents) {
    double[] mantissas = pivots.clone();
    for (int i = 0; i < pivots.length; i++) {
      if (pivots[i] != 0) {
        exponents[i] = Scaling.exponent(pivots[i] * Math.sqrt(2));
        mantissas[i] = Math.scalb(pivots[i], -exponents[i]);
      }
    }
    return mantissas;
  }

  /** {@code det A}. */
  static double value(CompletePivoting factors) {
    int[] exponents = new int[factors.pivots().length];
    double product = factors.sign();
    int exponent = factors.scaling().total();
    for (double mantissa : mantissas(factors.pivots(), exponents)) {
      product *= mantissa;
    }
    for (int e : exponents) {
      exponent += e;
    }
    return Math.scalb(product, exponent) + 0.0; // no negative zero
  }

  /** {@code 2ᵉ} times a matrix of which row i and column j are in units of 2 to −rᵢ and −cⱼ. */
  private static void scale(double[] x, Scaling scaling, int exponent, double[] out) {
    int n = scaling.rows().length;
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        int e = exponent - scaling.rows()[i] - scaling.columns()[j];
        out[i * n + j] = Math.scalb(x[i * n + j], e);
      }
    }
  }

  @Override
  public int length() {
    return 1;
  }

  @Override
  public void operands(Ranges ranges) {
    ranges.range(a, n * n);
  }

  @Override
  public Block moved(int[] places) {
    return new DeterminantBlock(places[a], factors, products, yBar);
  }

  @Override
  public Block weighted(double[] bar, int at) {
    return new DeterminantBlock(a, factors, products, bar[at]);
  }

  @Override
  public void push(double[] dot, int at, int k, MatrixArena work) {
    gradient.push(dot, at, k, work);
  }

  @Override
  public void pull(double[] bar, int at, int k, MatrixArena work) {
    gradient.pull(bar, at, k, work);
  }

  @Override
  public void bend(double[] dot, int at, double[] barDot, int k, MatrixArena work) {
    Blas blas = TapeBlas.get();
    Matrix x = factors.left();
    Matrix y = factors.right();
    Matrix m = work.matrix(n, n);
    Matrix p = work.matrix(n, n);
    double[] square = m.array();
    double[] product = p.array();
    for (int j = 0; j < k; j++) {
      InterleavedVectors.gather(dot, a, n * n, k, j, square);
      scale(square, factors.scaling(), 0, square);
      blas.multiply(x, m, 0, p);
      blas.multiply(yBar, p, y, 0, m);
      turn(square, product);
      blas.multiply(x.transposed(), p, 0, m);
      blas.multiply(m, y.transposed(), 0, p);
      scale(product, factors.scaling(), products.exponent, product);
      InterleavedVectors.scatterAdd(product, n * n, barDot, a, k, j);
    }
  }

  /** N of M. */
  private void turn(double[] m, double[] out) {
    for (int i = 0; i < n; i++) {
      double sum = 0;
      for (int j = 0; j < n; j++) {
        double p = products.butTwo[i * n + j];
        sum += p * m[j * n + j];
        out[i * n + j] = -p * m[j * n + i];
      }
      out[i * n + i] = sum;
    }
  }

  @Override
  public void describe(int i, Structure structure) {
    for (int p = 0; p < n * n; p++) {
      structure.dependsOn(a + p);
      for (int q = 0; q < p; q++) {
        if (p / n != q / n && p % n != q % n) {
          structure.bendsIn(a + p, a + q); // two of a row or a column meet in no product
        }
      }
    }
  }

  @Override
  public long bytes() {
    return 8L * n * (4L * n + 1);
  }
}
