package org.roperator.dense;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.roperator.contract.Refusals.assertRefused;

import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Views against arrays of rows that are copied, turned and cut by plain loops. */
class MatrixTest {

  /** A matrix somewhere in an array, seen as it is or through up to six views of views. */
  static final class Sample {

    private final Matrix matrix;
    private final double[][] expected;

    Sample(Matrix matrix, double[][] expected) {
      this.matrix = matrix;
      this.expected = expected;
    }

    static Sample of(int rows, int columns, int gap) {
      int stride = columns + gap;
      double[] array = new double[gap + rows * stride];
      Arrays.setAll(array, i -> i);
      double[][] expected = new double[rows][columns];
      for (int i = 0; i < rows; i++) {
        for (int j = 0; j < columns; j++) {
          expected[i][j] = gap + i * stride + j;
        }
      }
      return new Sample(Matrix.of(array, gap, rows, columns, stride), expected);
    }

    Sample seen(int step) {
      int rows = matrix.rows();
      int columns = matrix.columns();
      int first = step / 3;
      if (step % 3 == 0) {
        return new Sample(matrix.transposed(), turned(expected, rows, columns));
      }
      if (step % 3 == 1) {
        int from = Math.min(first, rows);
        int end = Math.max(from, rows - first / 2);
        return new Sample(matrix.rows(from, end), Arrays.copyOfRange(expected, from, end));
      }
      int from = Math.min(first, columns);
      int end = Math.max(from, columns - first / 2);
      double[][] cut =
          Arrays.stream(expected)
              .map(row -> Arrays.copyOfRange(row, from, end))
              .toArray(double[][]::new);
      return new Sample(matrix.columns(from, end), cut);
    }

    private static double[][] turned(double[][] from, int rows, int columns) {
      double[][] turned = new double[columns][rows];
      for (int i = 0; i < rows; i++) {
        for (int j = 0; j < columns; j++) {
          turned[j][i] = from[i][j];
        }
      }
      return turned;
    }

    void assertEqual() {
      assertEquals(expected.length, matrix.rows());
      for (int i = 0; i < matrix.rows(); i++) {
        assertEquals(expected[i].length, matrix.columns());
        for (int j = 0; j < matrix.columns(); j++) {
          assertEquals(expected[i][j], matrix.get(i, j), i + ", " + j + " of " + matrix);
          // The samples hold their own indices.
          assertEquals(expected[i][j], matrix.index(i, j));
        }
      }
      assertEquals(matrix.rows() * matrix.columns(), matrix.size());
    }
  }

  @Provide
  Arbitrary<Sample> samples() {
    Arbitrary<Integer> sizes = Arbitraries.integers().between(0, 9);
    return Combinators.combine(sizes, sizes, Arbitraries.integers().between(0, 3)).as(Sample::of);
  }

  @Property
  void viewsOfViewsShowTheSameNumbers(
      @ForAll("samples") Sample sample, @ForAll("steps") List<Integer> steps) {
    Sample seen = sample;
    for (int step : steps) {
      seen = seen.seen(step);
    }
    seen.assertEqual();
    assertSame(sample.matrix.array(), seen.matrix.array());
  }

  @Provide
  Arbitrary<List<Integer>> steps() {
    return Arbitraries.integers().between(0, 11).list().ofMaxSize(6);
  }

  @Property
  void transposedTwiceIsAsBefore(@ForAll("samples") Sample sample) {
    Matrix matrix = sample.matrix.transposed();
    assertTrue(matrix.isTransposed());
    assertEquals(sample.matrix.stride(), matrix.stride());
    new Sample(matrix.transposed(), sample.expected).assertEqual();
    assertSame(matrix, sample.matrix.transposed());
  }

  @Property
  void viewsOfConstantsAreConstant(
      @ForAll("samples") Sample sample, @ForAll("steps") List<Integer> steps) {
    Sample seen = new Sample(sample.matrix.constant(), sample.expected);
    for (int step : steps) {
      seen = seen.seen(step);
    }
    assertTrue(seen.matrix.isConstant());
    assertSame(seen.matrix, seen.matrix.constant());
    assertFalse(sample.matrix.isConstant());
    seen.assertEqual();
  }

  /** Groups of k rows side by side are the same as one row of each group after the other. */
  @Property
  void groupsOfRowsAreRowsOrColumns(@ForAll("samples") Sample sample) {
    Matrix all = sample.matrix;
    for (int k = 1; k <= all.rows(); k++) {
      if (all.rows() % k != 0) {
        continue;
      }
      for (int j = 0; j < k; j++) {
        Matrix picked = all.everyRow(j, k);
        double[][] expected = new double[all.rows() / k][];
        for (int i = 0; i < expected.length; i++) {
          expected[i] = sample.expected[k * i + j];
        }
        new Sample(picked, expected).assertEqual();
        if (all.stride() == all.columns()) {
          int n = all.columns();
          Matrix side = all.reshaped(all.rows() / k, k * n).columns(j * n, (j + 1) * n);
          new Sample(side, expected).assertEqual();
        }
      }
    }
  }

  @Example
  void refusesWhatDoesNotLieInItsArray() {
    double[] array = new double[6];
    assertRefused(() -> Matrix.of(array, -1, 3), "rows", "-1", "0");
    assertRefused(() -> Matrix.of(array, 2, -3), "columns", "-3", "0");
    assertRefused(() -> Matrix.of(array, 0, 2, 3, 2), "3 columns", "2 entries apart");
    assertRefused(() -> Matrix.of(array, 1, 2, 3), "2 × 3 from index 1", 7, 6);
    assertRefused(() -> Matrix.of(array, 0, 2, 3, 4), 7, 6);
    assertRefused(() -> Matrix.of(array, -1, 2, 3), "index -1");
    int huge = Integer.MAX_VALUE;
    assertRefused(() -> Matrix.of(array, 0, huge, 4, huge), "has 6");
    assertEquals("matrix of 2 × 3", Matrix.of(array, 2, 3).toString());
    assertEquals("matrix of 3 × 2, transposed", Matrix.of(array, 2, 3).transposed().toString());
    assertEquals(0, Matrix.empty().size());
  }

  @Example
  void refusesRowsAndColumnsThatAreNotThere() {
    Matrix matrix = Matrix.of(new double[7], 0, 2, 3, 4);
    assertRefused(() -> matrix.rows(0, 3), "rows from 0 to below 3", "2 × 3", "at most 2");
    assertRefused(() -> matrix.rows(-1, 1), "-1");
    assertRefused(() -> matrix.columns(2, 1), "columns from 2 to below 1", "at most 3");
    assertRefused(() -> matrix.transposed().rows(0, 4), "3 × 2");
    assertRefused(() -> matrix.everyRow(0, 3), "group of 3", "2 rows");
    assertRefused(() -> matrix.everyRow(2, 2), "Row 2", "group of 2");
    assertRefused(() -> matrix.everyRow(0, 0), "group of 0");
    assertRefused(() -> matrix.transposed().everyRow(0, 1), "before it is transposed");
    assertRefused(() -> matrix.reshaped(3, 2), "4 entries apart", "3 × 2");
    Matrix whole = Matrix.of(new double[6], 2, 3);
    assertRefused(() -> whole.reshaped(2, 2), "2 × 3", "2 × 2");
    assertRefused(() -> whole.reshaped(-2, -3), "rows", -2);
    assertRefused(() -> whole.transposed().reshaped(2, 3), "before it is transposed");
    assertEquals(3, matrix.rows(1, 2).reshaped(3, 1).rows());
  }
}
