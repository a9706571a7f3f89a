package org.roperator.boltzmann;

import java.util.Arrays;
import org.roperator.function.FiniteSum;
import org.roperator.function.ParameterLayout;
import org.roperator.function.WeightDecay;
import org.roperator.parallel.Workers;

/**
 * What a Boltzmann machine minimizes when it learns visible patterns: the mean negative
 * log-likelihood {@code −Σ P⁺ ln P⁻}, or the divergence {@code G = Σ P⁺ ln(P⁺/P⁻)}.
 *
 * <p>A finite sum over the examples, {@code E_n = ln Z − ln Z_q(n)} with {@code Z_q} the sum over
 * hidden states given pattern q, and of the divergence also {@code + ln P⁺(q)}, with P⁺ that of all
 * patterns even where the sum is restricted to some. Equal patterns are computed with once.
 *
 * <p>The averages of each phase are exact unless {@link #withExpectations} says otherwise.
 * Immutable.
 */
public final class BoltzmannObjective implements FiniteSum {

  private final BoltzmannMachine machine;
  private final Patterns patterns;
  private final double[] constants;
  private final double offset;
  private final WeightDecay decay;
  private final Averaging averaging;

  /** How both phases are averaged, and on what threads. */
  private record Averaging(ExpectationMethod free, ExpectationMethod clamped, Workers workers) {

    Phase freePhase(BoltzmannMachine machine, double[] w) {
      return free.free(machine, w, workers);
    }

    Phase clampedPhase(BoltzmannMachine machine, double[] w, Patterns patterns) {
      return clamped.clamped(machine, w, patterns, workers);
    }
  }

  private BoltzmannObjective(
      BoltzmannMachine machine,
      Patterns patterns,
      double[] constants,
      WeightDecay decay,
      Averaging averaging) {
    this.machine = machine;
    this.patterns = patterns;
    this.constants = constants;
    this.offset = patterns.mean(constants);
    this.decay = decay;
    this.averaging = averaging;
  }

  /**
   * The mean negative log-likelihood {@code −Σ P⁺ ln P⁻} of patterns, by exact averages on the
   * caller's thread.
   *
   * @param machine the machine that learns
   * @param patterns as wide as the visible layer, of values the units take
   */
  public static BoltzmannObjective negativeLogLikelihood(
      BoltzmannMachine machine, Patterns patterns) {
    return of(machine, patterns, new double[patterns.size()]);
  }

  /**
   * The divergence {@code G = Σ P⁺ ln(P⁺/P⁻)} of a machine from patterns, ≥ 0, by exact averages on
   * the caller's thread: the negative log-likelihood less the entropy of P⁺.
   *
   * @param machine the machine that learns
   * @param patterns as wide as the visible layer, of values the units take
   */
  public static BoltzmannObjective divergence(BoltzmannMachine machine, Patterns patterns) {
    return of(machine, patterns, patterns.logShares());
  }

  private static BoltzmannObjective of(
      BoltzmannMachine machine, Patterns patterns, double[] constants) {
    patterns.requireFit(machine);
    ExpectationMethod exact = ExpectationMethod.exact();
    return new BoltzmannObjective(
        machine,
        patterns,
        constants,
        WeightDecay.none(),
        new Averaging(exact, exact, Workers.of(1)));
  }

  /** This objective with both phases averaged by the given method. */
  public BoltzmannObjective withExpectations(ExpectationMethod method) {
    return withExpectations(method, method);
  }

  /**
   * This objective with each phase averaged by a method of its own.
   *
   * @param free that of the free phase
   * @param clamped that of the clamped phase, which often can stay exact
   */
  public BoltzmannObjective withExpectations(ExpectationMethod free, ExpectationMethod clamped) {
    return with(new Averaging(free, clamped, averaging.workers));
  }

  /** This objective computed on the given threads, in place of the caller's alone. */
  public BoltzmannObjective on(Workers workers) {
    return with(new Averaging(averaging.free, averaging.clamped, workers));
  }

  private BoltzmannObjective with(Averaging other) {
    return new BoltzmannObjective(machine, patterns, constants, decay, other);
  }

  /**
   * This objective plus {@code ½ · factor · Σ w_ij²} of the weights, in place of any decay before.
   *
   * @param factor finite, ≥ 0
   */
  public BoltzmannObjective withDecay(double factor) {
    WeightDecay ofWeights = WeightDecay.ofFirst(machine.connections().pairs(), factor);
    return new BoltzmannObjective(machine, patterns, constants, ofWeights, averaging);
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
    Patterns few = patterns.restrictedTo(some);
    double[] theirs = Arrays.stream(some).mapToDouble(i -> constants[i]).toArray();
    return new BoltzmannObjective(machine, few, theirs, decay, averaging);
  }

  @Override
  public double value(double[] w) {
    return averaging.freePhase(machine, w).logPartition()
        - averaging.clampedPhase(machine, w, patterns).logPartition()
        + offset
        + decay.value(w);
  }

  @Override
  public BoltzmannExpansion expandAt(double[] w) {
    return new BoltzmannExpansion(
        machine,
        decay,
        averaging.freePhase(machine, w),
        averaging.clampedPhase(machine, w, patterns),
        offset,
        w);
  }
}
