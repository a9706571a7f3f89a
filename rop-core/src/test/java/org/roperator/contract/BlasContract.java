package org.roperator.contract;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import org.roperator.dense.Blas;
import org.roperator.dense.Matrix;
import org.roperator.dense.Transpose;

/** The laws of {@link Blas}: its products against sums written out one by one. */
public interface BlasContract {

  /** The implementation under test. */
  Blas blas();

  /** None, one, few, odd, and more than any plain loop is used for. */
  @Provide
  default Arbitrary<Integer> sizes() {
    return Arbitraries.frequencyOf(
        Tuple.of(1, Arbitraries.of(0, 1)),
        Tuple.of(4, Arbitraries.integers().between(2, 9)),
        Tuple.of(2, Arbitraries.integers().between(10, 40)),
        Tuple.of(1, Arbitraries.of(47, 64, 65)));
  }

  /** How far a matrix begins into its array, and how far its rows stand beyond its columns. */
  @Provide
  default Arbitrary<Integer> gaps() {
    return Arbitraries.of(0, 1, 3);
  }

  /** The factors that have a case of their own, and others. */
  @Provide
  default Arbitrary<Double> factors() {
    return Arbitraries.of(0.0, 1.0, -1.0, 0.7);
  }

  /**
   * Every entry of C is the sum it should be, whichever of the three matrices are transposed, up to
   * the rounding of as many additions; around C nothing changes; with β = 0 a NaN in C does not
   * enter, with α = 0 none in A or B.
   */
  @Property(tries = 600, edgeCases = EdgeCasesMode.NONE)
  default void multiplyIsTheSumOfItsTerms(
      @ForAll("threeTransposed") List<Boolean> transposed,
      @ForAll("threeSizes") List<Integer> sizes,
      @ForAll("gaps") int gap,
      @ForAll("factors") double alpha,
      @ForAll("factors") double beta,
      @ForAll long seed) {
    RandomGenerator random = Samples.random(seed);
    Matrix a = within(random, sizes.get(0), sizes.get(1), gap, transposed.get(0));
    Matrix b = within(random, sizes.get(1), sizes.get(2), gap + 1, transposed.get(1));
    Matrix c = within(random, sizes.get(0), sizes.get(2), gap + 2, transposed.get(2));
    if (beta == 0) {
      fill(c, Double.NaN);
    }
    if (alpha == 0) {
      fill(a, Double.NaN);
      fill(b, Double.NaN);
    }
    double[] before = c.array().clone();

    if (alpha == 1) {
      blas().multiply(a, b, beta, c);
    } else {
      blas().multiply(alpha, a, b, beta, c);
    }

    for (int i = 0; i < c.rows(); i++) {
      for (int j = 0; j < c.columns(); j++) {
        double exact = beta == 0 ? 0 : beta * before[c.index(i, j)];
        double size = Math.abs(exact);
        for (int p = 0; p < a.columns() && alpha != 0; p++) {
          double term = alpha * a.get(i, p) * b.get(p, j);
          exact += term;
          size += Math.abs(term);
        }
        assertEquals(exact, c.get(i, j), rounding(a.columns(), size));
        before[c.index(i, j)] = c.get(i, j);
      }
    }
    assertArrayEquals(before, c.array(), "C was written outside its rows and columns");
  }

  /** As for the matrix product. */
  @Property(tries = 400, edgeCases = EdgeCasesMode.NONE)
  default void multiplyByAVectorIsTheSumOfItsTerms(
      @ForAll boolean transposed,
      @ForAll("threeSizes") List<Integer> sizes,
      @ForAll("gaps") int gap,
      @ForAll("factors") double alpha,
      @ForAll("factors") double beta,
      @ForAll long seed) {
    RandomGenerator random = Samples.random(seed);
    Matrix a = within(random, sizes.get(0), sizes.get(1), gap, transposed);
    Matrix x = within(random, 1, sizes.get(1), gap + 1, false);
    Matrix y = within(random, 1, sizes.get(0), gap + 2, false);
    if (beta == 0) {
      fill(y, Double.NaN);
    }
    if (alpha == 0) {
      fill(a, Double.NaN);
      fill(x, Double.NaN);
    }
    double[] before = y.array().clone();

    blas().multiply(alpha, a, x.array(), x.from(), beta, y.array(), y.from());

    for (int i = 0; i < a.rows(); i++) {
      double exact = beta == 0 ? 0 : beta * before[y.index(0, i)];
      double size = Math.abs(exact);
      for (int p = 0; p < a.columns() && alpha != 0; p++) {
        double term = alpha * a.get(i, p) * x.get(0, p);
        exact += term;
        size += Math.abs(term);
      }
      assertEquals(exact, y.get(0, i), rounding(a.columns(), size));
      before[y.index(0, i)] = y.get(0, i);
    }
    assertArrayEquals(before, y.array(), "y was written outside its entries");
  }

  /** Which of A, B and C are transposed. */
  @Provide
  default Arbitrary<List<Boolean>> threeTransposed() {
    return Arbitraries.of(true, false).list().ofSize(3);
  }

  /** Rows of A, terms of a sum, columns of B. */
  @Provide
  default Arbitrary<List<Integer>> threeSizes() {
    return sizes().list().ofSize(3);
  }

  /** What has other shapes, or no place of its own, is refused before an entry is touched. */
  @Example
  default void refusesProductsThatDoNotFit() {
    Matrix a = Matrix.of(new double[6], 2, 3);
    Matrix b = Matrix.of(new double[12], 3, 4);
    double[] ones = new double[12];
    Arrays.fill(ones, 1);
    Matrix c = Matrix.of(ones, 2, 4);
    Matrix thin = Matrix.of(ones, 2, 3);
    Refusals.assertRefused(
        () -> blas().multiply(b, a, 0, c), "A is 3 × 4, B 2 × 3 and C 2 × 4", "rows of B");
    Refusals.assertRefused(() -> blas().multiply(a, b.transposed(), 0, c), "B 4 × 3");
    Refusals.assertRefused(() -> blas().multiply(a, b, 0, thin), "C 2 × 3");
    Refusals.assertRefused(() -> blas().multiply(a, b, 0, c.transposed()), "C 4 × 2");
    Refusals.assertRefused(
        () -> blas().multiply(a, b, 0, Matrix.of(b.array(), 2, 4)), "C and B are one array");
    Refusals.assertRefused(
        () -> blas().multiply(c, b.transposed(), 0, thin), "C and A are one array");
    Refusals.assertRefused(
        () -> blas().multiply(a, b, 0, c.constant()), "constant matrix of 2 × 4");
    double[] x = new double[3];
    double[] y = {1, 1};
    Refusals.assertRefused(() -> blas().multiply(a, y, 0, y), "x of 3 × 1", 3, 2);
    Refusals.assertRefused(() -> blas().multiply(a.transposed(), y, 0, y), "y of 3 × 1", 3, 2);
    Refusals.assertRefused(() -> blas().multiply(1, a, x, 1, 0, y, 0), "x of 3 × 1", 4, 3);
    Refusals.assertRefused(() -> blas().multiply(1, a, x, -1, 0, y, 0), "x of 3 × 1", -1);
    Refusals.assertRefused(() -> blas().multiply(1, a, x, 0, 0, y, 1), "y of 2 × 1", 3, 2);
    Refusals.assertRefused(() -> blas().multiply(a, x, 0, x), "y and x are one array");
    Refusals.assertRefused(() -> blas().multiply(a, x, 0, a.array()), "y and A are one array");
    assertEquals(12, Arrays.stream(ones).sum());
    blas().multiply(a, b, 0, c);
    blas().multiply(a, x, 0, y);
    assertEquals(4, Arrays.stream(ones).sum());
    assertEquals(0, y[0] + y[1]);
  }

  /** Normal numbers in and around a matrix of rows × columns, stored transposed or not. */
  private static Matrix within(
      RandomGenerator random, int rows, int columns, int gap, boolean transposed) {
    int stored = transposed ? columns : rows;
    int across = transposed ? rows : columns;
    double[] array = Samples.gaussian(random, 2 * gap + stored * (across + gap));
    Matrix matrix = Matrix.of(array, gap, stored, across, across + gap);
    return transposed ? matrix.transposed() : matrix;
  }

  private static void fill(Matrix matrix, double value) {
    for (int i = 0; i < matrix.rows(); i++) {
      for (int j = 0; j < matrix.columns(); j++) {
        matrix.array()[matrix.index(i, j)] = value;
      }
    }
  }

  /**
   * Every entry of C is the sum it should be, up to the rounding of as many additions; around C
   * nothing changes; with β = 0 a NaN in C does not enter, with α = 0 none in A or B.
   */
  @Property(tries = 400, edgeCases = EdgeCasesMode.NONE)
  default void gemmIsTheSumOfItsTerms(
      @ForAll Transpose opA,
      @ForAll Transpose opB,
      @ForAll("sizes") int m,
      @ForAll("sizes") int n,
      @ForAll("sizes") int k,
      @ForAll("gaps") int gap,
      @ForAll("factors") double alpha,
      @ForAll("factors") double beta,
      @ForAll long seed) {
    RandomGenerator random = Samples.random(seed);
    StoredMatrix a =
        StoredMatrix.random(random, opA == Transpose.NO ? m : k, opA == Transpose.NO ? k : m, gap);
    StoredMatrix b =
        StoredMatrix.random(
            random, opB == Transpose.NO ? k : n, opB == Transpose.NO ? n : k, gap + 1);
    StoredMatrix c = StoredMatrix.random(random, m, n, gap + 2);
    if (beta == 0) {
      c.fill(Double.NaN);
    }
    if (alpha == 0) {
      a.fill(Double.NaN);
      b.fill(Double.NaN);
    }
    double[] before = c.array().clone();

    blas()
        .gemm(
            opA,
            opB,
            m,
            n,
            k,
            alpha,
            a.array(),
            a.from(),
            a.stride(),
            b.array(),
            b.from(),
            b.stride(),
            beta,
            c.array(),
            c.from(),
            c.stride());

    for (int i = 0; i < m; i++) {
      for (int j = 0; j < n; j++) {
        double exact = beta == 0 ? 0 : beta * before[c.at(i, j)];
        double size = Math.abs(exact);
        for (int p = 0; p < k && alpha != 0; p++) {
          double term =
              alpha
                  * (opA == Transpose.NO ? a.array()[a.at(i, p)] : a.array()[a.at(p, i)])
                  * (opB == Transpose.NO ? b.array()[b.at(p, j)] : b.array()[b.at(j, p)]);
          exact += term;
          size += Math.abs(term);
        }
        assertEquals(exact, c.array()[c.at(i, j)], rounding(k, size));
        before[c.at(i, j)] = c.array()[c.at(i, j)];
      }
    }
    assertArrayEquals(before, c.array(), "C was written outside its rows and columns");
  }

  /** As for the matrix product. */
  @Property(tries = 400, edgeCases = EdgeCasesMode.NONE)
  default void gemvIsTheSumOfItsTerms(
      @ForAll Transpose opA,
      @ForAll("sizes") int rows,
      @ForAll("sizes") int columns,
      @ForAll("gaps") int gap,
      @ForAll("factors") double alpha,
      @ForAll("factors") double beta,
      @ForAll long seed) {
    RandomGenerator random = Samples.random(seed);
    int inputs = opA == Transpose.NO ? columns : rows;
    int outputs = opA == Transpose.NO ? rows : columns;
    StoredMatrix a = StoredMatrix.random(random, rows, columns, gap);
    StoredMatrix x = StoredMatrix.random(random, 1, inputs, gap + 1);
    StoredMatrix y = StoredMatrix.random(random, 1, outputs, gap + 2);
    if (beta == 0) {
      y.fill(Double.NaN);
    }
    if (alpha == 0) {
      a.fill(Double.NaN);
      x.fill(Double.NaN);
    }
    double[] before = y.array().clone();

    blas()
        .gemv(
            opA,
            rows,
            columns,
            alpha,
            a.array(),
            a.from(),
            a.stride(),
            x.array(),
            x.from(),
            beta,
            y.array(),
            y.from());

    for (int i = 0; i < outputs; i++) {
      double exact = beta == 0 ? 0 : beta * before[y.at(0, i)];
      double size = Math.abs(exact);
      for (int p = 0; p < inputs && alpha != 0; p++) {
        double term =
            alpha
                * (opA == Transpose.NO ? a.array()[a.at(i, p)] : a.array()[a.at(p, i)])
                * x.array()[x.at(0, p)];
        exact += term;
        size += Math.abs(term);
      }
      assertEquals(exact, y.array()[y.at(0, i)], rounding(inputs, size));
      before[y.at(0, i)] = y.array()[y.at(0, i)];
    }
    assertArrayEquals(before, y.array(), "y was written outside its entries");
  }

  /** The same call gives the same bits, and leaves A and B as they were. */
  @Property(tries = 60, edgeCases = EdgeCasesMode.NONE)
  default void productsRepeatBitForBit(
      @ForAll Transpose opA,
      @ForAll Transpose opB,
      @ForAll("sizes") int m,
      @ForAll("sizes") int n,
      @ForAll("sizes") int k,
      @ForAll long seed) {
    RandomGenerator random = Samples.random(seed);
    double[] a = Samples.gaussian(random, m * k);
    double[] b = Samples.gaussian(random, k * n);
    double[] aBefore = a.clone();
    double[] bBefore = b.clone();
    int aStride = opA == Transpose.NO ? k : m;
    int bStride = opB == Transpose.NO ? n : k;
    double[] first = new double[m * n];
    double[] second = new double[m * n];
    blas().gemm(opA, opB, m, n, k, 1, a, 0, aStride, b, 0, bStride, 0, first, 0, n);
    blas().gemm(opA, opB, m, n, k, 1, a, 0, aStride, b, 0, bStride, 0, second, 0, n);
    assertArrayEquals(first, second, 0.0);
    assertArrayEquals(aBefore, a, 0.0);
    assertArrayEquals(bBefore, b, 0.0);
  }

  /** What does not fit is refused with both sides named, before an entry is touched. */
  @Example
  default void refusesMatricesThatDoNotFit() {
    double[] a = new double[6];
    double[] b = new double[12];
    double[] c = new double[8];
    Refusals.assertRefused(() -> gemm(-1, 4, 3, a, 0, 3, b, 0, 4, c, 0, 4), "m is -1", "0");
    Refusals.assertRefused(() -> gemm(2, -2, 3, a, 0, 3, b, 0, 4, c, 0, 4), "n is -2", "0");
    Refusals.assertRefused(() -> gemm(2, 4, -3, a, 0, 3, b, 0, 4, c, 0, 4), "k is -3", "0");
    Refusals.assertRefused(() -> gemm(2, 4, 3, a, 0, 2, b, 0, 4, c, 0, 4), "rows of A", "3", "2");
    Refusals.assertRefused(() -> gemm(2, 4, 3, a, 0, 3, b, 0, 3, c, 0, 4), "rows of B", "4", "3");
    Refusals.assertRefused(() -> gemm(2, 4, 3, a, 0, 3, b, 0, 4, c, 0, 3), "rows of C", "4", "3");
    Refusals.assertRefused(() -> gemm(2, 4, 3, a, 1, 3, b, 0, 4, c, 0, 4), "A of 2 × 3", 7, 6);
    Refusals.assertRefused(() -> gemm(2, 4, 3, a, 0, 3, b, 0, 5, c, 0, 4), "B of 3 × 4", 14, 12);
    Refusals.assertRefused(() -> gemm(2, 4, 3, a, 0, 3, b, 0, 4, c, 0, 5), "C of 2 × 4", 9, 8);
    Refusals.assertRefused(() -> gemm(2, 4, 3, a, -1, 3, b, 0, 4, c, 0, 4), "A of", "-1");
    Refusals.assertRefused(() -> gemm(2, 3, 2, a, 0, 2, b, 0, 3, a, 0, 3), "C and A are one array");
    Refusals.assertRefused(() -> gemm(2, 4, 3, a, 0, 3, b, 0, 4, b, 0, 4), "C and B are one array");
    int huge = Integer.MAX_VALUE;
    Refusals.assertRefused(
        () -> gemm(huge, 4, 3, a, 0, huge, b, 0, 4, c, 0, 4), "A of " + huge, "has 6");
    gemm(2, 4, 3, a, 0, 3, b, 0, 4, c, 0, 4);
    assertEquals(0, c[7]);
  }

  /** As above, for vectors. */
  @Example
  default void refusesVectorsThatDoNotFit() {
    double[] a = new double[6];
    double[] x = new double[3];
    double[] y = new double[2];
    Refusals.assertRefused(() -> gemv(-1, 3, a, 3, x, 0, y, 0), "rows is -1", "0");
    Refusals.assertRefused(() -> gemv(2, -3, a, 3, x, 0, y, 0), "columns is -3", "0");
    Refusals.assertRefused(() -> gemv(2, 3, a, 2, x, 0, y, 0), "rows of A", "3", "2");
    Refusals.assertRefused(() -> gemv(2, 3, a, 4, x, 0, y, 0), "A of 2 × 3", 7, 6);
    Refusals.assertRefused(() -> gemv(2, 3, a, 3, x, 1, y, 0), "x of 3 × 1", 4, 3);
    Refusals.assertRefused(() -> gemv(2, 3, a, 3, x, 0, y, 2), "y of 2 × 1", 4, 2);
    Refusals.assertRefused(() -> gemv(2, 3, a, 3, x, -1, y, 0), "x of 3 × 1", "-1");
    Refusals.assertRefused(() -> gemv(2, 3, a, 3, x, 0, x, 0), "y and x are one array");
    Refusals.assertRefused(() -> gemv(2, 3, a, 3, x, 0, a, 0), "y and A are one array");
    gemv(2, 3, a, 3, x, 0, y, 0);
    assertEquals(0, y[1]);
  }

  private void gemm(
      int m,
      int n,
      int k,
      double[] a,
      int aFrom,
      int aStride,
      double[] b,
      int bFrom,
      int bStride,
      double[] c,
      int cFrom,
      int cStride) {
    blas()
        .gemm(
            Transpose.NO,
            Transpose.NO,
            m,
            n,
            k,
            1,
            a,
            aFrom,
            aStride,
            b,
            bFrom,
            bStride,
            0,
            c,
            cFrom,
            cStride);
  }

  private void gemv(
      int rows,
      int columns,
      double[] a,
      int aStride,
      double[] x,
      int xFrom,
      double[] y,
      int yFrom) {
    blas().gemv(Transpose.NO, rows, columns, 1, a, 0, aStride, x, xFrom, 0, y, yFrom);
  }

  /**
   * What two orders of adding may differ by: each loses at most half a unit in the last place per
   * operation, of no more than the sum of the terms' sizes.
   */
  private static double rounding(int terms, double size) {
    return (terms + 4) * Math.ulp(1.0) * size;
  }
}
