package org.roperator.spectrum;

import java.util.Arrays;
import java.util.Optional;
import org.roperator.internal.Vectors;
import org.roperator.parallel.Workers;

/** One estimation of a diagonal. */
final class DiagonalRun {

  private final CountedOperator meter;
  private final int n;
  private final int limit;
  private final Optional<Accuracy> accuracy;
  private final long seed;
  private final Workers workers;

  DiagonalRun(
      CountedOperator meter, int limit, Optional<Accuracy> accuracy, long seed, Workers workers) {
    this.meter = meter;
    this.n = meter.dimension();
    this.limit = limit;
    this.accuracy = accuracy;
    this.seed = seed;
    this.workers = workers;
  }

  DiagonalEstimate hutchinson() {
    Probes probes = new Probes(seed);
    Entries entries = new Entries(n, 1);
    int block = Math.min(limit, Math.min(HutchinsonRun.FEWEST, Blocks.sizeFor(n)));
    double[][] vs = new double[block][n];
    double[][] outs = new double[block][n];
    while (entries.count < limit) {
      int size = Math.min(block, limit - entries.count);
      double[][] v = Arrays.copyOf(vs, size);
      double[][] out = Arrays.copyOf(outs, size);
      for (double[] probe : v) {
        probes.signs(probe);
      }
      if (!meter.apply(v, out)) {
        return DiagonalEstimate.notFinite(meter, seed);
      }
      for (int j = 0; j < size; j++) {
        for (int i = 0; i < n; i++) {
          out[j][i] *= v[j][i];
        }
        entries.add(out[j]);
      }
      if (accuracy.isPresent() && entries.count >= HutchinsonRun.FEWEST && isEnough(entries)) {
        return entries.estimate(SpectrumOutcome.REACHED);
      }
      if (entries.count >= n && limit - entries.count >= n) {
        return Columns.diagonal(meter, seed);
      }
    }
    return entries.estimate(
        isEnough(entries) ? SpectrumOutcome.REACHED : SpectrumOutcome.PRODUCT_LIMIT);
  }

  DiagonalEstimate xDiag() {
    Sketch sketch = new Sketch(meter, seed, workers);
    int most = limit / 2;
    int columns = accuracy.isPresent() ? Math.min(HutchinsonRun.FEWEST, most) : most;
    while (true) {
      if (!sketch.extendTo(columns)) {
        return DiagonalEstimate.notFinite(meter, seed);
      }
      LeaveOneOut estimates = new LeaveOneOut(sketch, n, seed);
      if (sketch.isComplete()) {
        double[] errors = new double[n];
        Arrays.fill(errors, meter.restored(sketch.missing()));
        return DiagonalEstimate.of(
            meter.restored(estimates.shared()),
            errors,
            meter.products(),
            SpectrumOutcome.REACHED,
            seed);
      }
      Entries entries = new Entries(n, LeaveOneOut.paired(sketch.rank()));
      estimates.diagonals(entries::add, entries.least);
      boolean enough = isEnough(entries);
      if (enough || columns >= most) {
        return entries.estimate(enough ? SpectrumOutcome.REACHED : SpectrumOutcome.PRODUCT_LIMIT);
      }
      columns = Math.min(2 * columns, most);
    }
  }

  private boolean isEnough(Entries entries) {
    if (accuracy.isEmpty()) {
      return true;
    }
    DiagonalEstimate now = entries.estimate(SpectrumOutcome.REACHED);
    return accuracy.get().isReachedBy(Vectors.norm(now.values()), now.standardErrorNorm());
  }

  /** Mean and spread of each entry (Welford 1962). */
  private final class Entries {

    /** Squares of what is smaller or larger may be zero or infinite. */
    private static final double SMALLEST = 1e-140;

    private static final double LARGEST = 1e140;

    final double[] mean;
    final double[] squares;

    /** Errors are not said to be smaller. */
    final double[] least;

    /** The roots of those sums of squares that could not be taken as they are. */
    final double[] roots;

    final double factor;
    int count;

    Entries(int n, double factor) {
      this.factor = factor;
      this.mean = new double[n];
      this.squares = new double[n];
      this.roots = new double[n];
      this.least = new double[n];
    }

    void add(double[] sample) {
      count++;
      for (int i = 0; i < sample.length; i++) {
        double away = sample[i] - mean[i];
        mean[i] += away / count;
        double size = Math.abs(away);
        if (size > SMALLEST && size < LARGEST) {
          squares[i] += away * (sample[i] - mean[i]);
        } else if (size > 0) {
          roots[i] = Math.hypot(roots[i], size * Math.sqrt((count - 1.0) / count));
        }
      }
    }

    DiagonalEstimate estimate(SpectrumOutcome outcome) {
      double[] errors = new double[mean.length];
      double widening = count < 2 ? 1 : factor * FewSamples.linear(count);
      for (int i = 0; i < errors.length; i++) {
        double rounding = Math.max(least[i], 16 * 0x1p-52 * Math.abs(mean[i]));
        double spread = Math.hypot(Math.sqrt(squares[i]), roots[i]);
        errors[i] =
            count < 2
                ? Double.POSITIVE_INFINITY
                : Math.max(rounding, widening * (spread / Math.sqrt((count - 1.0) * count)));
      }
      return DiagonalEstimate.of(
          meter.restored(mean.clone()), meter.restored(errors), meter.products(), outcome, seed);
    }
  }
}
