package org.roperator.boltzmann;

import org.roperator.dense.Blas;
import org.roperator.internal.Arguments;
import org.roperator.parallel.Workers;

/**
 * Chains that persist while the parameters change (Tieleman 2008, persistent contrastive
 * divergence): each step of learning sweeps them a little and takes its free statistics from them.
 *
 * <p>Mutable; for one thread at a time, though a sweep may run on several.
 */
public final class PersistentChains {

  private final BoltzmannMachine machine;
  private final Chains chains;
  private final Blas blas;

  private PersistentChains(BoltzmannMachine machine, Chains chains, Blas blas) {
    this.machine = machine;
    this.chains = chains;
    this.blas = blas;
  }

  /**
   * Chains drawn from a machine without couplings, every second one near another mode of the
   * machine where there is one, so that chains that do not mix are recognized.
   *
   * @param machine the machine
   * @param w its parameters
   * @param count their number, at least 2
   * @param seed what all draws depend on
   */
  public static PersistentChains of(BoltzmannMachine machine, double[] w, int count, long seed) {
    return of(machine, w, count, seed, Blas.instance());
  }

  /**
   * Chains like those of {@link #of(BoltzmannMachine, double[], int, long)}, swept by the given
   * matrix products.
   *
   * @param machine the machine
   * @param w its parameters
   * @param count their number, at least 2
   * @param seed what all draws depend on
   * @param blas what multiplies matrices
   */
  public static PersistentChains of(
      BoltzmannMachine machine, double[] w, int count, long seed, Blas blas) {
    if (count < 2) {
      throw new IllegalArgumentException(
          "The number of chains is " + count + ", but must be at least 2 for a covariance.");
    }
    Chains chains = new Chains(count, machine.units(), seed);
    double[] theta = machine.natural(w);
    SpinSystem system = SpinSystem.of(machine, theta, blas);
    chains.drawUncoupled(machine.coding(), system.fields(), OtherEnd.shift(system));
    return new PersistentChains(machine, chains, blas);
  }

  /**
   * Sweeps all chains, and freezes a copy of their states as the free phase at the parameters.
   *
   * @param w the parameters. Not modified.
   * @param sweeps at least 1
   * @param workers what to compute on
   * @return the free phase; its ln Z is NaN, since nothing was annealed. Where the parameters are
   *     too large, a failed phase, and the chains stay where they are.
   */
  public GibbsPhase advance(double[] w, int sweeps, Workers workers) {
    Arguments.requirePositive("The number of sweeps", sweeps);
    double[] theta = machine.natural(w);
    if (BoltzmannMachine.areTooLarge(theta)) {
      return GibbsPhase.notFinite(machine, chains.count(), 1, blas, workers);
    }
    chains.sweep(SpinSystem.of(machine, theta, blas), sweeps, workers);
    int count = chains.count();
    ChainSamples samples =
        new ChainSamples(
            chains.states().clone(), machine.units(), count, 1, LogPartitionEstimate.none(count));
    return GibbsPhase.of(machine, theta, samples, blas, workers);
  }
}
