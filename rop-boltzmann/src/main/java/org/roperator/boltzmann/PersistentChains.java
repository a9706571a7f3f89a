package org.roperator.boltzmann;

import java.util.Arrays;
import org.roperator.function.Workers;
import org.roperator.operator.Arguments;

/**
 * Chains that live on while the parameters change (Tieleman 2008, persistent contrastive
 * divergence): each step of learning sweeps them a little and takes its free statistics from them.
 *
 * <p>Mutable; for one thread at a time, though a sweep may run on several.
 */
public final class PersistentChains {

  private final BoltzmannMachine machine;
  private final Chains chains;

  private PersistentChains(BoltzmannMachine machine, Chains chains) {
    this.machine = machine;
    this.chains = chains;
  }

  /**
   * Chains drawn from a machine without couplings.
   *
   * @param machine the machine
   * @param w its parameters, of which the biases matter
   * @param count their number, at least 2
   * @param seed what all draws depend on
   */
  public static PersistentChains start(BoltzmannMachine machine, double[] w, int count, long seed) {
    if (count < 2) {
      throw new IllegalArgumentException(
          "The number of chains is " + count + ", but must be at least 2 for a covariance.");
    }
    Chains chains = new Chains(count, machine.units(), seed);
    double[] theta = machine.natural(w);
    double[] fields = Arrays.copyOfRange(theta, machine.connections().biasesFrom(), theta.length);
    chains.drawUncoupled(machine.coding(), fields);
    return new PersistentChains(machine, chains);
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
      return GibbsPhase.notFinite(machine, chains.count(), 1, workers);
    }
    chains.sweep(Gibbs.system(machine, theta), sweeps, workers);
    return GibbsPhase.of(
        machine,
        theta,
        chains.states().clone(),
        chains.count(),
        1,
        LogPartitionEstimate.none(chains.count()),
        workers);
  }
}
