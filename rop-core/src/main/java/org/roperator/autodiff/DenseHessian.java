package org.roperator.autodiff;

import org.roperator.function.Expansion;
import org.roperator.function.Workers;
import org.roperator.operator.Arguments;
import org.roperator.operator.SymmetricOperator;
import org.roperator.operator.Vectors;

/**
 * A Hessian written out, for objectives of few parameters: n products, several in one sweep.
 *
 * <p>Takes n² doubles. Made symmetric to the last bit by the mean of each entry with its mirror
 * image, which differ by rounding.
 */
public final class DenseHessian implements SymmetricOperator {

  /** Directions that one task carries through its sweeps. */
  private static final int BLOCK = 16;

  private final double[][] rows;

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
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < i; j++) {
        double mean = 0.5 * (rows[i][j] + rows[j][i]);
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
    Arguments.requireProduct(this, v, out);
    for (int i = 0; i < out.length; i++) {
      out[i] = Vectors.dot(rows[i], v);
    }
  }
}
