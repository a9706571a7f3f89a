package org.roperator.cli.fit;

import java.util.Arrays;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.roperator.autodiff.Elementary;
import org.roperator.autodiff.Var;
import org.roperator.autodiff.VarArray;

/**
 * Counts of mean {@code μ = e^η} and variance {@code μ + αμ²}, with {@code θ = ln α}:
 *
 * <pre>{@code −ln L = −Σ_{j<y} ln(1 + αj) − yη + (y + 1/α) ln(1 + αμ) + ln y!}</pre>
 *
 * <p>With {@code ln(1 + αμ)} as softplus of θ + η, and the sum over j in place of the difference of
 * two ln Γ(y + 1/α), nothing cancels or overflows as α goes to 0, where the counts become
 * Poisson's.
 */
final class NegativeBinomial implements Family {

  private final Poisson poisson;
  private final double[] y;
  private final double[] shares;
  private final double[] counts;
  private final double size;
  private final double constant;
  private final double start;

  /** How many examples, as a share, have a count above j. */
  private final double[] above;

  private final VarArray j;

  /**
   * Begins at a dispersion.
   *
   * @param start α to begin with, above 0
   */
  NegativeBinomial(Examples examples, double start) {
    this.poisson = new Poisson(examples);
    this.start = start;
    this.y = examples.target().values();
    this.size = examples.size();
    this.shares = Sums.shares(examples.weights());
    this.counts = Sums.products(shares, y);
    this.constant = Sums.dot(shares, Arrays.stream(y).map(Poisson::logFactorial).toArray());
    int most = (int) Arrays.stream(y).max().orElse(0);
    this.above = new double[most];
    for (int i = 0; i < y.length; i++) {
      if (y[i] > 0) {
        above[(int) y[i] - 1] += shares[i];
      }
    }
    for (int k = most - 2; k >= 0; k--) {
      above[k] += above[k + 1];
    }
    this.j = VarArray.constant(IntStream.range(0, most).mapToDouble(k -> k).toArray());
  }

  @Override
  public int extras() {
    return 1;
  }

  @Override
  public Var loss(VarArray eta, Var[] theta) {
    Var alpha = theta[0].exp();
    Var clustering = j.multiply(alpha).map(Elementary.LOG1P).dot(above);
    VarArray softplus = eta.add(theta[0]).map(Elementary.SOFTPLUS);
    return softplus
        .dot(counts)
        .add(softplus.dot(shares).divide(alpha))
        .subtract(eta.dot(counts))
        .subtract(clustering)
        .add(constant);
  }

  @Override
  public double startLevel() {
    return poisson.startLevel();
  }

  @Override
  public double[] startExtras() {
    return new double[] {Math.log(start)};
  }

  @Override
  public Recession.Freedom[] freedoms() {
    return poisson.freedoms();
  }

  /** {@code 2 Σ w (y ln(y/μ) − (y + 1/α) ln((1 + αy)/(1 + αμ)))}. */
  @Override
  public OptionalDouble deviance(double[] eta, double[] theta) {
    double alpha = Math.exp(theta[0]);
    double sum = 0;
    for (int i = 0; i < y.length; i++) {
      double own = y[i] == 0 ? 0 : y[i] * (Math.log(y[i]) - eta[i]);
      double spread = Math.log1p(alpha * y[i]) - Elementary.SOFTPLUS.value(eta[i] + theta[0]);
      sum += shares[i] * (own - (y[i] + 1 / alpha) * spread);
    }
    return OptionalDouble.of(2 * size * sum);
  }
}
