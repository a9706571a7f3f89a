package org.roperator.recurrent;

import java.util.Locale;

/**
 * Where a network came to rest on one pattern, or what it did instead. Immutable.
 *
 * <p>Unless {@link #outcome()} says that it is an equilibrium, the state is only the last one seen.
 */
public final class Equilibrium {

  private final Dynamics dynamics;
  private final int pattern;
  private final double[] x;
  private final double[] y;
  private final double[] residuals;
  private final double residual;
  private final SettlingOutcome outcome;
  private final double adjointLeft;

  Equilibrium(
      Dynamics dynamics,
      int pattern,
      double[] x,
      double[] y,
      double[] residuals,
      double residual,
      SettlingOutcome outcome,
      double adjointLeft) {
    this.dynamics = dynamics;
    this.pattern = pattern;
    this.x = x;
    this.y = y;
    this.residuals = residuals;
    this.residual = residual;
    this.outcome = outcome;
    this.adjointLeft = adjointLeft;
  }

  Equilibrium withStabilityChecked() {
    boolean unstable =
        outcome == SettlingOutcome.CONVERGED && stability().verdict() == Stability.Verdict.UNSTABLE;
    return unstable
        ? new Equilibrium(
            dynamics, pattern, x, y, residuals, residual, SettlingOutcome.UNSTABLE, adjointLeft)
        : this;
  }

  /** The outputs y of the units in a fresh array. */
  public double[] state() {
    return y.clone();
  }

  /** What the units' functions were applied to, in a fresh array. */
  public double[] totalInputs() {
    return x.clone();
  }

  /** How many steps were made, Newton's not counted. */
  public int iterations() {
    return residuals.length - 1;
  }

  /** The residual {@code max |σ(Wᵀy + …) − y|} at the state. */
  public double residual() {
    return residual;
  }

  /** The residual after 0, 1, … steps, before Newton's, in a fresh array. */
  public double[] residuals() {
    return residuals.clone();
  }

  /** What became of it. */
  public SettlingOutcome outcome() {
    return outcome;
  }

  /** A sentence with the numbers behind the outcome. */
  public String reason() {
    String reason =
        String.format(
            Locale.ROOT,
            "After %d iterations the residual is %.3g: %s.",
            iterations(),
            residual,
            outcome.explanation());
    return outcome != SettlingOutcome.ADJOINT_NOT_SOLVED
        ? reason
        : reason
            + String.format(
                Locale.ROOT,
                " What is left of that system is %.3g of its right-hand side and solution.",
                adjointLeft);
  }

  /**
   * How the network behaves near the state: the spectrum of what it does to a small push. Computed
   * at each call: all of it for up to 200 free units, at about 10 n³ operations; above that the
   * numbers are estimates from 80 products.
   */
  public Stability stability() {
    return Stability.at(dynamics, pattern, x);
  }

  @Override
  public String toString() {
    return outcome + ": " + reason();
  }
}
