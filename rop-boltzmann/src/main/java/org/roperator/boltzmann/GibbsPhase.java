package org.roperator.boltzmann;

import java.util.Arrays;
import org.roperator.dense.Blas;
import org.roperator.internal.Arguments;
import org.roperator.operator.SymmetricOperator;
import org.roperator.parallel.Workers;

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
  private final ChainSamples samples;
  private final double[] given;
  private final PhaseOutcome outcome;
  private final Mixture mixture;

  private GibbsPhase(
      BoltzmannMachine machine,
      double[] theta,
      ChainSamples samples,
      PhaseOutcome outcome,
      Blas blas,
      Workers workers) {
    this.machine = machine;
    this.theta = theta;
    this.layers = layersOf(machine.connections(), blas);
    this.samples = samples;
    this.given = samples.columns(layers.givenFrom(), layers.given());
    this.outcome = outcome;
    double logPartition = samples.logPartition().logPartition();
    this.mixture =
        Mixture.sampled(machine, layers, theta, given, samples.kept(), logPartition, workers);
  }

  static GibbsPhase of(
      BoltzmannMachine machine, double[] theta, ChainSamples samples, Blas blas, Workers workers) {
    return new GibbsPhase(machine, theta, samples, samples.outcome(), blas, workers);
  }

  /** A phase that could not be sampled: parameters and samples of NaN make all else NaN. */
  static GibbsPhase notFinite(
      BoltzmannMachine machine, int chains, int kept, Blas blas, Workers workers) {
    double[] theta = new double[machine.dimension()];
    Arrays.fill(theta, Double.NaN);
    ChainSamples none = ChainSamples.none(machine.units(), chains, kept);
    return new GibbsPhase(machine, theta, none, PhaseOutcome.NOT_FINITE, blas, workers);
  }

  /** The larger of the layers that can be averaged given the other, if there is one. */
  private static LayerPair layersOf(Connections c, Blas blas) {
    boolean hidden = c.hidden() > 0 && !c.withinHidden();
    boolean visible = c.hidden() > 0 && !c.withinVisible();
    if (hidden && (!visible || c.hidden() >= c.visible())) {
      return LayerPair.givenVisible(c, blas);
    }
    return visible ? LayerPair.givenHidden(c, blas) : LayerPair.givenAll(c, blas);
  }

  @Override
  public PhaseOutcome outcome() {
    return outcome;
  }

  /** The estimate of ln Z; NaN for chains that were not annealed. */
  @Override
  public double logPartition() {
    return samples.logPartition().logPartition();
  }

  /** The estimate of ln Z with its error. */
  public LogPartitionEstimate logPartitionEstimate() {
    return samples.logPartition();
  }

  /** The number of chains. */
  public int chains() {
    return samples.chains();
  }

  /** The samples of all units, a fresh row each, those of a chain behind one another. */
  public double[][] samples() {
    int n = machine.units();
    double[][] rows = new double[samples.count()][];
    Arrays.setAll(rows, r -> Arrays.copyOfRange(samples.states(), r * n, (r + 1) * n));
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

  private ChainAverages averages() {
    ChainAverages.Samples estimates =
        layers.averaged() > 0
            ? new LayeredEstimates(machine.coding(), layers, theta, given)
            : new UnitwiseEstimates(
                machine.coding(), machine.units(), spread(theta), samples.states());
    boolean mixed = outcome != PhaseOutcome.NOT_MIXED;
    return new ChainAverages(estimates, samples.chains(), samples.kept(), mixed);
  }

  /** Parameters as all pairs and all units; the others back again. */
  private double[] spread(double[] p) {
    int n = machine.units();
    double[] all = new double[n * n + n];
    machine.connections().spread(p, 0, n, all);
    machine.connections().copyBiases(p, 0, n, all, n * n);
    return all;
  }

  private VectorEstimate collect(VectorEstimate all) {
    return new VectorEstimate(collect(all.values()), collect(all.standardErrors()));
  }

  private double[] collect(double[] all) {
    int n = machine.units();
    double[] p = new double[theta.length];
    machine.connections().collect(all, 0, n, p);
    if (machine.connections().biased()) {
      System.arraycopy(all, n * n, p, machine.connections().biasesFrom(), n);
    }
    return p;
  }

  /** ⟨f⟩, Rao-Blackwellised, with standard errors. */
  @Override
  public VectorEstimate meansEstimate() {
    VectorEstimate means = averages().means();
    return layers.averaged() > 0 ? means : collect(means);
  }

  /**
   * The least effective sample size over all statistics: the variance of a statistic in one sample
   * over the squared standard error of its mean; the number of chains where each gives one sample.
   */
  public double effectiveSampleSize() {
    double[] sizes = averages().effectiveSampleSizes();
    return Arrays.stream(layers.averaged() > 0 ? sizes : collect(sizes)).min().orElseThrow();
  }

  /**
   * {@code Cov(f, D)} along v with standard errors, unbiased.
   *
   * <p>With layers, the product of {@link #covariance}; otherwise each unit is averaged given all
   * others, {@code q_ij = ⟨m_i s_j (D + (1 − s_i) ẋ_i)⟩} for units 0 and 1, which varies less.
   *
   * @param v a direction. Not modified.
   */
  @Override
  public VectorEstimate productEstimate(double[] v) {
    int p = theta.length;
    Arguments.requireLength("Direction", v, p, "the machine has " + p + " parameters");
    return layers.averaged() > 0
        ? averages().covariances(v)
        : collect(averages().covariances(spread(v)));
  }
}
