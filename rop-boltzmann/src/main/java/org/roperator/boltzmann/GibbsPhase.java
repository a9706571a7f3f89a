package org.roperator.boltzmann;

import java.util.Arrays;
import org.roperator.function.Workers;
import org.roperator.operator.Arguments;
import org.roperator.operator.SymmetricOperator;

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
  private final PhaseOutcome outcome;
  private final Mixture mixture;

  private GibbsPhase(
      BoltzmannMachine machine,
      double[] theta,
      LayerPair layers,
      double[] states,
      int chains,
      int kept,
      LogPartitionEstimate logPartition,
      PhaseOutcome outcome,
      Workers workers) {
    this.machine = machine;
    this.theta = theta;
    this.layers = layers;
    this.states = states;
    this.given = columns(states, machine.units(), layers);
    this.chains = chains;
    this.kept = kept;
    this.logPartition = logPartition;
    this.outcome = outcome;
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
        PhaseOutcome.SAMPLED,
        workers);
  }

  /** A phase that could not be sampled: parameters and samples of NaN make all else NaN. */
  static GibbsPhase notFinite(BoltzmannMachine machine, int chains, int kept, Workers workers) {
    double[] theta = new double[machine.dimension()];
    Arrays.fill(theta, Double.NaN);
    double[] states = new double[chains * kept * machine.units()];
    Arrays.fill(states, Double.NaN);
    return new GibbsPhase(
        machine,
        theta,
        layersOf(machine.connections()),
        states,
        chains,
        kept,
        LogPartitionEstimate.none(chains),
        PhaseOutcome.NOT_FINITE,
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
    return outcome;
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

  private ChainAverages averages() {
    RowEstimates estimates =
        layers.averaged() > 0
            ? new LayeredEstimates(machine.coding(), layers, theta, given)
            : new UnitwiseEstimates(machine.coding(), machine.units(), spread(theta), states);
    return new ChainAverages(estimates, chains, kept);
  }

  /** Parameters as all pairs and all units; the others back again. */
  private double[] spread(double[] p) {
    int n = machine.units();
    double[] all = new double[n * n + n];
    machine.connections().spread(p, 0, n, all);
    System.arraycopy(p, machine.connections().biasesFrom(), all, n * n, n);
    return all;
  }

  private Estimate collect(Estimate all) {
    return new Estimate(collect(all.values()), collect(all.standardErrors()));
  }

  private double[] collect(double[] all) {
    int n = machine.units();
    double[] p = new double[theta.length];
    machine.connections().collect(all, 0, n, p);
    System.arraycopy(all, n * n, p, machine.connections().biasesFrom(), n);
    return p;
  }

  /** ⟨f⟩, Rao-Blackwellised, with standard errors. */
  @Override
  public Estimate meansEstimate() {
    Estimate means = averages().means();
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
  public Estimate productEstimate(double[] v) {
    int p = theta.length;
    Arguments.requireLength("Direction", v, p, "the machine has " + p + " parameters");
    return layers.averaged() > 0
        ? averages().covariances(v)
        : collect(averages().covariances(spread(v)));
  }
}
