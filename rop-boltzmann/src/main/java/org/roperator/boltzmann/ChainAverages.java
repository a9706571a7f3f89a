package org.roperator.boltzmann;

import java.util.Arrays;
import org.roperator.internal.Vectors;

/**
 * Averages over samples of independent chains, with errors from the spread between the chains.
 *
 * @param rows what each sample says
 * @param chains how many chains there are, at least 2
 * @param kept how many samples each has given, behind one another
 * @param mixed whether chains from both sides agree; if not, half the distance between the sides is
 *     part of each error
 */
record ChainAverages(Samples rows, int chains, int kept, boolean mixed) {

  /**
   * What each sample says about ⟨f⟩ and {@code ⟨f D⟩}, averaged in closed form where it can be.
   *
   * <p>Not safe for several threads.
   */
  interface Samples {

    /** The length of f. */
    int dimension();

    /** Writes an estimate of ⟨f⟩ from row r. */
    void means(int r, double[] f);

    /** Sets the direction v of {@code D = ⟨v, f⟩}. */
    void toward(double[] v);

    /** Writes estimates of ⟨f⟩ and {@code ⟨f D⟩} from row r; returns one of ⟨D⟩. */
    double products(int r, double[] f, double[] z);
  }

  /** ⟨f⟩ with its errors. */
  VectorEstimate means() {
    double[] mean = mean();
    return new VectorEstimate(mean, errors(mean));
  }

  /**
   * Effective sample sizes of the entries of ⟨f⟩: the variance of one sample over the squared error
   * of the mean; infinite for what does not vary.
   */
  double[] effectiveSampleSizes() {
    double[] mean = mean();
    double[] errors = errors(mean);
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

  /** Errors of the means from the spread over the chains, and from what lies between the sides. */
  private double[] errors(double[] mean) {
    double[] errors = spread(betweenChains(mean));
    if (!mixed) {
      double[] apart = new double[mean.length];
      double[] f = new double[mean.length];
      int n = chains * kept;
      for (int r = 0; r < n; r++) {
        rows.means(r, f);
        Vectors.addScaled(-1, mean, f); // of sides of unequal size, the mean would remain
        Vectors.addScaled((Chains.sideOf(r / kept) == 0 ? 1.0 : -1.0) / n, f, apart);
      }
      for (int i = 0; i < errors.length; i++) {
        errors[i] = Math.hypot(errors[i], apart[i]);
      }
    }
    return errors;
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

  private double[] spread(double[] squares) {
    return Arrays.stream(squares).map(s -> Math.sqrt(s / (chains * (chains - 1.0)))).toArray();
  }

  /**
   * {@code Cov(f, D)} with its errors. Between chains deviations are counted as independent ones
   * are, divided by C − 1; within a chain they may depend on one another and stay as they are.
   * Where the sides disagree, what the distance between them adds to the covariance is part of the
   * error.
   */
  VectorEstimate covariances(double[] v) {
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
    double[] apart = new double[p];
    double apartD = 0;
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
        double away = own[i] - sum[i];
        sum[i] += away / (c + 1);
        squares[i] += away * (own[i] - sum[i]);
        correction[i] += chain[i] * (chainD - meanD);
      }
      double side = (Chains.sideOf(c) == 0 ? 1.0 : -1.0) / chains;
      apartD += side * (chainD - meanD);
      Vectors.addScaled(side, chain, apart);
    }
    for (int i = 0; i < p; i++) {
      sum[i] += correction[i] / (chains * (chains - 1.0));
    }
    double[] errors = spread(squares);
    if (!mixed) {
      for (int i = 0; i < p; i++) {
        errors[i] = Math.hypot(errors[i], apart[i] * apartD);
      }
    }
    return new VectorEstimate(sum, errors);
  }
}
