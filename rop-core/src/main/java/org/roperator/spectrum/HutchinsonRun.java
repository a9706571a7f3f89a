package org.roperator.spectrum;

import java.util.Arrays;
import java.util.Optional;
import org.roperator.internal.Vectors;

/** The mean of {@code vᵀAv} or {@code ‖Av‖²} over random signs. */
final class HutchinsonRun {

  /** Fewer probes may agree by chance. */
  static final int FEWEST = 16;

  private final CountedOperator meter;
  private final Quantity quantity;
  private final int limit;
  private final Optional<Accuracy> accuracy;
  private final long seed;

  HutchinsonRun(
      CountedOperator meter, Quantity quantity, int limit, Optional<Accuracy> accuracy, long seed) {
    this.meter = meter;
    this.quantity = quantity;
    this.limit = limit;
    this.accuracy = accuracy;
    this.seed = seed;
  }

  Estimate run() {
    int n = meter.dimension();
    Probes probes = new Probes(seed);
    RunningMean mean = new RunningMean();
    int block = Math.min(limit, Blocks.sizeFor(n));
    if (accuracy.isPresent()) {
      block = Math.min(block, FEWEST);
    }
    double[][] vs = new double[block][n];
    double[][] outs = new double[block][n];
    while (mean.count() < limit) {
      int count = Math.min(block, limit - mean.count());
      double[][] v = Arrays.copyOf(vs, count);
      double[][] out = Arrays.copyOf(outs, count);
      for (double[] probe : v) {
        probes.signs(probe);
      }
      if (!meter.apply(v, out)) {
        return Quantity.notFinite(meter, seed);
      }
      for (int i = 0; i < count; i++) {
        mean.add(Vectors.dot(quantity == Quantity.TRACE ? v[i] : out[i], out[i]));
      }
      if (mean.count() >= FEWEST && isAccurate(mean)) {
        return estimate(mean, SpectrumOutcome.REACHED);
      }
      if (mean.count() >= n && limit - mean.count() >= n) {
        return Columns.exactly(meter, quantity, seed);
      }
    }
    boolean reached = accuracy.isEmpty() || isAccurate(mean);
    return estimate(mean, reached ? SpectrumOutcome.REACHED : SpectrumOutcome.PRODUCT_LIMIT);
  }

  private boolean isAccurate(RunningMean mean) {
    Estimate now = estimate(mean, SpectrumOutcome.REACHED);
    return accuracy.isPresent() && accuracy.get().isReachedBy(now.value(), now.standardError());
  }

  private Estimate estimate(RunningMean mean, SpectrumOutcome outcome) {
    return quantity.estimate(meter, mean.mean(), mean.standardError(), outcome, seed);
  }
}
