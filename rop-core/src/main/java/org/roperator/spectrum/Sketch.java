package org.roperator.spectrum;

import java.util.Arrays;
import org.roperator.parallel.Workers;

/**
 * The range of an operator seen through random vectors: {@code AΩ = QR} and {@code Z = AQ}, for any
 * number of columns, of which earlier ones stay when more are added.
 *
 * <p>Where a column of AΩ depends on those before it, Q spans the range of A (with probability one)
 * and the sketch is complete.
 */
final class Sketch {

  private final CountedOperator meter;
  private final int n;
  private final Probes probes;
  private final Probes fillers;
  private Basis q;
  private Basis z;
  private Orthogonalizer orthogonalizer;
  private int capacity;
  private int rank;
  private boolean complete;
  private double scale;
  private double[] r = new double[1];
  private double[] h = new double[1];

  Sketch(CountedOperator meter, long seed, Workers workers) {
    this.meter = meter;
    this.n = meter.dimension();
    this.probes = new Probes(seed);
    this.fillers = new Probes(~seed);
    this.q = new Basis(n, 1, workers);
    this.z = new Basis(n, 1, workers);
    this.orthogonalizer = new Orthogonalizer(q, n, 1, fillers);
    this.capacity = 1;
  }

  /** Columns of Q and Z. */
  int rank() {
    return rank;
  }

  /** Whether Q spans the range of A, but for what {@link #missing} says. */
  boolean isComplete() {
    return complete;
  }

  /** The norm of the largest remainder counted as nothing. */
  double missing() {
    return complete ? orthogonalizer.dropped() + 64 * 0x1p-52 * scale : 0;
  }

  /**
   * By how much the trace of A may be off: {@code |tr(I − QQᵀ)A| ≤ √n ‖(I − QQᵀ)A‖_F}, of which the
   * remainder of a random vector is the size.
   */
  double missingTrace() {
    return complete ? missing() + (Math.sqrt(n) - 1) * orthogonalizer.dropped() : 0;
  }

  /** Rows of Q as a basis. */
  Basis q() {
    return q;
  }

  /** Rows of {@code AQ}. */
  Basis z() {
    return z;
  }

  /** Entry of R. */
  double r(int i, int j) {
    return r[i * capacity + j];
  }

  /** Entry of {@code QᵀAQ}. */
  double h(int i, int j) {
    return h[i * capacity + j];
  }

  /**
   * Adds columns up to a number, or until the sketch is complete; answers whether all is finite.
   */
  boolean extendTo(int columns) {
    int target = Math.min(columns, n);
    reserve(target);
    int old = rank;
    int block = Blocks.sizeFor(n);
    double[][] vs = new double[Math.min(block, Math.max(1, target))][n];
    double[][] ws = new double[vs.length][n];
    while (rank < target && !complete) {
      int count = Math.min(vs.length, target - rank);
      double[][] omega = Arrays.copyOf(vs, count);
      double[][] y = Arrays.copyOf(ws, count);
      for (double[] v : omega) {
        probes.independent(v);
      }
      if (!meter.apply(omega, y)) {
        return false;
      }
      scale = Math.max(scale, meter.largestNorm());
      int added = orthogonalizer.append(rank, y, scale);
      for (int j = 0; j < count; j++) {
        for (int i = 0; i < rank; i++) {
          r[i * capacity + rank + j] = orthogonalizer.h()[i * count + j];
        }
        for (int i = 0; i < added; i++) {
          r[(rank + i) * capacity + rank + j] = orthogonalizer.r()[i * count + j];
        }
      }
      complete = added < count;
      rank += added;
    }
    complete |= rank == n;
    return multiply(old, vs, ws);
  }

  /** Z = AQ for the new columns. */
  private boolean multiply(int old, double[][] vs, double[][] ws) {
    for (int from = old; from < rank; from += vs.length) {
      int count = Math.min(vs.length, rank - from);
      double[][] columns = Arrays.copyOf(vs, count);
      double[][] products = Arrays.copyOf(ws, count);
      q.read(from, columns, count);
      if (!meter.apply(columns, products)) {
        return false;
      }
      z.write(from, products, count);
      double[] c = new double[(rank + count) * count];
      q.sweep(rank, products, new double[0], new double[0], c);
      for (int i = 0; i < rank; i++) {
        for (int j = 0; j < count; j++) {
          h[i * capacity + from + j] = c[i * count + j];
          if (i < old) {
            h[(from + j) * capacity + i] = c[i * count + j];
          }
        }
      }
    }
    return true;
  }

  private void reserve(int columns) {
    if (columns <= capacity) {
      return;
    }
    q = q.withCapacity(columns);
    z = z.withCapacity(columns);
    orthogonalizer = new Orthogonalizer(q, n, columns, fillers);
    r = grown(r, columns);
    h = grown(h, columns);
    capacity = columns;
  }

  private double[] grown(double[] a, int order) {
    double[] larger = new double[order * order];
    for (int i = 0; i < rank; i++) {
      System.arraycopy(a, i * capacity, larger, i * order, rank);
    }
    return larger;
  }
}
