package org.roperator.boltzmann;

/**
 * An estimate of ln Z by annealed importance sampling.
 *
 * @param logPartition the estimate
 * @param standardError its standard error, from the spread of the chains' weights
 * @param effectiveSamples {@code (Σw)²/Σw²}: how many equally weighted chains it is worth; far
 *     below the number of chains, the error is not to be trusted and more temperatures are needed
 * @param chains the number of chains
 */
public record LogPartitionEstimate(
    double logPartition, double standardError, double effectiveSamples, int chains) {

  /** Chains that were not annealed, or could not be. */
  static LogPartitionEstimate none(int chains) {
    return new LogPartitionEstimate(Double.NaN, Double.NaN, Double.NaN, chains);
  }

  /** From {@code ln Z₀} and the logarithms of weights whose mean estimates {@code Z/Z₀}. */
  static LogPartitionEstimate of(double start, double[] logWeights) {
    double top = Double.NEGATIVE_INFINITY;
    for (double log : logWeights) {
      top = Math.max(top, log);
    }
    double sum = 0;
    double squares = 0;
    for (double log : logWeights) {
      double weight = Math.exp(log - top);
      sum += weight;
      squares += weight * weight;
    }
    int n = logWeights.length;
    double mean = sum / n;
    double variance = Math.max(0, squares / n - mean * mean) * n / (n - 1.0);
    return new LogPartitionEstimate(
        start + top + Math.log(mean), Math.sqrt(variance / n) / mean, sum * sum / squares, n);
  }
}
