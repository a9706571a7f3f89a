package org.roperator.optimize.rule;

import org.roperator.function.FiniteSum;
import org.roperator.internal.Arguments;
import org.roperator.optimize.Epochs;
import org.roperator.optimize.UpdateRule;

/**
 * Gradient descent with heavy-ball momentum (Polyak 1964): {@code u ← μu − η∇E}, {@code w ← w + u};
 * a rule for {@link Epochs}.
 *
 * <pre>{@code
 * Optimizer sgd = Epochs.of(50).withBatches(MiniBatches.shuffled(64, seed))
 *     .stepping(GradientDescent.ofRate(0.1).withMomentum(0.9));
 * }</pre>
 */
public final class GradientDescent implements UpdateRule {

  private final double rate;
  private final double momentum;

  private GradientDescent(double rate, double momentum) {
    this.rate = Arguments.requirePositive("The rate", rate);
    if (!(momentum >= 0 && momentum < 1)) {
      throw new IllegalArgumentException(
          "The momentum is " + momentum + ", but must be in [0, 1).");
    }
    this.momentum = momentum;
  }

  /**
   * Gradient descent with a constant rate and no momentum.
   *
   * @param rate η, above 0
   */
  public static GradientDescent ofRate(double rate) {
    return new GradientDescent(rate, 0);
  }

  /**
   * The same with a momentum.
   *
   * @param momentum μ, in [0, 1)
   */
  public GradientDescent withMomentum(double momentum) {
    return new GradientDescent(rate, momentum);
  }

  double rate() {
    return rate;
  }

  double momentum() {
    return momentum;
  }

  @Override
  public String name() {
    return "gradient-descent";
  }

  @Override
  public Steps begin(FiniteSum objective) {
    double[] u = new double[objective.dimension()];
    return (at, gradient, w) -> {
      for (int i = 0; i < w.length; i++) {
        u[i] = momentum * u[i] - rate * gradient[i];
        w[i] += u[i];
      }
      return true;
    };
  }
}
