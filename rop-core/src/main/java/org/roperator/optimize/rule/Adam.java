package org.roperator.optimize.rule;

import org.roperator.function.FiniteSum;
import org.roperator.function.FiniteSumExpansion;
import org.roperator.internal.Arguments;
import org.roperator.optimize.Epochs;
import org.roperator.optimize.UpdateRule;

/**
 * Adam (Kingma &amp; Ba 2015, algorithm 1), with its bias correction and its constants; a rule for
 * {@link Epochs}.
 *
 * <pre>
 * m ← β₁m + (1 − β₁)g        v ← β₂v + (1 − β₂)g²
 * w ← w − α · m/(1 − β₁ᵗ) / (√(v/(1 − β₂ᵗ)) + ε)
 * β₁ = 0.9, β₂ = 0.999, ε = 1e-8, and α = 0.001 by default
 * </pre>
 */
public final class Adam implements UpdateRule {

  private static final double BETA_1 = 0.9;
  private static final double BETA_2 = 0.999;
  private static final double EPSILON = 1e-8;

  private final double rate;

  private Adam(double rate) {
    this.rate = Arguments.requirePositive("The rate", rate);
  }

  /** Adam with the rate its authors suggest, 0.001. */
  public static Adam standard() {
    return ofRate(1e-3);
  }

  /**
   * Adam with a constant rate.
   *
   * @param rate α, above 0
   */
  public static Adam ofRate(double rate) {
    return new Adam(rate);
  }

  @Override
  public String name() {
    return "adam";
  }

  @Override
  public Steps begin(FiniteSum objective) {
    return new Moments(rate, objective.dimension());
  }

  /** The two running moments of one run. */
  private static final class Moments implements Steps {

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
    public boolean step(FiniteSumExpansion at, double[] g, double[] w) {
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
