package org.roperator.recurrent;

import org.jspecify.annotations.Nullable;
import org.roperator.dense.Matrix;

/**
 * Settles consecutive patterns together, so that each iteration is one matrix product for all that
 * have not come to rest.
 */
final class SettlingRun {

  private final Dynamics dynamics;
  private final Settling settling;
  private final Settling.Observer observer;

  SettlingRun(Dynamics dynamics, Settling settling, Settling.Observer observer) {
    this.dynamics = dynamics;
    this.settling = settling;
    this.observer = observer;
  }

  /** Settles the patterns from the first given to one before the last. */
  SettledBatch run(int first, int last) {
    int n = dynamics.n();
    int active = last - first;
    SettledBatch settled = new SettledBatch(first, active, n);
    double[] y = new double[active * n];
    double[] x = new double[active * n];
    double[] r = new double[active * n];
    int[] row = new int[active];
    StepRule[] rules = new StepRule[active];
    SettlingMonitor[] progress = new SettlingMonitor[active];
    for (int p = 0; p < active; p++) {
      row[p] = p;
      rules[p] = settling.newRule(dynamics.timeConstants());
      progress[p] = new SettlingMonitor(n, settling);
      start(first + p, y, p * n);
    }
    Matrix states = Matrix.of(y, active, n);
    Matrix inputs = Matrix.of(x, active, n);
    while (active > 0) {
      if (active < states.rows()) {
        states = states.rows(0, active);
        inputs = inputs.rows(0, active);
      }
      dynamics.weights().forward(states, 0, inputs);
      for (int p = active - 1; p >= 0; p--) {
        int at = p * n;
        residuals(first + row[p], y, x, r, at);
        SettlingOutcome outcome = progress[p].observe(y, x, r, at, rules[p]);
        if (active == 1 && settled.count() == 1) {
          observe(progress[p], outcome, y, r);
        }
        if (outcome == null) {
          rules[p].step(y, r, at);
          continue;
        }
        for (int i = 0; i < n; i++) {
          settled.y()[row[p] * n + i] = y[at + i] + r[at + i]; // σ of the x that is kept
          settled.x()[row[p] * n + i] = x[at + i];
        }
        settled.ended(row[p], outcome, progress[p]);
        active--;
        System.arraycopy(y, active * n, y, at, n);
        row[p] = row[active];
        rules[p] = rules[active];
        progress[p] = progress[active];
      }
    }
    return settled;
  }

  private void start(int pattern, double[] y, int at) {
    int n = dynamics.n();
    PatternBatch patterns = dynamics.patterns();
    for (int i = 0; i < n; i++) {
      double held = patterns.clamps[pattern * n + i];
      y[at + i] = Double.isNaN(held) ? patterns.starts[pattern * n + i] : held;
    }
  }

  /** {@code r = σ(x) − y}. */
  private void residuals(int pattern, double[] y, double[] x, double[] r, int at) {
    dynamics.addConstants(x, at, pattern);
    dynamics.outputs(x, at, pattern, r, at);
    for (int i = at; i < at + dynamics.n(); i++) {
      r[i] -= y[i];
    }
  }

  private void observe(
      SettlingMonitor progress, @Nullable SettlingOutcome outcome, double[] y, double[] r) {
    double residual = 0;
    for (double entry : r) {
      residual = Math.max(residual, Math.abs(entry));
    }
    // The count has gone on already unless this was the last state.
    observer.at(progress.iterations() - (outcome == null ? 1 : 0), y, residual);
  }
}
