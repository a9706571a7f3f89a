package org.roperator.spectrum;

import java.util.List;
import java.util.function.DoubleUnaryOperator;

/**
 * The distribution of all n eigenvalues, each counting 1/n, as {@link StochasticQuadrature} sees
 * it; immutable.
 *
 * <p>Every number is a mean over the probes with its standard error, the error of the quadrature
 * included. After an outcome other than {@link SpectrumOutcome#REACHED} it is the mean of the
 * probes that ended before, NaN if none did.
 */
public final class SpectralDensity {

  /** Changes of this share of a result do not make its rules too short. */
  private static final double NEGLIGIBLE = 1e-8;

  private final int dimension;
  private final List<ProbeRules> rules;
  private final SpectrumEnds ends;
  private final int products;
  private final SpectrumOutcome outcome;
  private final long seed;

  SpectralDensity(
      int dimension,
      List<ProbeRules> rules,
      SpectrumEnds ends,
      int products,
      SpectrumOutcome outcome,
      long seed) {
    this.dimension = dimension;
    this.rules = List.copyOf(rules);
    this.ends = ends;
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
    return rules.stream().mapToDouble(r -> r.full().largest()).max().orElse(Double.NaN);
  }

  /** The smallest node: an upper bound of the smallest eigenvalue; NaN without probes. */
  public double smallest() {
    return rules.stream().mapToDouble(r -> r.full().smallest()).min().orElse(Double.NaN);
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
    int least = rules.stream().mapToInt(r -> r.full().size()).min().orElse(0);
    RuleError unseen = p < 2 * least ? new Bracket(ProbeRules::full) : new HalvedRules(false);
    return integral(x -> Math.pow(x, p), unseen, rounding());
  }

  /**
   * The mean of f over all eigenvalues, {@code tr f(A) / n}, f being defined everywhere.
   *
   * <p>The error has three parts: what the probes leave open, what more steps of each would still
   * change, judged by what the second half and the second quarter of the steps changed, and what
   * rounding of the nodes does to f.
   */
  public Estimate mean(DoubleUnaryOperator f) {
    return integral(f, new HalvedRules(false), rounding());
  }

  /**
   * The trace {@code tr f(A) = Σf(λ)}, with the error of {@link #mean}.
   *
   * <p>For the functions that {@link SpectralFunction} names, but for the absolute value, what the
   * rules leave out is bounded instead of judged, by Gauss–Radau rules with a node at an end of the
   * spectrum (Golub &amp; Meurant 2010), wherever that end is known: as near to the outermost nodes
   * as all probes together would miss it once in 700 times (Kuczyński &amp; Woźniakowski 1992), and
   * off the function's pole.
   *
   * @return with {@link SpectrumOutcome#OUTSIDE_DOMAIN} and NaN if f is not defined at some node;
   *     with {@link SpectrumOutcome#BELOW_ROUNDING} and an infinite error if it is not defined at
   *     zero and some node is zero but for rounding
   */
  public Estimate trace(SpectralFunction f) {
    double near = rounding();
    boolean hidden = false;
    for (ProbeRules probe : rules) {
      GaussRule rule = probe.full();
      for (int i = 0; i < rule.size(); i++) {
        double x = rule.node(i);
        boolean zero = Math.abs(x) <= near;
        if (zero) {
          hidden |= !f.isDefinedAt(0);
        } else if (!f.isDefinedAt(x)) {
          return new Estimate(
              Double.NaN, Double.NaN, products, SpectrumOutcome.OUTSIDE_DOMAIN, seed);
        }
      }
    }
    if (hidden) {
      double left = integral(f::at, new Bracket(ProbeRules::full), 0).value() * dimension;
      return new Estimate(
          left, Double.POSITIVE_INFINITY, products, SpectrumOutcome.BELOW_ROUNDING, seed);
    }
    // What is zero but for rounding may lie beyond the domain's end at zero.
    DoubleUnaryOperator g = x -> Math.abs(x) <= near && !f.isDefinedAt(x) ? f.at(0) : f.at(x);
    Estimate mean = integral(g, unseen(f, near), near);
    return mean.mapped(dimension * mean.value(), dimension);
  }

  /** Bounds where the signs of derivatives give them, a judgement of gaps elsewhere. */
  private RuleError unseen(SpectralFunction f, double rounding) {
    return switch (f.derivatives()) {
      case ALTERNATING ->
          ends.lower() - f.pole() > rounding
              ? new Bracket(ProbeRules::below)
              : new HalvedRules(false);
      case ALIKE ->
          Double.isFinite(f.at(ends.upper()))
              ? new Bracket(ProbeRules::above)
              : new HalvedRules(false);
      case UNKNOWN -> new HalvedRules(false);
    };
  }

  /**
   * An integral with all of its errors.
   *
   * @param unseen of no rule yet: becomes what the rules leave out
   * @param uncertainty of each node
   */
  private Estimate integral(DoubleUnaryOperator f, RuleError unseen, double uncertainty) {
    if (rules.isEmpty()) {
      return new Estimate(Double.NaN, Double.NaN, products, outcome, seed);
    }
    RunningMean mean = new RunningMean();
    double rounding = 0;
    for (ProbeRules probe : rules) {
      mean.add(probe.full().integral(f));
      rounding += probe.full().sensitivity(f, uncertainty) / rules.size();
      unseen.add(probe, f);
    }
    double sampled = mean.standardError();
    double negligible = Math.max(mean.plainError() / 10, NEGLIGIBLE * mean.largest());
    boolean open = unseen.outweighs(negligible);
    return Estimate.of(
        mean.mean(),
        sampled + unseen.size(negligible) + rounding,
        products,
        open && isReached() ? SpectrumOutcome.TOO_FEW_STEPS : outcome,
        seed);
  }

  /** The log-determinant {@code ln det A}, for positive definite A. */
  public Estimate logDeterminant() {
    return trace(SpectralFunction.log());
  }

  /** The share of eigenvalues λ with {@code from ≤ λ < to}. */
  public Estimate share(double from, double to) {
    return share(from, to, rounding());
  }

  private Estimate share(double from, double to, double uncertainty) {
    return integral(x -> x >= from && x < to ? 1 : 0, new HalvedRules(true), uncertainty);
  }

  /** The share of eigenvalues below zero by more than rounding. */
  public Estimate negativeShare() {
    // The bound is that of rounding already.
    return share(Double.NEGATIVE_INFINITY, -rounding(), 0);
  }

  /** The density over an axis, smoothed as wide as the axis says. */
  public DensityCurve on(DensityGrid axis) {
    return DensityCurve.of(rules, axis, largest(), smallest());
  }

  /** What the eigenvalues are like as a whole. */
  public SpectralSummary summary() {
    int size = rules.stream().mapToInt(r -> r.full().size()).sum();
    double[] nodes = new double[size];
    double[] counts = new double[size];
    int i = 0;
    for (ProbeRules probe : rules) {
      GaussRule rule = probe.full();
      for (int j = 0; j < rule.size(); j++, i++) {
        nodes[i] = rule.node(j);
        counts[i] = rule.weight(j) * dimension / rules.size();
      }
    }
    return SpectralSummary.of(nodes, counts, dimension);
  }
}
