package org.roperator.bench;

import org.roperator.dense.Blas;
import org.roperator.dense.Matrix;
import org.roperator.parallel.Workers;

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
    multiply(
        Matrix.of(units, rows, inputs), Matrix.of(weights, outputs, inputs).transposed(), products);
    for (int l = layer + 1; l < widths.length; l++) {
      Matrix w = Matrix.of(weights, widths[l], widths[l - 1]);
      multiply(Matrix.of(units, rows * k, widths[l - 1]), w.transposed(), products);
    }
    for (int l = widths.length - 1; l > layer; l--) {
      Matrix w = Matrix.of(weights, widths[l], widths[l - 1]);
      multiply(Matrix.of(units, rows * k, widths[l]), w, products);
    }
    multiply(
        Matrix.of(units, rows, outputs).transposed(), Matrix.of(units, rows, inputs), products);
  }

  private static void multiply(Matrix a, Matrix b, double[] product) {
    Blas.instance().multiply(a, b, 0, Matrix.of(product, a.rows(), b.columns()));
  }
}
