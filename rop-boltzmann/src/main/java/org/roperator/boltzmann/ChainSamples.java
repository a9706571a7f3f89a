package org.roperator.boltzmann;

import java.util.Arrays;

/**
 * Samples of independent chains.
 *
 * @param states row by row, those of a chain behind one another
 * @param units how many units a row has
 * @param chains how many chains there are
 * @param kept how many samples each has given
 * @param logPartition what annealing says about ln Z
 */
@SuppressWarnings("ArrayRecordComponent")
record ChainSamples(
    double[] states, int units, int chains, int kept, LogPartitionEstimate logPartition) {

  /** What stands for samples that could not be drawn: NaN, which makes all else NaN. */
  static ChainSamples none(int units, int chains, int kept) {
    double[] states = new double[chains * kept * units];
    Arrays.fill(states, Double.NaN);
    return new ChainSamples(states, units, chains, kept, LogPartitionEstimate.none(chains));
  }

  /** The number of samples. */
  int count() {
    return chains * kept;
  }

  /** Whether chains from both sides agree. */
  PhaseOutcome outcome() {
    double[] equal = new double[chains];
    Arrays.fill(equal, 1);
    return logPartition.sidesAgree() && Sides.meet(states, units, chains, kept, equal)
        ? PhaseOutcome.SAMPLED
        : PhaseOutcome.NOT_MIXED;
  }

  /** The units {@code from ≤ i < from + width} of each sample, row by row. */
  double[] columns(int from, int width) {
    if (width == units) {
      return states;
    }
    double[] columns = new double[count() * width];
    for (int r = 0; r < count(); r++) {
      System.arraycopy(states, r * units + from, columns, r * width, width);
    }
    return columns;
  }
}
