package org.roperator.boltzmann;

/**
 * An estimate of ln Z by annealed importance sampling from two sides.
 *
 * <p>Half of the chains come from units without couplings, the others from another mode of the
 * distribution where there is one. Each side estimates Z without bias, and with few chains far too
 * low where it misses a mode, without any sign of it in its own spread. Where the sides agree
 * within their errors, the estimate is the mean of both; otherwise it is the larger one, and what
 * lies between them is part of the error.
 *
 * @param logPartition the estimate
 * @param standardError its standard error: from the spread of the chains' weights, and from the
 *     disagreement
 * @param effectiveSamples {@code (Σw)²/Σw²}: how many equally weighted chains it is worth; far
 *     below the number of chains, the error is not to be trusted and more temperatures are needed
 * @param chains the number of chains
 * @param disagreement by how much ln Z differs between the sides, at least ln 2, or 0 where they
 *     agree
 */
public record LogPartitionEstimate(
    double logPartition,
    double standardError,
    double effectiveSamples,
    int chains,
    double disagreement) {

  /** Standard errors that two sides which sample the same thing may differ by. */
  private static final double CHANCE = 5;

  /** What is missing where each of two sides has found one half. */
  private static final double LN_2 = 0.6931471805599453;

  /** Chains that were not annealed, or could not be. */
  static LogPartitionEstimate none(int chains) {
    return new LogPartitionEstimate(Double.NaN, Double.NaN, Double.NaN, chains, 0);
  }

  /**
   * Whether both sides found the same. If not, the chains do not get from one mode of the
   * distribution to another: more temperatures and more settling may help, and statistics from the
   * same samples deserve no more trust.
   */
  public boolean sidesAgree() {
    return disagreement == 0;
  }

  /**
   * From the logarithms of weights whose mean estimates Z, those of the two sides in turn.
   *
   * @param sidesMeet whether the weighted states of the sides are alike. Sides of equal weight in
   *     two modes would each miss the other's half.
   */
  static LogPartitionEstimate of(double[] logWeights, boolean sidesMeet) {
    Side all = new Side(logWeights, 0, 1);
    if (logWeights.length < 4) {
      return all.alone(); // a side of one chain has no error
    }
    Side first = new Side(logWeights, 0, 2);
    Side other = new Side(logWeights, 1, 2);
    double gap = Math.abs(first.logMean() - other.logMean());
    // Rounding alone sets sides apart where all the weights of each are equal.
    double rounding = 1e-12 * (1 + Math.abs(all.logMean()) + logWeights.length);
    if (sidesMeet && gap <= CHANCE * Math.hypot(first.error(), other.error()) + rounding) {
      return all.alone();
    }
    double apart = Math.max(gap, LN_2);
    Side larger = first.logMean() > other.logMean() ? first : other;
    return new LogPartitionEstimate(
        larger.logMean(),
        Math.hypot(larger.error(), apart),
        all.effective(),
        logWeights.length,
        apart);
  }

  /** What some of the chains say. */
  private static final class Side {
    private final double top;
    private final int n;
    private final double sum;
    private final double squares;
    private final double deviations;

    Side(double[] logWeights, int from, int step) {
      double largest = Double.NEGATIVE_INFINITY;
      for (int c = from; c < logWeights.length; c += step) {
        largest = Math.max(largest, logWeights[c]);
      }
      double weights = 0;
      double squared = 0;
      int count = 0;
      for (int c = from; c < logWeights.length; c += step) {
        double weight = Math.exp(logWeights[c] - largest);
        weights += weight;
        squared += weight * weight;
        count++;
      }
      double mean = weights / count;
      double deviations = 0;
      for (int c = from; c < logWeights.length; c += step) {
        double away = Math.exp(logWeights[c] - largest) - mean;
        deviations += away * away;
      }
      this.deviations = deviations;
      this.top = largest;
      this.n = count;
      this.sum = weights;
      this.squares = squared;
    }

    double logMean() {
      return top + Math.log(sum / n);
    }

    /** The relative standard error of the mean, which is the error of its logarithm. */
    double error() {
      return Math.sqrt(deviations / (n - 1.0) / n) / (sum / n);
    }

    double effective() {
      return sum * sum / squares;
    }

    LogPartitionEstimate alone() {
      return new LogPartitionEstimate(logMean(), error(), effective(), n, 0);
    }
  }
}
