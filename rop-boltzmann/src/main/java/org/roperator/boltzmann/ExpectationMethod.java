package org.roperator.boltzmann;

import org.roperator.parallel.Workers;

/**
 * How the averages over a machine's states are found: exactly, by mean field, or by sampling.
 *
 * <p>Immutable values; a phase made twice at the same point is the same bit for bit, for any number
 * of threads.
 */
public interface ExpectationMethod {

  /**
   * The free phase: all units vary.
   *
   * @param machine the machine
   * @param w its parameters. Not modified.
   * @param workers what to compute on
   */
  Phase free(BoltzmannMachine machine, double[] w, Workers workers);

  /**
   * The clamped phase: for each pattern the hidden units vary.
   *
   * @param machine the machine
   * @param w its parameters. Not modified.
   * @param patterns visible patterns of the machine's coding
   * @param workers what to compute on
   */
  Phase clamped(BoltzmannMachine machine, double[] w, Patterns patterns, Workers workers);

  /**
   * Exact averages by enumeration.
   *
   * <p>A layer without connections of its own is summed out in closed form over the states of the
   * other; otherwise all states of the free units are visited, at most 2³⁰.
   */
  static Exact exact() {
    return Exact.standard();
  }

  /** The deterministic Boltzmann machine, with its default constants. */
  static MeanField meanField() {
    return MeanField.standard();
  }

  /**
   * Gibbs sampling by many parallel chains.
   *
   * @param chains their number, at least 2
   * @param seed what all draws depend on
   */
  static Gibbs gibbs(int chains, long seed) {
    return Gibbs.of(chains, seed);
  }
}
