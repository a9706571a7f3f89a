package org.roperator.boltzmann;

import java.util.Arrays;
import org.roperator.function.Workers;
import org.roperator.operator.Arguments;
import org.roperator.operator.SymmetricOperator;
import org.roperator.operator.Vectors;

/**
 * The free phase estimated from frozen samples of independent chains.
 *
 * <p>The operator {@link #covariance} is symmetric, positive semi-definite, and unbiased once the
 * chains have forgotten their start: its weights allow for samples that depend on one another
 * within a chain. {@link #productEstimate} adds standard errors, and, where no layer can be
 * averaged in closed form, averages each unit given all the others, which no symmetric operator
 * can.
 */
public final class GibbsPhase implements Phase {

  private final BoltzmannMachine machine;
  private final double[] theta;
  private final LayerPair layers;
  private final double[] states;
  private final double[] given;
  private final int chains;
  private final int kept;
  private final LogPartitionEstimate logPartition;
  private final Mixture mixture;

  private GibbsPhase(
      BoltzmannMachine machine,
      double[] theta,
      LayerPair layers,
      double[] states,
      int chains,
      int kept,
      LogPartitionEstimate logPartition,
      Workers workers) {
    this.machine = machine;
    this.theta = theta;
    this.layers = layers;
    this.states = states;
    this.given = columns(states, machine.units(), layers);
    this.chains = chains;
    this.kept = kept;
    this.logPartition = logPartition;
    this.mixture =
        Mixture.sampled(machine, layers, theta, given, kept, logPartition.logPartition(), workers);
  }

  static GibbsPhase of(
      BoltzmannMachine machine,
      double[] theta,
      double[] states,
      int chains,
      int kept,
      LogPartitionEstimate logPartition,
      Workers workers) {
    return new GibbsPhase(
        machine,
        theta,
        layersOf(machine.connections()),
        states,
        chains,
        kept,
        logPartition,
        workers);
  }

  /** The larger of the layers that can be averaged given the other, if there is one. */
  private static LayerPair layersOf(Connections c) {
    boolean hidden = c.hidden() > 0 && !c.withinHidden();
    boolean visible = c.hidden() > 0 && !c.withinVisible();
    if (hidden && (!visible || c.hidden() >= c.visible())) {
      return LayerPair.givenVisible(c);
    }
    return visible ? LayerPair.givenHidden(c) : LayerPair.givenAll(c);
  }

  private static double[] columns(double[] states, int units, LayerPair layers) {
    int a = layers.given();
    if (a == units) {
      return states;
    }
    double[] columns = new double[states.length / units * a];
    for (int r = 0; r < states.length / units; r++) {
      System.arraycopy(states, r * units + layers.givenFrom(), columns, r * a, a);
    }
    return columns;
  }

  @Override
  public PhaseOutcome outcome() {
    return PhaseOutcome.SAMPLED;
  }

  /** The estimate of ln Z; NaN for chains that were not annealed. */
  @Override
  public double logPartition() {
    return logPartition.logPartition();
  }

  /** The estimate of ln Z with its error. */
  public LogPartitionEstimate logPartitionEstimate() {
    return logPartition;
  }

  /** The number of chains. */
  public int chains() {
    return chains;
  }

  /** The samples of all units, a fresh row each, those of a chain behind one another. */
  public double[][] samples() {
    int n = machine.units();
    double[][] rows = new double[states.length / n][];
    Arrays.setAll(rows, r -> Arrays.copyOfRange(states, r * n, (r + 1) * n));
    return rows;
  }

  @Override
  public double[] means() {
    return layers.averaged() > 0 ? mixture.means() : meansEstimate().values();
  }

  @Override
  public double[] meanSquares() {
    double[] squares = means();
    for (int i = 0; i < squares.length; i++) {
      squares[i] *= squares[i];
    }
    return squares;
  }

  @Override
  public SymmetricOperator covariance() {
    return mixture.covariance();
  }

  private RowEstimates estimates() {
    return layers.averaged() > 0
        ? new LayeredEstimates(machine.coding(), layers, theta, given)
        : new UnitwiseEstimates(machine, theta, states);
  }

  /** ⟨f⟩, Rao-Blackwellised, with standard errors. */
  public Estimate meansEstimate() {
    return spread().estimate();
  }

  /**
   * The least effective sample size over all statistics: the variance of a statistic in one sample
   * over the squared standard error of its mean; the number of chains where each gives one sample.
   */
  public double effectiveSampleSize() {
    Spread spread = spread();
    double least = Double.POSITIVE_INFINITY;
    for (int i = 0; i < theta.length; i++) {
      double error = spread.errors[i];
      if (error > 0) {
        least = Math.min(least, spread.variances[i] / (error * error));
      }
    }
    return least;
  }

  /** Means, their standard errors, and the variances within the samples. */
  private static final class Spread {
    private final double[] values;
    private final double[] errors;
    private final double[] variances;

    Spread(double[] values, double[] errors, double[] variances) {
      this.values = values;
      this.errors = errors;
      this.variances = variances;
    }

    Estimate estimate() {
      return new Estimate(values, errors);
    }
  }

  private Spread spread() {
    RowEstimates rows = estimates();
    int p = theta.length;
    double[] mean = new double[p];
    double[] f = new double[p];
    int n = chains * kept;
    for (int r = 0; r < n; r++) {
      rows.means(r, f);
      Vectors.addScaled(1.0 / n, f, mean);
    }
    double[] within = new double[p];
    double[] between = new double[p];
    double[] chain = new double[p];
    for (int c = 0; c < chains; c++) {
      Arrays.fill(chain, 0);
      for (int r = c * kept; r < (c + 1) * kept; r++) {
        rows.means(r, f);
        for (int i = 0; i < p; i++) {
          double deviation = f[i] - mean[i];
          within[i] += deviation * deviation / (n - 1.0);
          chain[i] += deviation / kept;
        }
      }
      for (int i = 0; i < p; i++) {
        between[i] += chain[i] * chain[i];
      }
    }
    return new Spread(mean, errors(between), within);
  }

  private double[] errors(double[] squares) {
    return Arrays.stream(squares).map(s -> Math.sqrt(s / (chains * (chains - 1.0)))).toArray();
  }

  /**
   * {@code Cov(f, D)} along v with standard errors, unbiased.
   *
   * <p>With layers, the product of {@link #covariance}; otherwise each unit is averaged given all
   * others, {@code q_ij = ⟨m_i s_j (D + (1 − s_i) ẋ_i)⟩} for units 0 and 1, which varies less.
   *
   * @param v a direction. Not modified.
   */
  public Estimate productEstimate(double[] v) {
    int p = theta.length;
    Arguments.requireLength("Direction", v, p, "the machine has " + p + " parameters");
    RowEstimates rows = estimates();
    int n = chains * kept;
    double[] mean = new double[p];
    double[] f = new double[p];
    double[] z = new double[p];
    double meanD = 0;
    for (int r = 0; r < n; r++) {
      rows.means(r, f);
      Vectors.addScaled(1.0 / n, f, mean);
      meanD += rows.products(r, v, z) / n;
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
        rows.means(r, f);
        double d = rows.products(r, v, z);
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
      squares[i] -= chains * sum[i] * sum[i];
      sum[i] += correction[i] / (chains * (chains - 1.0));
    }
    return new Estimate(sum, errors(squares));
  }
}
