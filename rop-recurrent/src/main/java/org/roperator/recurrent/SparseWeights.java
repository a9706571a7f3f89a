package org.roperator.recurrent;

import java.util.Arrays;
import org.roperator.dense.Matrix;

/**
 * A weight for some pairs of units, ordered by the unit they come from.
 *
 * @param n the number of units
 * @param rowStart where the weights of each unit begin, and where they end
 * @param target which unit each leads to
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record SparseWeights(int n, int[] rowStart, int[] target, double[] w) implements Weights {

  static SparseWeights of(Connectivity connectivity, double[] w) {
    return new SparseWeights(
        connectivity.units(), connectivity.rowStart(), connectivity.target(), w);
  }

  @Override
  public Weights at(double[] other) {
    return new SparseWeights(n, rowStart, target, other);
  }

  @Override
  public void forward(Matrix y, double beta, Matrix out) {
    double[] in = y.array();
    double[] sums = out.array();
    for (int r = 0; r < y.rows(); r++) {
      int from = y.index(r, 0);
      int to = out.index(r, 0);
      scale(beta, sums, to);
      for (int i = 0; i < n; i++) {
        double factor = in[from + i];
        for (int k = rowStart[i]; k < rowStart[i + 1]; k++) {
          sums[to + target[k]] += w[k] * factor;
        }
      }
    }
  }

  private void scale(double beta, double[] array, int from) {
    if (beta == 0) {
      Arrays.fill(array, from, from + n, 0);
    } else {
      for (int i = from; i < from + n; i++) {
        array[i] *= beta;
      }
    }
  }

  @Override
  public void backward(Matrix z, double beta, Matrix out) {
    double[] in = z.array();
    for (int r = 0; r < z.rows(); r++) {
      int from = z.index(r, 0);
      int to = out.index(r, 0);
      for (int i = 0; i < n; i++) {
        double sum = 0;
        for (int k = rowStart[i]; k < rowStart[i + 1]; k++) {
          sum += w[k] * in[from + target[k]];
        }
        int at = to + i;
        out.array()[at] = beta == 0 ? sum : sum + beta * out.array()[at];
      }
    }
  }

  @Override
  public void addOuter(Matrix y, Matrix z) {
    double[] in = z.array();
    for (int r = 0; r < y.rows(); r++) {
      int from = z.index(r, 0);
      int at = y.index(r, 0);
      for (int i = 0; i < n; i++) {
        double factor = y.array()[at + i];
        for (int k = rowStart[i]; k < rowStart[i + 1]; k++) {
          w[k] += factor * in[from + target[k]];
        }
      }
    }
  }

  @Override
  public void writeSystem(double[] slope, int slopeFrom, double[] out) {
    Arrays.fill(out, 0);
    for (int i = 0; i < n; i++) {
      for (int k = rowStart[i]; k < rowStart[i + 1]; k++) {
        out[i * n + target[k]] = -slope[slopeFrom + i] * w[k];
      }
      out[i * n + i] += 1;
    }
  }
}
