package org.roperator.boltzmann;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.roperator.function.FiniteSum;
import org.roperator.function.ParameterLayout;
import org.roperator.function.Workers;

/**
 * What a Boltzmann machine minimises when it learns visible patterns: the mean negative
 * log-likelihood {@code −Σ P⁺ ln P⁻}, or the divergence {@code G = Σ P⁺ ln(P⁺/P⁻)}.
 *
 * <p>A finite sum over the examples, {@code E_n = ln Z − ln Z_q(n)} with {@code Z_q} the sum over
 * hidden states given pattern q, and of the divergence also {@code + ln P⁺(q)}, with P⁺ that of all
 * patterns even where the sum is restricted to some. Equal patterns are computed with once.
 *
 * <p>The statistics of each phase are exact unless {@link #using} chooses others. Immutable.
 */
public final class BoltzmannObjective implements FiniteSum {

  private final BoltzmannMachine machine;
  private final Patterns patterns;
  private final double offset;
  private final Decay decay;
  private final Statistics freeStatistics;
  private final Statistics clampedStatistics;
  private final Workers workers;
  private final boolean divergence;
  private final Patterns all;
  private final int[] examples;

  private BoltzmannObjective(
      BoltzmannMachine machine,
      Patterns all,
      int[] examples,
      boolean divergence,
      Decay decay,
      Statistics freeStatistics,
      Statistics clampedStatistics,
      Workers workers) {
    this.machine = machine;
    this.all = all;
    this.examples = examples;
    this.patterns = examples.length == 0 ? all : all.restrictedTo(examples);
    this.divergence = divergence;
    this.offset = divergence ? all.meanLogShare(indices()) : 0;
    this.decay = decay;
    this.freeStatistics = freeStatistics;
    this.clampedStatistics = clampedStatistics;
    this.workers = workers;
  }

  static BoltzmannObjective of(BoltzmannMachine machine, Patterns patterns, boolean divergence) {
    patterns.requireFit(machine);
    return new BoltzmannObjective(
        machine,
        patterns,
        new int[0],
        divergence,
        new Decay(0, machine.connections().pairs(), machine.dimension()),
        Statistics.exact(),
        Statistics.exact(),
        Workers.of(1));
  }

  private int[] indices() {
    return examples.length == 0 ? IntStream.range(0, all.size()).toArray() : examples;
  }

  /** The same with other statistics in both phases. */
  public BoltzmannObjective using(Statistics statistics) {
    return using(statistics, statistics);
  }

  /**
   * The same with other statistics.
   *
   * @param free those of the free phase
   * @param clamped those of the clamped phase, which often can stay exact
   */
  public BoltzmannObjective using(Statistics free, Statistics clamped) {
    return new BoltzmannObjective(
        machine, all, examples, divergence, decay, free, clamped, workers);
  }

  /**
   * The same with {@code ½ · decay · Σ w_ij²} of the weights added, in place of any decay before.
   *
   * @param lambda finite, ≥ 0
   */
  public BoltzmannObjective withDecay(double lambda) {
    return new BoltzmannObjective(
        machine,
        all,
        examples,
        divergence,
        new Decay(lambda, machine.connections().pairs(), machine.dimension()),
        freeStatistics,
        clampedStatistics,
        workers);
  }

  /** The same on other threads; one, the caller's, unless this is called. */
  public BoltzmannObjective on(Workers other) {
    return new BoltzmannObjective(
        machine, all, examples, divergence, decay, freeStatistics, clampedStatistics, other);
  }

  /** The machine. */
  public BoltzmannMachine machine() {
    return machine;
  }

  @Override
  public int dimension() {
    return machine.dimension();
  }

  @Override
  public ParameterLayout layout() {
    return machine.layout();
  }

  @Override
  public int size() {
    return patterns.size();
  }

  @Override
  public BoltzmannObjective restrictedTo(int[] some) {
    org.roperator.function.Examples.requireIndices(some, size());
    int[] known = indices();
    return new BoltzmannObjective(
        machine,
        all,
        Arrays.stream(some).map(i -> known[i]).toArray(),
        divergence,
        decay,
        freeStatistics,
        clampedStatistics,
        workers);
  }

  @Override
  public double value(double[] w) {
    return freeStatistics.free(machine, w, workers).logPartition()
        - clampedStatistics.clamped(machine, w, patterns, workers).logPartition()
        + offset
        + decay.value(w);
  }

  @Override
  public BoltzmannExpansion expandAt(double[] w) {
    return new BoltzmannExpansion(
        machine,
        decay,
        freeStatistics.free(machine, w, workers),
        clampedStatistics.clamped(machine, w, patterns, workers),
        offset,
        w);
  }
}
