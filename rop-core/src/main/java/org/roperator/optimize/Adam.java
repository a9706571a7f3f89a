package org.roperator.optimize;

import org.roperator.function.FiniteSum;
import org.roperator.function.FiniteSumExpansion;
import org.roperator.operator.Arguments;

/**
 * Adam (Kingma &amp; Ba 2015, algorithm 1), with its bias correction and its constants.
 *
 * <pre>
 * m ← β₁m + (1 − β₁)g        v ← β₂v + (1 − β₂)g²
 * w ← w − α · m/(1 − β₁ᵗ) / (√(v/(1 − β₂ᵗ)) + ε)
 * β₁ = 0.9, β₂ = 0.999, ε = 1e-8, and α = 0.001 by default
 * </pre>
 *
 * <p>One {@link Iteration} is one epoch, an {@link EpochIteration}. Without other settings: one
 * batch of all examples, 100 epochs.
 */
public final class Adam implements Optimizer {

  private static final double DEFAULT_RATE = 1e-3;
  private static final double BETA_1 = 0.9;
  private static final double BETA_2 = 0.999;
  private static final double EPSILON = 1e-8;

  private final double rate;
  private final Epochs epochs;

  private Adam(double rate, Epochs epochs) {
    this.rate = Arguments.requirePositive("The rate", rate);
    this.epochs = epochs;
  }

  /** Adam with the rate its authors suggest, 0.001. */
  public static Adam withDefaultRate() {
    return withRate(DEFAULT_RATE);
  }

  /**
   * Adam with a constant rate.
   *
   * @param rate α, above 0
   */
  public static Adam withRate(double rate) {
    return new Adam(rate, Epochs.DEFAULT);
  }

  /** The same with other mini-batches. */
  public Adam batches(MiniBatches batches) {
    return new Adam(rate, new Epochs(batches, epochs.limit(), epochs.gradientTolerance()));
  }

  /** The same with another largest number of epochs, at least 1. */
  public Adam maxEpochs(int limit) {
    return new Adam(rate, new Epochs(epochs.batches(), limit, epochs.gradientTolerance()));
  }

  /** The same with another norm of an epoch's mean gradient at which the run has converged. */
  public Adam gradientTolerance(double tolerance) {
    return new Adam(rate, new Epochs(epochs.batches(), epochs.limit(), tolerance));
  }

  @Override
  public String name() {
    return "adam";
  }

  @Override
  public OptimizationResult minimize(
      FiniteSum objective, double[] start, OptimizationListener listener) {
    return epochs.run(objective, start, new Moments(rate, objective.dimension()), listener);
  }

  /** The two running moments of one run. */
  private static final class Moments implements UpdateRule {

    private final double rate;
    private final double[] m;
    private final double[] v;
    private double beta1ToT = 1;
    private double beta2ToT = 1;

    Moments(double rate, int n) {
      this.rate = rate;
      this.m = new double[n];
      this.v = new double[n];
    }

    @Override
    public boolean step(FiniteSumExpansion at, double[] g, double[] w, MeteredObjective meter) {
      beta1ToT *= BETA_1;
      beta2ToT *= BETA_2;
      for (int i = 0; i < w.length; i++) {
        m[i] = BETA_1 * m[i] + (1 - BETA_1) * g[i];
        v[i] = BETA_2 * v[i] + (1 - BETA_2) * g[i] * g[i];
        double mHat = m[i] / (1 - beta1ToT);
        double vHat = v[i] / (1 - beta2ToT);
        w[i] -= rate * mHat / (Math.sqrt(vHat) + EPSILON);
      }
      return true;
    }
  }
}
