package org.roperator.spectrum;

import java.util.Arrays;
import java.util.Optional;
import org.roperator.operator.SymmetricOperator;
import org.roperator.operator.Vectors;

/** One estimation of a diagonal. */
final class DiagonalRun {

  private final Meter meter;
  private final int n;
  private final int limit;
  private final Optional<Accuracy> accuracy;
  private final long seed;
  private final TaskRunner runner;

  DiagonalRun(
      SymmetricOperator a, int limit, Optional<Accuracy> accuracy, long seed, TaskRunner runner) {
    this.meter = new Meter(a);
    this.n = a.dimension();
    this.limit = limit;
    this.accuracy = accuracy;
    this.seed = seed;
    this.runner = runner;
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
        return notFinite();
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
    }
    return entries.estimate(
        isEnough(entries) ? SpectrumOutcome.REACHED : SpectrumOutcome.PRODUCT_LIMIT);
  }

  DiagonalEstimate xDiag() {
    Sketch sketch = new Sketch(meter, seed, runner);
    int most = limit / 2;
    int columns = accuracy.isPresent() ? Math.min(HutchinsonRun.FEWEST, most) : most;
    while (true) {
      if (!sketch.extendTo(columns)) {
        return notFinite();
      }
      LeaveOneOut estimates = new LeaveOneOut(sketch, n, seed);
      if (sketch.isComplete()) {
        double[] errors = new double[n];
        Arrays.fill(errors, sketch.missing());
        return new DiagonalEstimate(
            estimates.shared(), errors, meter.products(), SpectrumOutcome.REACHED, seed);
      }
      Entries entries = new Entries(n, LeaveOneOut.PAIRED);
      estimates.diagonals(entries::add);
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
    return accuracy.get().isReachedBy(Vectors.norm(entries.mean), now.standardErrorNorm());
  }

  private DiagonalEstimate notFinite() {
    double[] nothing = new double[n];
    Arrays.fill(nothing, Double.NaN);
    return new DiagonalEstimate(
        nothing, nothing, meter.products(), SpectrumOutcome.NOT_FINITE, seed);
  }

  /** Mean and spread of each entry (Welford 1962). */
  private final class Entries {

    final double[] mean;
    final double[] squares;
    final double factor;
    int count;

    Entries(int n, double factor) {
      this.factor = factor;
      this.mean = new double[n];
      this.squares = new double[n];
    }

    void add(double[] sample) {
      count++;
      for (int i = 0; i < sample.length; i++) {
        double away = sample[i] - mean[i];
        mean[i] += away / count;
        squares[i] += away * (sample[i] - mean[i]);
      }
    }

    DiagonalEstimate estimate(SpectrumOutcome outcome) {
      double[] errors = new double[mean.length];
      for (int i = 0; i < errors.length; i++) {
        double rounding = 16 * 0x1p-52 * Math.abs(mean[i]);
        errors[i] =
            count < 2
                ? Double.POSITIVE_INFINITY
                : Math.max(rounding, factor * Math.sqrt(squares[i] / (count - 1) / count));
      }
      return new DiagonalEstimate(mean.clone(), errors, meter.products(), outcome, seed);
    }
  }
}
