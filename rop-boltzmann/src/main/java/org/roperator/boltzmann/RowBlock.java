package org.roperator.boltzmann;

import java.util.List;
import java.util.stream.IntStream;
import org.roperator.dense.Matrix;
import org.roperator.parallel.Sharding;

/**
 * Rows within an array as a matrix, and the same transposed: views made once and used often.
 *
 * @param rows the rows
 * @param columns the same, transposed
 */
record RowBlock(Matrix rows, Matrix columns) {

  /** So many rows, one behind the other, from an index of an array on. */
  static RowBlock of(double[] array, int from, int count, int width) {
    Matrix rows = Matrix.of(array, from, count, width);
    return new RowBlock(rows, rows.transposed());
  }

  /** The rows of each shard of an array. */
  static List<RowBlock> ofShards(double[] array, Sharding sharding) {
    int width = array.length / sharding.rows();
    return IntStream.range(0, sharding.shards())
        .mapToObj(
            s -> {
              int from = sharding.firstRow(s);
              return of(array, from * width, sharding.firstRow(s + 1) - from, width);
            })
        .toList();
  }

  /** The number of rows. */
  int count() {
    return rows.rows();
  }

  /** The array of the numbers. */
  double[] array() {
    return rows.array();
  }

  /** Index of the first entry. */
  int from() {
    return rows.from();
  }

  /**
   * A work array of as many rows as there can be.
   *
   * <p>Shards have one number of rows, and the last of them another; the views of both are kept.
   */
  static final class Work {
    private final RowBlock all;
    private RowBlock part;

    Work(int most, int width) {
      this.all = of(new double[most * width], 0, most, width);
      this.part = all;
    }

    /** The first rows of the array. */
    RowBlock first(int count) {
      if (count == all.count()) {
        return all;
      }
      if (count != part.count()) {
        part = of(all.array(), 0, count, all.rows().columns());
      }
      return part;
    }
  }
}
