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
  private final End end;

  /**
   * How it ended.
   *
   * @param residual at the state
   * @param adjointLeft what was left of the adjoint system, if it was not solved
   */
  record End(SettlingOutcome outcome, double residual, double adjointLeft) {}

  Equilibrium(Dynamics dynamics, int pattern, double[] x, double[] y, double[] residuals, End end) {
    this.dynamics = dynamics;
    this.pattern = pattern;
    this.x = x;
    this.y = y;
    this.residuals = residuals;
    this.end = end;
  }

  Equilibrium withStabilityChecked() {
    boolean unstable =
        outcome() == SettlingOutcome.CONVERGED
            && stability().verdict() == Stability.Verdict.UNSTABLE;
    return unstable
        ? new Equilibrium(
            dynamics,
            pattern,
            x,
            y,
            residuals,
            new End(SettlingOutcome.UNSTABLE, end.residual(), end.adjointLeft()))
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
    return end.residual();
  }

  /** The residual after 0, 1, … steps, before Newton's, in a fresh array. */
  public double[] residuals() {
    return residuals.clone();
  }

  /** How settling ended. */
  public SettlingOutcome outcome() {
    return end.outcome();
  }

  /** A sentence with the numbers behind the outcome. */
  public String reason() {
    String reason =
        String.format(
            Locale.ROOT,
            "After %d iterations the residual is %.3g: %s.",
            iterations(),
            residual(),
            outcome().explanation());
    return outcome() != SettlingOutcome.ADJOINT_NOT_SOLVED
        ? reason
        : reason
            + String.format(
                Locale.ROOT,
                " What is left of that system is %.3g of its right-hand side and solution.",
                end.adjointLeft());
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
    return outcome() + ": " + reason();
  }
}
