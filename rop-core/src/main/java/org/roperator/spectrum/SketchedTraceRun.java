package org.roperator.spectrum;

import java.util.Arrays;
import java.util.Optional;
import org.roperator.internal.Vectors;
import org.roperator.parallel.Workers;

/** Hutch++ and XTrace, with as many columns as the products allow or the accuracy asks for. */
final class SketchedTraceRun {

  private static final double ROUNDING = 16 * 0x1p-52;

  private final CountedOperator meter;
  private final int n;
  private final Quantity quantity;
  private final int limit;
  private final Optional<Accuracy> accuracy;
  private final long seed;
  private final Workers workers;
  private final int perProduct;

  SketchedTraceRun(
      CountedOperator meter,
      Quantity quantity,
      int limit,
      Optional<Accuracy> accuracy,
      long seed,
      Workers workers) {
    this.meter = meter;
    this.n = meter.dimension();
    this.quantity = quantity;
    this.limit = limit;
    this.accuracy = accuracy;
    this.seed = seed;
    this.workers = workers;
    this.perProduct = quantity == Quantity.TRACE ? 1 : 2;
  }

  Estimate hutchPlusPlus() {
    Sketch sketch = new Sketch(meter, seed, workers);
    Probes rest = new Probes(seed ^ 0x9E3779B97F4A7C15L);
    int columns = accuracy.isPresent() ? Math.min(HutchinsonRun.FEWEST, limit / 3) : limit / 3;
    while (true) {
      if (!sketch.extendTo(columns)) {
        return Quantity.notFinite(meter, seed);
      }
      double seen = traceSeen(sketch);
      if (sketch.isComplete()) {
        return estimate(seen, rounding(seen, sketch), SpectrumOutcome.REACHED);
      }
      RunningMean unseen = new RunningMean();
      if (!sampleRest(sketch, rest, columns, unseen)) {
        return Quantity.notFinite(meter, seed);
      }
      double sampled = unseen.standardError();
      double error = Math.max(sampled, rounding(seen, sketch));
      Estimate now = estimate(seen + unseen.mean(), error, SpectrumOutcome.REACHED);
      if (isEnough(now)) {
        return now;
      }
      // The next round spends 2(next − columns) on the sketch and next on the rest.
      int next = Math.min(2 * columns, (limit - meter.products() + 2 * columns) / 3);
      if (next <= columns) {
        return estimate(seen + unseen.mean(), error, SpectrumOutcome.PRODUCT_LIMIT);
      }
      columns = next;
    }
  }

  Estimate xTrace() {
    Sketch sketch = new Sketch(meter, seed, workers);
    int most = limit / (2 * perProduct);
    int columns = accuracy.isPresent() ? Math.min(HutchinsonRun.FEWEST, most) : most;
    while (true) {
      if (!sketch.extendTo(columns)) {
        return Quantity.notFinite(meter, seed);
      }
      RunningMean mean = new RunningMean();
      double error;
      if (sketch.isComplete()) {
        mean.add(trace(sketch));
        error = ROUNDING * Math.abs(mean.mean()) + sketch.missingTrace();
      } else {
        LeaveOneOut estimates = new LeaveOneOut(sketch, n, seed);
        double[] deleted = new double[sketch.rank()];
        mean = RunningMean.of(estimates.traces(deleted));
        double spread = LeaveOneOut.errorOf(mean, RunningMean.of(deleted));
        double sampled = FewSamples.quadratic(mean.count()) * spread;
        error = Math.max(Math.max(sampled, ROUNDING * mean.largest()), estimates.leftOut());
      }
      Estimate now = estimate(mean.mean(), error, SpectrumOutcome.REACHED);
      if (sketch.isComplete() || isEnough(now)) {
        return now;
      }
      if (columns >= most) {
        return estimate(mean.mean(), error, SpectrumOutcome.PRODUCT_LIMIT);
      }
      columns = Math.min(2 * columns, most);
    }
  }

  private boolean isEnough(Estimate now) {
    return accuracy.isEmpty() || accuracy.get().isReachedBy(now.value(), now.standardError());
  }

  private double traceSeen(Sketch sketch) {
    if (quantity == Quantity.TRACE) {
      return trace(sketch);
    }
    double sum = 0;
    double[][] column = new double[1][n];
    for (int i = 0; i < sketch.rank(); i++) {
      sketch.z().read(i, column, 1);
      sum += Vectors.dot(column[0], column[0]);
    }
    return sum;
  }

  private static double trace(Sketch sketch) {
    double sum = 0;
    for (int i = 0; i < sketch.rank(); i++) {
      sum += sketch.h(i, i);
    }
    return sum;
  }

  private double rounding(double seen, Sketch sketch) {
    double missing = sketch.missing();
    return ROUNDING * Math.abs(seen)
        + (quantity == Quantity.TRACE ? sketch.missingTrace() : missing * missing);
  }

  /** Adds samples of {@code gᵀ(I − QQᵀ)A(I − QQᵀ)g}. */
  private boolean sampleRest(Sketch sketch, Probes rest, int count, RunningMean mean) {
    int block = Math.min(count, Blocks.sizeFor(n));
    for (int from = 0; from < count; from += block) {
      int size = Math.min(block, count - from);
      double[] c = new double[(sketch.rank() + size) * size];
      double[][] gs = new double[size][n];
      double[][] outs = new double[size][n];
      for (double[] g : gs) {
        rest.signs(g);
      }
      sketch.q().sweep(sketch.rank(), gs, new double[0], new double[0], c);
      sketch.q().sweep(sketch.rank(), gs, Arrays.copyOf(c, sketch.rank() * size), new double[0], c);
      if (!meter.apply(gs, outs)) {
        return false;
      }
      for (int i = 0; i < size; i++) {
        mean.add(Vectors.dot(quantity == Quantity.TRACE ? gs[i] : outs[i], outs[i]));
      }
    }
    return true;
  }

  private Estimate estimate(double mean, double error, SpectrumOutcome outcome) {
    return quantity.estimate(meter, mean, error, outcome, seed);
  }
}
