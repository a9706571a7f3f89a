package org.roperator.recurrent;

import java.util.Arrays;

/** A weight for some pairs of units, ordered by the unit they come from. */
final class SparseConnections implements Connections {

  private final int n;
  private final int[] rowStart;
  private final int[] target;

  SparseConnections(Connectivity connectivity) {
    this.n = connectivity.units();
    this.rowStart = connectivity.rowStart();
    this.target = connectivity.target();
  }

  @Override
  public void forward(double[] w, Rows y, double beta, Rows out) {
    for (int r = 0; r < y.count(); r++) {
      int to = out.start(r);
      scale(beta, out.array(), to);
      for (int i = 0; i < n; i++) {
        double factor = y.array()[y.start(r) + i];
        for (int k = rowStart[i]; k < rowStart[i + 1]; k++) {
          out.array()[to + target[k]] += w[k] * factor;
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
  public void backward(double[] w, Rows z, double beta, Rows out) {
    for (int r = 0; r < z.count(); r++) {
      int from = z.start(r);
      for (int i = 0; i < n; i++) {
        double sum = 0;
        for (int k = rowStart[i]; k < rowStart[i + 1]; k++) {
          sum += w[k] * z.array()[from + target[k]];
        }
        int at = out.start(r) + i;
        out.array()[at] = beta == 0 ? sum : sum + beta * out.array()[at];
      }
    }
  }

  @Override
  public void addOuter(Rows y, Rows z, double[] sum) {
    for (int r = 0; r < y.count(); r++) {
      int from = z.start(r);
      for (int i = 0; i < n; i++) {
        double factor = y.array()[y.start(r) + i];
        for (int k = rowStart[i]; k < rowStart[i + 1]; k++) {
          sum[k] += factor * z.array()[from + target[k]];
        }
      }
    }
  }

  @Override
  public void writeSystem(double[] w, double[] slope, int slopeFrom, double[] out) {
    Arrays.fill(out, 0);
    for (int i = 0; i < n; i++) {
      for (int k = rowStart[i]; k < rowStart[i + 1]; k++) {
        out[i * n + target[k]] = -slope[slopeFrom + i] * w[k];
      }
      out[i * n + i] += 1;
    }
  }
}
