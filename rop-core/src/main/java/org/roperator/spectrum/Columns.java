package org.roperator.spectrum;

import java.util.Arrays;
import org.roperator.internal.Vectors;

/**
 * All columns of an operator, in blocks: n products tell everything, and where as many may be spent
 * nothing is left to chance.
 */
final class Columns {

  /** Products and sums of products err by some roundings of the norms they are made of. */
  static final double ROUNDING = 16 * 0x1p-52;

  private Columns() {}

  /** What takes a column in; its array is used again. */
  @FunctionalInterface
  interface Use {
    void accept(int index, double[] column);
  }

  /** Hands every column on, and answers whether all are finite. */
  static boolean forEach(CountedOperator meter, Use use) {
    int n = meter.dimension();
    int block = Math.min(n, Blocks.sizeFor(n));
    double[][] units = new double[block][n];
    double[][] outs = new double[block][n];
    for (int from = 0; from < n; from += block) {
      int size = Math.min(block, n - from);
      double[][] vs = Arrays.copyOf(units, size);
      double[][] columns = Arrays.copyOf(outs, size);
      for (int j = 0; j < size; j++) {
        vs[j][from + j] = 1;
      }
      if (!meter.apply(vs, columns)) {
        return false;
      }
      for (int j = 0; j < size; j++) {
        vs[j][from + j] = 0;
        use.accept(from + j, columns[j]);
      }
    }
    return true;
  }

  /** A trace or norm without chance. */
  static Estimate exactly(CountedOperator meter, Quantity quantity, long seed) {
    double[] parts = new double[meter.dimension()];
    double[] norms = new double[parts.length];
    boolean finite =
        forEach(
            meter,
            (i, column) -> {
              norms[i] = Vectors.norm(column);
              parts[i] = quantity == Quantity.TRACE ? column[i] : norms[i] * norms[i];
            });
    if (!finite) {
      return Quantity.notFinite(meter, seed);
    }
    double error = ROUNDING * Vectors.norm(norms);
    if (quantity == Quantity.FROBENIUS_NORM) {
      error *= Vectors.norm(norms);
    }
    return quantity.estimate(
        meter, Arrays.stream(parts).sum(), error, SpectrumOutcome.REACHED, seed);
  }

  /** A diagonal without chance. */
  static DiagonalEstimate diagonal(CountedOperator meter, long seed) {
    double[] entries = new double[meter.dimension()];
    double[] errors = new double[entries.length];
    boolean finite =
        forEach(
            meter,
            (i, column) -> {
              entries[i] = column[i];
              errors[i] = ROUNDING * Vectors.norm(column);
            });
    return finite
        ? DiagonalEstimate.of(
            meter.restored(entries),
            meter.restored(errors),
            meter.products(),
            SpectrumOutcome.REACHED,
            seed)
        : DiagonalEstimate.notFinite(meter, seed);
  }

  /** The matrix, row by row; empty if a product is not finite. */
  static double[] matrix(CountedOperator meter) {
    int n = meter.dimension();
    double[] matrix = new double[Math.multiplyExact(n, n)];
    boolean finite = forEach(meter, (i, column) -> System.arraycopy(column, 0, matrix, i * n, n));
    return finite ? matrix : new double[0];
  }
}
