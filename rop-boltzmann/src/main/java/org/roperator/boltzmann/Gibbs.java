package org.roperator.boltzmann;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.roperator.function.Workers;
import org.roperator.operator.Arguments;

/**
 * Statistics from Gibbs sampling: many independent chains, annealed, then left to settle.
 *
 * <p>Each chain is drawn without couplings, swept while the couplings rise to full strength, swept
 * on, and then gives its samples. Raising the couplings is annealed importance sampling (Neal 2001)
 * at the same time, with the largest class of unconnected units summed out, so that ln Z comes with
 * a standard error at no further cost.
 *
 * <p>Estimates are Rao-Blackwellised: where a layer has no connections of its own, its units are
 * averaged in closed form given the samples of the other; elsewhere each unit is, given all others.
 * Chains draw from generators split from the seed, and the samples of a phase are frozen: its
 * operator is one fixed symmetric matrix, and the same point gives the same bits.
 *
 * <p>In the clamped phase a layer of unconnected hidden units needs no samples and is exact;
 * otherwise each distinct pattern has the given number of chains.
 */
public final class Gibbs implements Statistics {

  private static final int TEMPERATURES = 100;
  private static final int SETTLING = 50;

  /** An odd number that no small multiple of the generator's own step equals. */
  private static final long ROW_STEP = 0xD1342543DE82EF95L;

  private final int chains;
  private final long seed;
  private final int temperatures;
  private final int settling;
  private final int kept;
  private final int spacing;

  private Gibbs(int chains, long seed, int temperatures, int settling, int kept, int spacing) {
    if (chains < 2) {
      throw new IllegalArgumentException(
          "The number of chains is " + chains + ", but must be at least 2 for a covariance.");
    }
    this.chains = chains;
    this.seed = seed;
    this.temperatures = Arguments.requirePositive("The number of temperatures", temperatures);
    this.settling = settling;
    this.kept = Arguments.requirePositive("The number of samples per chain", kept);
    this.spacing = Arguments.requirePositive("The number of sweeps between samples", spacing);
    if (settling < 0) {
      throw new IllegalArgumentException(
          "The number of settling sweeps is " + settling + ", but must be at least 0.");
    }
  }

  static Gibbs of(int chains, long seed) {
    return new Gibbs(chains, seed, TEMPERATURES, SETTLING, 1, 1);
  }

  /** The same with another number of steps in which the couplings rise; 100 otherwise. */
  public Gibbs temperatures(int steps) {
    return new Gibbs(chains, seed, steps, settling, kept, spacing);
  }

  /** The same with another number of sweeps at full strength before the first sample; 50. */
  public Gibbs settling(int sweeps) {
    return new Gibbs(chains, seed, temperatures, sweeps, kept, spacing);
  }

  /**
   * The same with more samples per chain; 1 otherwise.
   *
   * @param samples how many
   * @param sweeps how many sweeps lie between two of them
   */
  public Gibbs keeping(int samples, int sweeps) {
    return new Gibbs(chains, seed, temperatures, settling, samples, sweeps);
  }

  /** {@code ln Z} by annealed importance sampling alone. */
  public LogPartitionEstimate logPartition(BoltzmannMachine machine, double[] w, Workers workers) {
    double[] theta = machine.natural(w);
    if (BoltzmannMachine.areTooLarge(theta)) {
      return LogPartitionEstimate.none(chains);
    }
    SpinSystem system = system(machine, theta);
    double[] weights =
        new Chains(chains, machine.units(), seed).anneal(system, temperatures, workers);
    return LogPartitionEstimate.of(system.logPartitionUncoupled(), weights);
  }

  static SpinSystem system(BoltzmannMachine machine, double[] theta) {
    Connections c = machine.connections();
    if (c.hidden() > 0 && !c.withinVisible() && !c.withinHidden()) {
      return SpinSystem.ofLayers(machine.coding(), c, theta);
    }
    int n = machine.units();
    double[] couplings = new double[n * n];
    c.spread(theta, 0, n, couplings);
    double[] fields = Arrays.copyOfRange(theta, c.biasesFrom(), theta.length);
    return SpinSystem.of(machine.coding(), couplings, fields);
  }

  @Override
  public GibbsPhase free(BoltzmannMachine machine, double[] w, Workers workers) {
    double[] theta = machine.natural(w);
    if (BoltzmannMachine.areTooLarge(theta)) {
      return GibbsPhase.notFinite(machine, chains, kept, workers);
    }
    Drawn drawn = draw(system(machine, theta), seed, workers);
    return GibbsPhase.of(machine, theta, drawn.states, chains, kept, drawn.logPartition, workers);
  }

  @Override
  public Phase clamped(BoltzmannMachine machine, double[] w, Patterns patterns, Workers workers) {
    patterns.requireFit(machine);
    double[] theta = machine.natural(w);
    if (BoltzmannMachine.areTooLarge(theta)) {
      return new FailedPhase(machine.dimension(), PhaseOutcome.NOT_FINITE);
    }
    if (!machine.connections().withinHidden()) {
      return Mixture.clamped(machine, theta, patterns, workers);
    }
    LayerPair layers = LayerPair.givenVisible(machine.connections());
    int m = layers.averaged();
    double[] couplings = new double[m * m];
    layers.couplings(theta, couplings);
    return RowPhase.of(
        layers,
        theta,
        patterns.rows(),
        patterns.shares(),
        new SampledUnits(machine.coding(), couplings, m, this),
        workers);
  }

  /** Samples, {@code kept} in a row from each chain, and what annealing says about ln Z. */
  static final class Drawn {
    private final double[] states;
    private final LogPartitionEstimate logPartition;

    Drawn(double[] states, LogPartitionEstimate logPartition) {
      this.states = states;
      this.logPartition = logPartition;
    }

    double[] states() {
      return states;
    }

    LogPartitionEstimate logPartition() {
      return logPartition;
    }
  }

  Drawn draw(SpinSystem system, long from, Workers workers) {
    int m = system.units();
    Chains run = new Chains(chains, m, from);
    double[] weights = run.anneal(system, temperatures, workers);
    run.sweep(system, settling, workers);
    double[] states = new double[chains * kept * m];
    for (int k = 0; k < kept; k++) {
      if (k > 0) {
        run.sweep(system, spacing, workers);
      }
      for (int c = 0; c < chains; c++) {
        System.arraycopy(run.states(), c * m, states, (c * kept + k) * m, m);
      }
    }
    return new Drawn(states, LogPartitionEstimate.of(system.logPartitionUncoupled(), weights));
  }

  /**
   * A seed of its own for each of many rows, mixed: seeds a multiple of the generator's own step
   * apart would let one row's groups draw what another's draw.
   */
  long seedOf(int row) {
    return new SplittableRandom(seed + ROW_STEP * (row + 1L)).nextLong();
  }

  int kept() {
    return kept;
  }
}
