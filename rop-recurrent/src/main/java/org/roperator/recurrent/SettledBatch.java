package org.roperator.recurrent;

import java.util.Arrays;

/** Consecutive patterns after settling: states, total inputs, and what became of each. */
final class SettledBatch {

  private final int first;
  private final int count;
  private final int n;
  private final double[] x;
  private final double[] y;
  private final SettlingOutcome[] outcomes;
  private final double[][] residuals;
  private final double[] tolerances;
  private final double[] polishedTo;
  private final double[] adjointLeft;

  SettledBatch(int first, int count, int n) {
    this.first = first;
    this.count = count;
    this.n = n;
    this.x = new double[count * n];
    this.y = new double[count * n];
    this.outcomes = new SettlingOutcome[count];
    Arrays.fill(outcomes, SettlingOutcome.SLOW);
    this.residuals = new double[count][];
    Arrays.fill(residuals, new double[] {Double.NaN});
    this.tolerances = new double[count];
    Arrays.fill(tolerances, Double.NaN);
    this.polishedTo = new double[count];
    Arrays.fill(polishedTo, Double.NaN);
    this.adjointLeft = new double[count];
  }

  /** The number of the first pattern. */
  int first() {
    return first;
  }

  int count() {
    return count;
  }

  double[] x() {
    return x;
  }

  double[] y() {
    return y;
  }

  SettlingOutcome outcome(int row) {
    return outcomes[row];
  }

  void ended(int row, SettlingOutcome outcome, SettlingMonitor way) {
    outcomes[row] = outcome;
    residuals[row] = way.residuals();
    tolerances[row] = way.tolerance();
  }

  void setOutcome(int row, SettlingOutcome outcome) {
    outcomes[row] = outcome;
  }

  /** Takes note of what was left of the adjoint system, relative to both its sides. */
  void adjointNotSolved(int row, double residual) {
    outcomes[row] = SettlingOutcome.ADJOINT_NOT_SOLVED;
    adjointLeft[row] = residual;
  }

  /** Takes note of the residual after Newton steps. */
  void polished(int row, double residual) {
    polishedTo[row] = residual;
  }

  /** The residual, relative to 1 + max |x|, that was asked for. */
  double tolerance(int row) {
    return tolerances[row];
  }

  double residual(int row) {
    if (!Double.isNaN(polishedTo[row])) {
      return polishedTo[row];
    }
    double[] history = residuals[row];
    return history[history.length - 1];
  }

  Equilibrium equilibrium(int row, Dynamics dynamics) {
    return new Equilibrium(
        dynamics,
        first + row,
        Arrays.copyOfRange(x, row * n, (row + 1) * n),
        Arrays.copyOfRange(y, row * n, (row + 1) * n),
        residuals[row].clone(),
        new Equilibrium.End(outcomes[row], residual(row), adjointLeft[row]));
  }
}
