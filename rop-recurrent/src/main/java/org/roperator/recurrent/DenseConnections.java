package org.roperator.recurrent;

import org.roperator.dense.Blas;
import org.roperator.dense.Transpose;

/** A weight for every pair of units; W stands at the head of the parameters. */
record DenseConnections(int n, Blas blas) implements Connections {

  @Override
  public void forward(double[] w, Rows y, double beta, Rows out) {
    times(Transpose.NO, w, y, beta, out);
  }

  @Override
  public void backward(double[] w, Rows z, double beta, Rows out) {
    times(Transpose.YES, w, z, beta, out);
  }

  /** A row times W is Wᵀ times the vector. */
  private void times(Transpose opW, double[] w, Rows in, double beta, Rows out) {
    if (in.count() == 1) {
      Transpose op = opW == Transpose.NO ? Transpose.YES : Transpose.NO;
      blas.gemv(op, n, n, 1, w, 0, n, in.array(), in.from(), beta, out.array(), out.from());
    } else {
      blas.gemm(
          Transpose.NO,
          opW,
          in.count(),
          n,
          n,
          1,
          in.array(),
          in.from(),
          in.stride(),
          w,
          0,
          n,
          beta,
          out.array(),
          out.from(),
          out.stride());
    }
  }

  @Override
  public void addOuter(Rows y, Rows z, double[] sum) {
    blas.gemm(
        Transpose.YES,
        Transpose.NO,
        n,
        n,
        y.count(),
        1,
        y.array(),
        y.from(),
        y.stride(),
        z.array(),
        z.from(),
        z.stride(),
        1,
        sum,
        0,
        n);
  }

  @Override
  public void writeSystem(double[] w, double[] slope, int slopeFrom, double[] out) {
    for (int i = 0; i < n; i++) {
      double d = slope[slopeFrom + i];
      for (int j = i * n; j < (i + 1) * n; j++) {
        out[j] = -d * w[j];
      }
      out[i * n + i] += 1;
    }
  }
}
