package org.roperator.bench;

import static org.roperator.dense.Transpose.NO;
import static org.roperator.dense.Transpose.YES;

import org.roperator.dense.Blas;
import org.roperator.dense.Transpose;
import org.roperator.function.Workers;

/**
 * The matrix products that k products with an exact block of weights consist of, in their shapes,
 * and nothing else: what the BLAS itself leaves of its rate at square products.
 */
final class BlockShapes {

  /** As many as the examples are cut into, whatever the number of threads. */
  private static final int LANES = 2;

  private final int[] widths;
  private final int layer;
  private final int k;
  private final int rows;
  private final double[][][] areas = new double[LANES][3][];

  BlockShapes(int[] widths, int layer, int k, int examples) {
    this.widths = widths;
    this.layer = layer;
    this.k = k;
    this.rows = examples / LANES;
    int widest = widths[layer - 1];
    int weights = k * widest * widths[layer];
    for (double[][] area : areas) {
      area[0] = new double[rows * k * widest];
      area[1] = new double[weights];
      area[2] = new double[Math.max(area[0].length, weights)];
    }
  }

  void run(Workers workers) {
    workers.run(LANES, this::lane);
  }

  private void lane(int lane) {
    double[] units = areas[lane][0];
    double[] weights = areas[lane][1];
    double[] products = areas[lane][2];
    int inputs = widths[layer - 1];
    int outputs = k * widths[layer];
    gemm(NO, YES, rows, outputs, inputs, units, weights, products);
    for (int l = layer + 1; l < widths.length; l++) {
      gemm(NO, YES, rows * k, widths[l], widths[l - 1], units, weights, products);
    }
    for (int l = widths.length - 1; l > layer; l--) {
      gemm(NO, NO, rows * k, widths[l - 1], widths[l], units, weights, products);
    }
    gemm(YES, NO, outputs, inputs, rows, units, units, products);
  }

  private static void gemm(
      Transpose ofA, Transpose ofB, int m, int n, int depth, double[] a, double[] b, double[] c) {
    int lda = ofA == NO ? depth : m;
    int ldb = ofB == NO ? n : depth;
    Blas.instance().gemm(ofA, ofB, m, n, depth, 1, a, 0, lda, b, 0, ldb, 0, c, 0, n);
  }
}
