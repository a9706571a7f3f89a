package org.roperator.boltzmann;

/**
 * Whether the chains of two sides are where the same distribution would put them; see {@link
 * Chains}.
 */
final class Sides {

  /** Fewer chains a side than this have no spread to compare with. */
  private static final int FEWEST = 4;

  /**
   * Standard errors between the means of a unit. Of a thousand units, all of them where they should
   * be, one is further off by chance in a thousand times.
   */
  private static final double CHANCE = 5;

  /** What matters of a mean, as a part of the distance between a unit's two values. */
  private static final double MATTERS = 0.1;

  private Sides() {}

  /**
   * Whether no unit's mean differs between the sides by more than chance, and by a tenth.
   *
   * @param states samples row by row, {@code kept} of each chain behind one another
   * @param weights a weight for each chain
   */
  static boolean meet(double[] states, int units, int chains, int kept, double[] weights) {
    if (chains < 2 * FEWEST) {
      return true;
    }
    for (int i = 0; i < units; i++) {
      if (!meets(states, units, chains, kept, weights, i)) {
        return false;
      }
    }
    return true;
  }

  private static boolean meets(
      double[] states, int units, int chains, int kept, double[] weights, int unit) {
    double[] mean = new double[2];
    double[] total = new double[2];
    for (int c = 0; c < chains; c++) {
      mean[Chains.sideOf(c)] += weights[c] * mean(states, units, kept, c, unit);
      total[Chains.sideOf(c)] += weights[c];
    }
    double[] squares = new double[2];
    for (int side = 0; side < 2; side++) {
      mean[side] /= total[side];
    }
    for (int c = 0; c < chains; c++) {
      int side = Chains.sideOf(c);
      double share = weights[c] / total[side];
      double deviation = share * (mean(states, units, kept, c, unit) - mean[side]);
      squares[side] += deviation * deviation;
    }
    double gap = Math.abs(mean[0] - mean[1]);
    return !(gap > MATTERS && gap > CHANCE * Math.sqrt(squares[0] + squares[1]));
  }

  private static double mean(double[] states, int units, int kept, int chain, int unit) {
    double sum = 0;
    for (int r = chain * kept; r < (chain + 1) * kept; r++) {
      sum += states[r * units + unit];
    }
    return sum / kept;
  }
}
