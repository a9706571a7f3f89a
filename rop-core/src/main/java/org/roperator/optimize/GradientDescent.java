package org.roperator.optimize;

import org.roperator.function.FiniteSum;

/**
 * Gradient descent with heavy-ball momentum (Polyak 1964): {@code u ← μu − η∇E}, {@code w ← w + u}.
 *
 * <p>One {@link Iteration} is one epoch, an {@link EpochIteration}. Without other settings: no
 * momentum, one batch of all examples, 100 epochs.
 *
 * <pre>{@code
 * Optimizer sgd = GradientDescent.withRate(0.1).momentum(0.9)
 *     .batches(MiniBatches.shuffled(64, seed)).maxEpochs(50);
 * }</pre>
 */
public final class GradientDescent implements Optimizer {

  private final MomentumSettings settings;

  private GradientDescent(MomentumSettings settings) {
    this.settings = settings;
  }

  /**
   * Gradient descent with a constant rate.
   *
   * @param rate η, above 0
   */
  public static GradientDescent withRate(double rate) {
    return new GradientDescent(MomentumSettings.ofRate(rate));
  }

  /**
   * The same with a momentum.
   *
   * @param momentum μ, from 0 to below 1
   */
  public GradientDescent momentum(double momentum) {
    return new GradientDescent(settings.withMomentum(momentum));
  }

  /** The same with other mini-batches. */
  public GradientDescent batches(MiniBatches batches) {
    return new GradientDescent(settings.with(batches));
  }

  /** The same with another largest number of epochs, at least 1. */
  public GradientDescent maxEpochs(int limit) {
    return new GradientDescent(settings.withMaxEpochs(limit));
  }

  /** The same with another norm of an epoch's mean gradient at which the run has converged. */
  public GradientDescent gradientTolerance(double tolerance) {
    return new GradientDescent(settings.withGradientTolerance(tolerance));
  }

  @Override
  public String name() {
    return "gradient-descent";
  }

  @Override
  public OptimizationResult minimize(
      FiniteSum objective, double[] start, OptimizationListener listener) {
    double rate = settings.rate();
    double momentum = settings.momentum();
    double[] u = new double[objective.dimension()];
    UpdateRule heavyBall =
        (at, gradient, w, meter) -> {
          for (int i = 0; i < w.length; i++) {
            u[i] = momentum * u[i] - rate * gradient[i];
            w[i] += u[i];
          }
          return true;
        };
    return settings.epochs().run(objective, start, heavyBall, listener);
  }
}
