package org.roperator.recurrent;

/**
 * Newton's method from where settling ended: {@code (I − WᵀD) Δx = −(x − Wᵀy(x) − …)}.
 *
 * <p>A factorisation is kept as long as the steps are so short that it stands for the matrix at the
 * polished point, too: usually the first one is.
 */
final class Polishing {

  private static final int MOST_STEPS = 12;

  /** Steps below this, relative to 1 + max |x|, are rounding. */
  private static final double REACHED = 1e-15;

  /** Longer steps than this move the matrix by more than rounding. */
  private static final double SAME_MATRIX = 1e-12;

  /** Further away than this, Newton's method might end at another equilibrium. */
  private static final double NEAR = 1e-3;

  /** A residual that counts as standing still, relative to 1 + max |x|. */
  private static final double AT_REST = 1e-12;

  private Polishing() {}

  /** Polishes the patterns that stand still, or nearly. */
  static void polish(Dynamics dynamics, Settled settled, FixedPointSystems systems, Area area) {
    for (int row = 0; row < settled.count(); row++) {
      if (systems.canPolish() && isNear(settled, row)) {
        polish(dynamics, settled, systems, row, area.rewound());
      }
    }
  }

  /** Polishes those alone that were too slow. */
  static void polishSlow(Dynamics dynamics, Settled settled, FixedPointSystems systems, Area area) {
    for (int row = 0; row < settled.count(); row++) {
      if (systems.canPolish()
          && settled.outcome(row) == SettlingOutcome.SLOW
          && isNear(settled, row)) {
        polish(dynamics, settled, systems, row, area.rewound());
      }
    }
  }

  private static boolean isNear(Settled settled, int row) {
    return settled.outcome(row).isEquilibrium()
        || (settled.outcome(row) == SettlingOutcome.SLOW && settled.residual(row) < NEAR);
  }

  private static void polish(
      Dynamics dynamics, Settled settled, FixedPointSystems systems, int row, Area area) {
    int n = dynamics.n();
    int at = row * n;
    int pattern = settled.first() + row;
    double[] x = settled.x();
    double[] y = settled.y();
    double[] step = new double[n];
    double before = Double.POSITIVE_INFINITY;
    for (int i = 0; i < MOST_STEPS; i++) {
      totalInputs(dynamics, pattern, y, at, step);
      double scale = 1;
      for (int j = 0; j < n; j++) {
        step[j] -= x[at + j];
        scale = Math.max(scale, 1 + Math.abs(x[at + j]));
      }
      systems.solveTangent(row, step, area);
      double length = largest(step) / scale;
      if (!(length < before / 2)) {
        break; // what is left is rounding, or this is not where Newton's method contracts
      }
      before = length;
      for (int j = 0; j < n; j++) {
        x[at + j] += step[j];
      }
      dynamics.outputs(x, at, pattern, y, at);
      if (length > SAME_MATRIX) {
        dynamics.slopes(x, at, pattern, systems.slopes(), at);
        systems.refresh(row);
      } else if (length <= REACHED) {
        break;
      }
    }
    finish(dynamics, settled, systems, row);
  }

  private static void finish(
      Dynamics dynamics, Settled settled, FixedPointSystems systems, int row) {
    int n = dynamics.n();
    int at = row * n;
    double[] x = new double[n];
    double[] y = new double[n];
    totalInputs(dynamics, settled.first() + row, settled.y(), at, x);
    dynamics.outputs(x, 0, settled.first() + row, y, 0);
    double residual = 0;
    double scale = 1;
    for (int i = 0; i < n; i++) {
      residual = Math.max(residual, Math.abs(y[i] - settled.y()[at + i]));
      scale = Math.max(scale, 1 + Math.abs(x[i]));
    }
    if (systems.isSingular(row) && settled.outcome(row).isEquilibrium()) {
      settled.setOutcome(row, SettlingOutcome.SINGULAR);
    } else if (residual <= AT_REST * scale) {
      settled.polished(row, residual);
    }
  }

  /** {@code out = Wᵀy + b (+ I)}. */
  private static void totalInputs(
      Dynamics dynamics, int pattern, double[] y, int at, double[] out) {
    int n = dynamics.n();
    dynamics.connections().forward(dynamics.w(), new Rows(y, at, n, 1), 0, Rows.of(out, n, 1));
    dynamics.addConstants(out, 0, pattern);
  }

  private static double largest(double[] v) {
    double largest = 0;
    for (double entry : v) {
      largest = Math.max(largest, Math.abs(entry));
    }
    return largest;
  }
}
