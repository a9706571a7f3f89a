package org.roperator.recurrent;

import java.util.List;
import java.util.stream.IntStream;

/** Patterns one behind the other, n numbers each. */
final class PatternBatch {

  final int n;
  final int size;
  final double[] inputs;
  final double[] clamps;
  final double[] targets;
  final double[] starts;

  /** Which pattern of the whole set each one is. */
  final int[] origin;

  private PatternBatch(int n, int size) {
    this.n = n;
    this.size = size;
    int length = Math.multiplyExact(n, size);
    this.inputs = new double[length];
    this.clamps = new double[length];
    this.targets = new double[length];
    this.starts = new double[length];
    this.origin = new int[size];
  }

  static PatternBatch of(int n, List<Pattern> patterns) {
    if (patterns.isEmpty()) {
      throw new IllegalArgumentException("There are no patterns; give at least one.");
    }
    PatternBatch batch = new PatternBatch(n, patterns.size());
    for (int p = 0; p < batch.size; p++) {
      Pattern pattern = patterns.get(p);
      if (pattern.units() != n) {
        throw new IllegalArgumentException(
            "Pattern "
                + p
                + " is for "
                + pattern.units()
                + " units, but the network has "
                + n
                + "; make each with Pattern.of("
                + n
                + ").");
      }
      System.arraycopy(pattern.input(), 0, batch.inputs, p * n, n);
      System.arraycopy(pattern.clamp(), 0, batch.clamps, p * n, n);
      System.arraycopy(pattern.target(), 0, batch.targets, p * n, n);
      System.arraycopy(pattern.start(), 0, batch.starts, p * n, n);
      batch.origin[p] = p;
    }
    return batch;
  }

  PatternBatch select(int[] which) {
    PatternBatch batch = new PatternBatch(n, which.length);
    for (int p = 0; p < which.length; p++) {
      System.arraycopy(inputs, which[p] * n, batch.inputs, p * n, n);
      System.arraycopy(clamps, which[p] * n, batch.clamps, p * n, n);
      System.arraycopy(targets, which[p] * n, batch.targets, p * n, n);
      System.arraycopy(starts, which[p] * n, batch.starts, p * n, n);
      batch.origin[p] = origin[which[p]];
    }
    return batch;
  }

  /** The same patterns, now the whole set themselves. */
  PatternBatch countedAnew() {
    PatternBatch batch = select(IntStream.range(0, size).toArray());
    for (int p = 0; p < size; p++) {
      batch.origin[p] = p;
    }
    return batch;
  }

  boolean isFree(int pattern, int unit) {
    return Double.isNaN(clamps[pattern * n + unit]);
  }
}
