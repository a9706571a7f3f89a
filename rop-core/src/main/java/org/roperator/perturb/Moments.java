package org.roperator.perturb;

/**
 * Streaming means and some of the co-moments of d variables (Welford 1962; Chan, Golub &amp;
 * LeVeque 1983 for the merge): accurate however large the means are.
 */
final class Moments {

  private final int[] first;
  private final int[] second;
  private final double[] mean;
  private final double[] delta;
  private final double[] co;
  private long count;

  /**
   * Empty ones.
   *
   * @param d the number of variables
   * @param first for each co-moment kept, its one variable. Kept.
   * @param second and its other. Kept.
   */
  Moments(int d, int[] first, int[] second) {
    this.first = first;
    this.second = second;
    this.mean = new double[d];
    this.delta = new double[d];
    this.co = new double[first.length];
  }

  /** Empty ones of the same variables. */
  Moments emptyCopy() {
    return new Moments(mean.length, first, second);
  }

  void add(double[] x) {
    count++;
    for (int i = 0; i < mean.length; i++) {
      delta[i] = x[i] - mean[i];
      mean[i] += delta[i] / count;
    }
    for (int p = 0; p < co.length; p++) {
      co[p] += delta[first[p]] * (x[second[p]] - mean[second[p]]);
    }
  }

  void addAll(Moments other) {
    if (other.count == 0) {
      return;
    }
    double both = count + other.count;
    for (int i = 0; i < mean.length; i++) {
      delta[i] = other.mean[i] - mean[i];
    }
    double weight = count * (other.count / both);
    for (int p = 0; p < co.length; p++) {
      co[p] += other.co[p] + weight * delta[first[p]] * delta[second[p]];
    }
    for (int i = 0; i < mean.length; i++) {
      mean[i] += delta[i] * (other.count / both);
    }
    count += other.count;
  }

  long count() {
    return count;
  }

  double mean(int i) {
    return mean[i];
  }

  /** The p-th co-moment kept, as an unbiased covariance; NaN of fewer than two. */
  double covariance(int p) {
    return count < 2 ? Double.NaN : co[p] / (count - 1);
  }
}
