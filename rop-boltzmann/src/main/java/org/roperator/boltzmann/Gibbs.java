package org.roperator.boltzmann;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.roperator.dense.Blas;
import org.roperator.internal.Arguments;
import org.roperator.parallel.Workers;

/**
 * Averages from Gibbs sampling: many independent chains, annealed, then left to settle.
 *
 * <p>Each chain is drawn without couplings, swept while the couplings rise to full strength, swept
 * on, and then gives its samples. Raising the couplings is annealed importance sampling (Neal 2001)
 * at the same time, with the largest class of unconnected units summed out, so that ln Z comes with
 * a standard error at no further cost.
 *
 * <p>Half of the chains begin near another mode of the distribution, where there is one. Where the
 * two sides end up with other means, or other values of ln Z, chains do not get from mode to mode:
 * that is {@link PhaseOutcome#NOT_MIXED}, with what lies between the sides as part of the errors.
 *
 * <p>Estimates are Rao-Blackwellised: where a layer has no connections of its own, its units are
 * averaged in closed form given the samples of the other; elsewhere each unit is, given all others.
 * Chains draw from generators split from the seed, and the samples of a phase are frozen: its
 * operator is one fixed symmetric matrix, and the same point gives the same bits.
 *
 * <p>In the clamped phase a layer of unconnected hidden units needs no samples and is exact;
 * otherwise each distinct pattern has the given number of chains.
 */
public final class Gibbs implements ExpectationMethod {

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
  private final Blas blas;

  private Gibbs(
      int chains, long seed, int temperatures, int settling, int kept, int spacing, Blas blas) {
    this.blas = blas;
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
    return new Gibbs(chains, seed, TEMPERATURES, SETTLING, 1, 1, Blas.instance());
  }

  /** This sampler with the given number of steps, in place of 100, in which the couplings rise. */
  public Gibbs withTemperatures(int steps) {
    return new Gibbs(chains, seed, steps, settling, kept, spacing, blas);
  }

  /**
   * This sampler with the given number of sweeps, in place of 50, at full strength before the first
   * sample.
   *
   * @param sweeps at least 0
   */
  public Gibbs withSettling(int sweeps) {
    return new Gibbs(chains, seed, temperatures, sweeps, kept, spacing, blas);
  }

  /**
   * This sampler with the given number of samples per chain, in place of 1.
   *
   * @param samples how many
   * @param sweeps how many sweeps lie between two of them
   */
  public Gibbs withSamples(int samples, int sweeps) {
    return new Gibbs(chains, seed, temperatures, settling, samples, sweeps, blas);
  }

  /** This sampler with the given matrix products, in place of the process's own. */
  public Gibbs withBlas(Blas products) {
    return new Gibbs(chains, seed, temperatures, settling, kept, spacing, products);
  }

  /** {@code ln Z} by annealed importance sampling alone. */
  public LogPartitionEstimate logPartition(BoltzmannMachine machine, double[] w, Workers workers) {
    double[] theta = machine.natural(w);
    if (BoltzmannMachine.areTooLarge(theta)) {
      return LogPartitionEstimate.none(chains);
    }
    SpinSystem system = SpinSystem.of(machine, theta, blas);
    Chains run = new Chains(chains, machine.units(), seed);
    return estimate(run, run.anneal(system, temperatures, workers));
  }

  /** What annealed chains say about ln Z, right after annealing. */
  private LogPartitionEstimate estimate(Chains run, double[] logWeights) {
    int units = run.states().length / chains;
    boolean meet = Sides.meet(run.states(), units, chains, 1, sidewise(logWeights));
    return LogPartitionEstimate.of(logWeights, meet);
  }

  /** Weights of which the largest is 1 on either side, however far the sides are apart. */
  private static double[] sidewise(double[] logWeights) {
    double[] top = {Double.NEGATIVE_INFINITY, Double.NEGATIVE_INFINITY};
    for (int c = 0; c < logWeights.length; c++) {
      top[Chains.sideOf(c)] = Math.max(top[Chains.sideOf(c)], logWeights[c]);
    }
    double[] weights = new double[logWeights.length];
    Arrays.setAll(weights, c -> Math.exp(logWeights[c] - top[Chains.sideOf(c)]));
    return weights;
  }

  @Override
  public GibbsPhase free(BoltzmannMachine machine, double[] w, Workers workers) {
    double[] theta = machine.natural(w);
    if (BoltzmannMachine.areTooLarge(theta)) {
      return GibbsPhase.notFinite(machine, chains, kept, blas, workers);
    }
    ChainSamples samples = draw(SpinSystem.of(machine, theta, blas), seed, workers);
    return GibbsPhase.of(machine, theta, samples, blas, workers);
  }

  @Override
  public Phase clamped(BoltzmannMachine machine, double[] w, Patterns patterns, Workers workers) {
    patterns.requireFit(machine);
    double[] theta = machine.natural(w);
    if (BoltzmannMachine.areTooLarge(theta)) {
      return Phase.failed(machine.dimension(), PhaseOutcome.NOT_FINITE);
    }
    if (!machine.connections().withinHidden()) {
      return Mixture.clamped(machine, theta, patterns, blas, workers);
    }
    LayerPair layers = LayerPair.givenVisible(machine.connections(), blas);
    int m = layers.averaged();
    double[] couplings = new double[m * m];
    layers.couplings(theta, couplings);
    return RowPhase.of(
        layers,
        theta,
        patterns.rows(),
        patterns.shares(),
        new SampledUnits(
            machine.coding(),
            couplings,
            m,
            (fields, row, on) ->
                draw(SpinSystem.of(machine.coding(), couplings, fields, blas), seedOf(row), on)),
        workers);
  }

  private ChainSamples draw(SpinSystem system, long from, Workers workers) {
    int m = system.units();
    Chains run = new Chains(chains, m, from);
    LogPartitionEstimate annealed = estimate(run, run.anneal(system, temperatures, workers));
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
    return new ChainSamples(states, m, chains, kept, annealed);
  }

  /**
   * A seed of its own for each of many rows, mixed: seeds a multiple of the generator's own step
   * apart would let one row's groups draw what another's draw.
   */
  long seedOf(int row) {
    return new SplittableRandom(seed + ROW_STEP * (row + 1L)).nextLong();
  }
}
