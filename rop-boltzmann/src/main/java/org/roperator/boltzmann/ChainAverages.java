package org.roperator.boltzmann;

import java.util.Arrays;
import org.roperator.operator.Vectors;

/**
 * Averages over samples of independent chains, with errors from the spread between the chains.
 *
 * @param rows what each sample says
 * @param chains how many chains there are, at least 2
 * @param kept how many samples each has given, behind one another
 */
record ChainAverages(RowEstimates rows, int chains, int kept) {

  /** ⟨f⟩ with its errors. */
  Estimate means() {
    double[] mean = mean();
    return new Estimate(mean, errors(betweenChains(mean)));
  }

  /**
   * Effective sample sizes of the entries of ⟨f⟩: the variance of one sample over the squared error
   * of the mean; infinite for what does not vary.
   */
  double[] effectiveSampleSizes() {
    double[] mean = mean();
    double[] errors = errors(betweenChains(mean));
    double[] sizes = new double[mean.length];
    double[] f = new double[mean.length];
    int n = chains * kept;
    for (int r = 0; r < n; r++) {
      rows.means(r, f);
      for (int i = 0; i < f.length; i++) {
        sizes[i] += (f[i] - mean[i]) * (f[i] - mean[i]) / (n - 1.0);
      }
    }
    for (int i = 0; i < sizes.length; i++) {
      double square = errors[i] * errors[i];
      sizes[i] = square == 0 ? Double.POSITIVE_INFINITY : sizes[i] / square;
    }
    return sizes;
  }

  private double[] mean() {
    double[] mean = new double[rows.dimension()];
    double[] f = new double[mean.length];
    int n = chains * kept;
    for (int r = 0; r < n; r++) {
      rows.means(r, f);
      Vectors.addScaled(1.0 / n, f, mean);
    }
    return mean;
  }

  /** Sums of the squared deviations of the chains' means. */
  private double[] betweenChains(double[] mean) {
    double[] f = new double[mean.length];
    double[] chain = new double[mean.length];
    double[] between = new double[mean.length];
    for (int c = 0; c < chains; c++) {
      Arrays.fill(chain, 0);
      for (int r = c * kept; r < (c + 1) * kept; r++) {
        rows.means(r, f);
        Vectors.addScaled(1.0 / kept, f, chain);
      }
      for (int i = 0; i < between.length; i++) {
        between[i] += (chain[i] - mean[i]) * (chain[i] - mean[i]);
      }
    }
    return between;
  }

  private double[] errors(double[] squares) {
    return Arrays.stream(squares).map(s -> Math.sqrt(s / (chains * (chains - 1.0)))).toArray();
  }

  /**
   * {@code Cov(f, D)} with its errors. Between chains deviations are counted as independent ones
   * are, divided by C − 1; within a chain they may depend on one another and stay as they are.
   */
  Estimate covariances(double[] v) {
    rows.toward(v);
    int p = rows.dimension();
    int n = chains * kept;
    double[] mean = new double[p];
    double[] f = new double[p];
    double[] z = new double[p];
    double meanD = 0;
    for (int r = 0; r < n; r++) {
      meanD += rows.products(r, f, z) / n;
      Vectors.addScaled(1.0 / n, f, mean);
    }
    double[] sum = new double[p];
    double[] squares = new double[p];
    double[] correction = new double[p];
    double[] own = new double[p];
    double[] chain = new double[p];
    for (int c = 0; c < chains; c++) {
      Arrays.fill(own, 0);
      Arrays.fill(chain, 0);
      double chainD = 0;
      for (int r = c * kept; r < (c + 1) * kept; r++) {
        double d = rows.products(r, f, z);
        chainD += d / kept;
        for (int i = 0; i < p; i++) {
          own[i] += (z[i] - f[i] * meanD - mean[i] * (d - meanD)) / kept;
          chain[i] += (f[i] - mean[i]) / kept;
        }
      }
      for (int i = 0; i < p; i++) {
        sum[i] += own[i] / chains;
        squares[i] += own[i] * own[i];
        correction[i] += chain[i] * (chainD - meanD);
      }
    }
    for (int i = 0; i < p; i++) {
      squares[i] = Math.max(0, squares[i] - chains * sum[i] * sum[i]);
      sum[i] += correction[i] / (chains * (chains - 1.0));
    }
    return new Estimate(sum, errors(squares));
  }
}
