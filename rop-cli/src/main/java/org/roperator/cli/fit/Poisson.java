package org.roperator.cli.fit;

import java.util.Arrays;
import java.util.OptionalDouble;
import org.apache.commons.math3.special.Gamma;
import org.roperator.autodiff.Elementary;
import org.roperator.autodiff.Var;
import org.roperator.autodiff.VarArray;

/** Counts of mean {@code e^η}: {@code −ln L = e^η − yη + ln y!}. */
final class Poisson implements Family {

  private final double[] y;
  private final double[] shares;
  private final double[] counts;
  private final double[] offset;
  private final double size;
  private final double constant;

  Poisson(Examples examples) {
    this.y = examples.target().values();
    this.size = examples.size();
    this.offset = examples.offset();
    this.shares = Sums.shares(examples.weights());
    this.counts = Sums.products(shares, y);
    this.constant = Sums.dot(shares, Arrays.stream(y).map(Poisson::logFactorial).toArray());
  }

  static double logFactorial(double count) {
    return Gamma.logGamma(count + 1);
  }

  @Override
  public int extras() {
    return 0;
  }

  @Override
  public Var loss(VarArray eta, Var[] theta) {
    return eta.map(Elementary.EXP).dot(shares).subtract(eta.dot(counts)).add(constant);
  }

  @Override
  public double startLevel() {
    double largest = Arrays.stream(offset).max().orElse(0);
    double exposed =
        Sums.dot(shares, Arrays.stream(offset).map(o -> Math.exp(o - largest)).toArray());
    return Math.log(Arrays.stream(counts).sum() / exposed) - largest;
  }

  @Override
  public double[] startExtras() {
    return new double[0];
  }

  /** A count of 0 is the likelier the lower its mean; any other wants its own. */
  @Override
  public Recession.Freedom[] freedoms() {
    return Arrays.stream(y)
        .mapToObj(count -> count == 0 ? Recession.Freedom.DOWN : Recession.Freedom.HELD)
        .toArray(Recession.Freedom[]::new);
  }

  /** {@code 2 Σ w (y ln(y/μ) − (y − μ))}. */
  @Override
  public OptionalDouble deviance(double[] eta, double[] theta) {
    double sum = 0;
    for (int i = 0; i < y.length; i++) {
      double own = y[i] == 0 ? 0 : y[i] * (Math.log(y[i]) - eta[i]);
      sum += shares[i] * (own - y[i] + Math.exp(eta[i]));
    }
    return OptionalDouble.of(2 * size * sum);
  }
}
