package org.roperator.spectrum;

import java.util.List;

/**
 * Bounds that the whole spectrum lies between, but for a chance of 0.27 %, as that of three
 * standard errors; NaN where nothing is known.
 *
 * <p>After m steps from a random direction the largest Ritz value is below the largest eigenvalue
 * by more than {@code ε(λ₁ − λₙ)} with a probability of at most {@code 1.648√n e^(−√ε(2m − 1))},
 * likewise at the other end (Kuczyński &amp; Woźniakowski 1992, for directions uniform on the
 * sphere; signs differ from them little). All of L probes are off by as much with the L-th power of
 * that.
 */
record SpectrumEnds(double lower, double upper) {

  /** The chance for each end. */
  private static final double CHANCE = 0.00135;

  /** The theorem holds from here on. */
  private static final int FEWEST_STEPS = 4;

  private static final int FEWEST_DIMENSIONS = 8;

  /**
   * The ends as probes tell them.
   *
   * @param matrices those of the probes
   * @param rules their Gauss rules of all steps
   */
  static SpectrumEnds of(List<LanczosMatrix> matrices, List<GaussRule> rules, int n) {
    double lowest = rules.stream().mapToDouble(GaussRule::smallest).min().orElse(Double.NaN);
    double highest = rules.stream().mapToDouble(GaussRule::largest).max().orElse(Double.NaN);
    double beyond = share(matrices, n) * (highest - lowest);
    return new SpectrumEnds(lowest - beyond, highest + beyond);
  }

  /** How far the ends may lie beyond the outermost nodes, as a share of the nodes' spread. */
  private static double share(List<LanczosMatrix> matrices, int n) {
    int steps = 0;
    int probes = 0;
    for (LanczosMatrix matrix : matrices) {
      if (!matrix.isEnded()) {
        steps = matrix.steps();
        probes++;
      }
    }
    if (steps < FEWEST_STEPS || n < FEWEST_DIMENSIONS) {
      return Double.NaN;
    }
    double root = (Math.log(1.648 * Math.sqrt(n)) - Math.log(CHANCE) / probes) / (2 * steps - 1);
    double share = root * root;
    // ε is a share of the spectrum's spread, which is at most 1/(1 − 2ε) of that of the nodes.
    return share < 0.5 ? share / (1 - 2 * share) : Double.NaN;
  }
}
