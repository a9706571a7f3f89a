package org.roperator.spectrum;

import java.util.ArrayList;
import java.util.List;
import org.roperator.internal.Arguments;
import org.roperator.operator.SymmetricOperator;
import org.roperator.parallel.Workers;

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
 * divided by √n, and the basis is orthogonalized in full, twice per step.
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
  private final Workers workers;

  private StochasticQuadrature(int steps, int probes, long seed, Workers workers) {
    this.steps = steps;
    this.probes = probes;
    this.seed = seed;
    this.workers = workers;
  }

  /**
   * Rules of m nodes, for 10 probes.
   *
   * @param steps m, at least 1; the narrowest features seen are about the width of the spectrum
   *     over m
   */
  public static StochasticQuadrature ofSteps(int steps) {
    return new StochasticQuadrature(
        Arguments.requirePositive("The number of steps", steps), 10, 0, Workers.of(1));
  }

  /**
   * The same with another number of probes.
   *
   * @param probes at least 1; one alone tells nothing of its error
   */
  public StochasticQuadrature withProbes(int probes) {
    Arguments.requirePositive("The number of probes", probes);
    return new StochasticQuadrature(steps, probes, seed, workers);
  }

  /** The same with other random vectors. */
  public StochasticQuadrature withSeed(long seed) {
    return new StochasticQuadrature(steps, probes, seed, workers);
  }

  /** The same with the arithmetic on the basis run by these workers. */
  public StochasticQuadrature on(Workers workers) {
    return new StochasticQuadrature(steps, probes, seed, workers);
  }

  /** The density of an operator's eigenvalues. */
  public SpectralDensity of(SymmetricOperator a) {
    return CountedOperator.over(a, workers, this::of);
  }

  private SpectralDensity of(CountedOperator meter) {
    Probes signs = new Probes(seed);
    QuadratureRun run = new QuadratureRun(meter, steps, probes, workers);
    List<LanczosMatrix> matrices = new ArrayList<>();
    SpectrumOutcome outcome = SpectrumOutcome.REACHED;
    while (matrices.size() < probes && outcome == SpectrumOutcome.REACHED) {
      outcome = run.addMatrices(probes - matrices.size(), signs, matrices);
    }
    int n = meter.dimension();
    List<GaussRule> full = matrices.stream().map(t -> t.gauss(t.steps())).toList();
    SpectrumEnds ends = SpectrumEnds.of(matrices, full, n);
    List<ProbeRules> rules = ProbeRules.of(matrices, full, ends);
    return new SpectralDensity(n, rules, ends, meter.products(), outcome, seed);
  }
}
