package org.roperator.cli.fit;

import java.util.Optional;
import org.apache.commons.math3.distribution.NormalDistribution;
import org.apache.commons.math3.distribution.RealDistribution;
import org.apache.commons.math3.distribution.TDistribution;
import org.apache.commons.math3.special.Erf;

/**
 * Tests and intervals of estimates that are normal, or of Student's t where their scale is
 * estimated with so many degrees of freedom.
 *
 * @param confidence of the intervals, between 0 and 1
 * @param freedom degrees of freedom; none for normal estimates
 */
public record Wald(double confidence, Optional<Double> freedom) {

  /** {@code "t"} or {@code "z"}. */
  public String statistic() {
    return freedom.isPresent() ? "t" : "z";
  }

  /** How many standard errors an interval reaches to either side. */
  public double quantile() {
    RealDistribution distribution =
        freedom.isPresent() ? new TDistribution(freedom.get()) : new NormalDistribution();
    double tail = (1 - confidence) / 2;
    double quantile = -distribution.inverseCumulativeProbability(tail);
    for (int step = 0; step < 3; step++) { // theirs has nine digits
      quantile +=
          (distribution.cumulativeProbability(-quantile) - tail) / distribution.density(quantile);
    }
    return quantile;
  }

  /** What is known of an estimate. */
  Coefficient of(String name, String column, double estimate, double standardError) {
    double statistic = estimate / standardError;
    return new Coefficient(
        name,
        column,
        estimate,
        standardError,
        statistic,
        pValue(statistic),
        range(estimate, standardError));
  }

  /** The same where nobody asks whether it is 0. */
  Coefficient untested(String name, double estimate, double standardError) {
    return new Coefficient(
        name,
        name,
        estimate,
        standardError,
        Double.NaN,
        Double.NaN,
        range(estimate, standardError));
  }

  private Coefficient.Range range(double estimate, double standardError) {
    double half = quantile() * standardError;
    return new Coefficient.Range(estimate - half, estimate + half);
  }

  /** Of both sides. */
  private double pValue(double statistic) {
    double size = Math.abs(statistic);
    return freedom
        .map(df -> 2 * new TDistribution(df).cumulativeProbability(-size))
        .orElseGet(() -> Erf.erfc(size / Math.sqrt(2)));
  }
}
