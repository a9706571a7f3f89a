package org.roperator.spectrum;

import java.util.ArrayList;
import java.util.List;
import org.roperator.operator.Arguments;
import org.roperator.operator.SymmetricOperator;

/**
 * The density of all eigenvalues by stochastic Lanczos quadrature.
 *
 * <pre>{@code
 * SpectralDensity density = StochasticQuadrature.ofSteps(80).withProbes(10).of(hessian);
 * Estimate logDeterminant = density.logDeterminant();
 * }</pre>
 *
 * <p>For a random unit vector v the mean of {@code vᵀf(A)v} is {@code tr f(A)/n}, and m steps of
 * Lanczos from v give a Gauss rule for it: nodes are the Ritz values, weights the squared first
 * entries of their vectors, exact for polynomials up to degree 2m − 1. Here v has random signs
 * divided by √n, and the basis is orthogonalised in full, twice per step.
 *
 * <p>Costs m products per probe, fewer where the Krylov space ends before. Memory is m vectors for
 * each of the probes that go in step, as many as need 256 MB together, at least one; their products
 * run through {@link SymmetricOperator#applyAll}.
 *
 * <p>Sources: Golub &amp; Meurant (2010); Ubaru, Chen &amp; Saad (2017); Ghorbani, Krishnan &amp;
 * Xiao (2019). Immutable; each method below gives another value that differs in one thing.
 */
public final class StochasticQuadrature {

  private final int steps;
  private final int probes;
  private final long seed;
  private final TaskRunner runner;

  private StochasticQuadrature(int steps, int probes, long seed, TaskRunner runner) {
    this.steps = steps;
    this.probes = probes;
    this.seed = seed;
    this.runner = runner;
  }

  /**
   * Rules of m nodes, for 10 probes.
   *
   * @param steps m, at least 1; the narrowest features seen are about the width of the spectrum
   *     over m
   */
  public static StochasticQuadrature ofSteps(int steps) {
    return new StochasticQuadrature(
        Arguments.requirePositive("The number of steps", steps), 10, 0, TaskRunner.sequential());
  }

  /**
   * The same with another number of probes.
   *
   * @param probes at least 1; one alone tells nothing of its error
   */
  public StochasticQuadrature withProbes(int probes) {
    Arguments.requirePositive("The number of probes", probes);
    return new StochasticQuadrature(steps, probes, seed, runner);
  }

  /** The same with other random vectors. */
  public StochasticQuadrature withSeed(long seed) {
    return new StochasticQuadrature(steps, probes, seed, runner);
  }

  /** The same with the arithmetic on the basis run elsewhere than on the calling thread alone. */
  public StochasticQuadrature runningOn(TaskRunner runner) {
    return new StochasticQuadrature(steps, probes, seed, runner);
  }

  /** The density of an operator's eigenvalues. */
  public SpectralDensity of(SymmetricOperator a) {
    Meter meter = new Meter(a);
    Probes signs = new Probes(seed);
    QuadratureRun run = new QuadratureRun(meter, steps, probes, runner);
    List<GaussRule> rules = new ArrayList<>();
    SpectrumOutcome outcome = SpectrumOutcome.REACHED;
    while (rules.size() < probes && outcome == SpectrumOutcome.REACHED) {
      outcome = run.addRules(probes - rules.size(), signs, rules);
    }
    return new SpectralDensity(a.dimension(), rules, meter.products(), outcome, seed);
  }
}
