package org.roperator.contract;

import java.util.concurrent.atomic.LongAdder;
import org.roperator.dense.Blas;
import org.roperator.dense.Transpose;

/**
 * Counts the products that go through it, from any number of threads.
 *
 * <p>Inject it where a {@link Blas} is taken, to show what a sweep costs: a law on counts holds on
 * every machine, a law on seconds on none.
 */
public final class CountingBlas implements Blas {

  private final Blas blas;
  private final LongAdder gemms = new LongAdder();
  private final LongAdder gemvs = new LongAdder();
  private final LongAdder multiplyAdds = new LongAdder();

  /** Counts and passes on to the given implementation. */
  public CountingBlas(Blas blas) {
    this.blas = blas;
  }

  /** The number of calls of {@code gemm} since the last reset. */
  public long gemms() {
    return gemms.sum();
  }

  /** The number of calls of {@code gemv} since the last reset. */
  public long gemvs() {
    return gemvs.sum();
  }

  /** The multiply-adds of all calls since the last reset: m n k of each. */
  public long multiplyAdds() {
    return multiplyAdds.sum();
  }

  /** Starts again from zero. */
  public void reset() {
    gemms.reset();
    gemvs.reset();
    multiplyAdds.reset();
  }

  @Override
  public String description() {
    return "counting " + blas.description();
  }

  @Override
  public void gemm(
      Transpose opA,
      Transpose opB,
      int m,
      int n,
      int k,
      double alpha,
      double[] a,
      int aFrom,
      int aStride,
      double[] b,
      int bFrom,
      int bStride,
      double beta,
      double[] c,
      int cFrom,
      int cStride) {
    gemms.increment();
    multiplyAdds.add((long) m * n * k);
    blas.gemm(
        opA, opB, m, n, k, alpha, a, aFrom, aStride, b, bFrom, bStride, beta, c, cFrom, cStride);
  }

  @Override
  public void gemv(
      Transpose opA,
      int rows,
      int columns,
      double alpha,
      double[] a,
      int aFrom,
      int aStride,
      double[] x,
      int xFrom,
      double beta,
      double[] y,
      int yFrom) {
    gemvs.increment();
    multiplyAdds.add((long) rows * columns);
    blas.gemv(opA, rows, columns, alpha, a, aFrom, aStride, x, xFrom, beta, y, yFrom);
  }
}
