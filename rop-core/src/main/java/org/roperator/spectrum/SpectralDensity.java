package org.roperator.spectrum;

import java.util.List;
import java.util.function.DoubleUnaryOperator;

/**
 * The distribution of all n eigenvalues, each counting 1/n, as {@link StochasticQuadrature} sees
 * it; immutable.
 *
 * <p>Every number is a mean over the probes with its standard error. After an outcome other than
 * {@link SpectrumOutcome#REACHED} it is the mean of the probes that ended before, NaN if none did.
 */
public final class SpectralDensity {

  private final int dimension;
  private final List<GaussRule> rules;
  private final int products;
  private final SpectrumOutcome outcome;
  private final long seed;

  SpectralDensity(
      int dimension, List<GaussRule> rules, int products, SpectrumOutcome outcome, long seed) {
    this.dimension = dimension;
    this.rules = List.copyOf(rules);
    this.products = products;
    this.outcome = outcome;
    this.seed = seed;
  }

  /** The number n of eigenvalues. */
  public int dimension() {
    return dimension;
  }

  /** How many probes came to their end. */
  public int probes() {
    return rules.size();
  }

  /** How many products were spent. */
  public int products() {
    return products;
  }

  /** Why the computation ended. */
  public SpectrumOutcome outcome() {
    return outcome;
  }

  /** Whether all probes came to their end. */
  public boolean isReached() {
    return outcome == SpectrumOutcome.REACHED;
  }

  /** The seed of the probes. */
  public long seed() {
    return seed;
  }

  /** The largest node: a lower bound of the largest eigenvalue; NaN without probes. */
  public double largest() {
    return rules.stream().mapToDouble(GaussRule::largest).max().orElse(Double.NaN);
  }

  /** The smallest node: an upper bound of the smallest eigenvalue; NaN without probes. */
  public double smallest() {
    return rules.stream().mapToDouble(GaussRule::smallest).min().orElse(Double.NaN);
  }

  /** Eigenvalues nearer to zero than this can't be told from rounding: {@code n ε max|λ|}. */
  public double rounding() {
    return dimension * 0x1p-52 * Math.max(Math.abs(largest()), Math.abs(smallest()));
  }

  /** The moment {@code tr Aᵖ / n}, exact for each probe while {@code p ≤ 2m − 1}. */
  public Estimate moment(int p) {
    if (p < 0) {
      throw new IllegalArgumentException("The moment is " + p + ", but must be at least 0.");
    }
    return mean(x -> Math.pow(x, p));
  }

  /** The mean of f over all eigenvalues, {@code tr f(A) / n}, f being defined everywhere. */
  public Estimate mean(DoubleUnaryOperator f) {
    RunningMean mean = new RunningMean();
    for (GaussRule rule : rules) {
      mean.add(rule.integral(f));
    }
    return new Estimate(
        rules.isEmpty() ? Double.NaN : mean.mean(),
        rules.isEmpty() ? Double.NaN : mean.standardError(),
        products,
        outcome,
        seed);
  }

  /**
   * The trace {@code tr f(A) = Σf(λ)}.
   *
   * @return with {@link SpectrumOutcome#OUTSIDE_DOMAIN} and NaN if f is not defined at some node
   */
  public Estimate trace(SpectralFunction f) {
    for (GaussRule rule : rules) {
      for (int i = 0; i < rule.size(); i++) {
        if (!f.isDefinedAt(rule.node(i))) {
          return new Estimate(
              Double.NaN, Double.NaN, products, SpectrumOutcome.OUTSIDE_DOMAIN, seed);
        }
      }
    }
    Estimate mean = mean(f::at);
    return mean.mapped(dimension * mean.value(), dimension);
  }

  /** The log-determinant {@code ln det A}, for positive definite A. */
  public Estimate logDeterminant() {
    return trace(SpectralFunction.log());
  }

  /** The share of eigenvalues λ with {@code from ≤ λ < to}. */
  public Estimate share(double from, double to) {
    return mean(x -> x >= from && x < to ? 1 : 0);
  }

  /** The share of eigenvalues below zero by more than rounding. */
  public Estimate negativeShare() {
    return share(Double.NEGATIVE_INFINITY, -rounding());
  }

  /** The density over an axis, smoothed as wide as the axis says. */
  public DensityCurve on(Axis axis) {
    return DensityCurve.of(rules, axis, largest(), smallest());
  }

  /** What the eigenvalues are like as a whole. */
  public SpectralSummary summary() {
    int size = rules.stream().mapToInt(r -> r.size()).sum();
    double[] nodes = new double[size];
    double[] counts = new double[size];
    int i = 0;
    for (GaussRule rule : rules) {
      for (int j = 0; j < rule.size(); j++, i++) {
        nodes[i] = rule.node(j);
        counts[i] = rule.weight(j) * dimension / rules.size();
      }
    }
    return SpectralSummary.of(nodes, counts, dimension);
  }
}
