package org.roperator.recurrent;

import java.util.Arrays;

/**
 * Newton's method from where settling ended: {@code (I − WᵀD) Δx = −(x − Wᵀy(x) − …)}.
 *
 * <p>A factorisation is kept as long as the steps are so short that it stands for the matrix at the
 * polished point, too: usually the first one is. Where the steps do not lower the residual the
 * state stays what it was; the residual recorded is always that of the state that is kept.
 */
final class Polishing {

  private static final int MOST_STEPS = 12;

  /** Steps below this, relative to 1 + max |x|, are rounding. */
  private static final double REACHED = 1e-15;

  /** Longer steps than this move the matrix by more than rounding. */
  private static final double SAME_MATRIX = 1e-12;

  /** A longer step, relative to 1 + max |x|, might lead to another equilibrium, or to none. */
  private static final double LONGEST = 0.1;

  /** Further away than this, Newton's method might end at another equilibrium. */
  private static final double NEAR = 1e-3;

  /** A residual that counts as standing still, relative to 1 + max |x|. */
  private static final double AT_REST = 1e-12;

  private Polishing() {}

  /** Polishes the patterns that stand still, or nearly. */
  static void polish(Dynamics dynamics, Settled settled, NewtonSystems systems, Area area) {
    for (int row = 0; row < settled.count(); row++) {
      if (isNear(settled, row)) {
        polish(dynamics, settled, systems, row, area.rewound());
      }
    }
  }

  /** Polishes those alone that do not stand still to rounding already. */
  static void polishMoving(Dynamics dynamics, Settled settled, NewtonSystems systems, Area area) {
    for (int row = 0; row < settled.count(); row++) {
      if (isMoving(dynamics, settled, row)) {
        polish(dynamics, settled, systems, row, area.rewound());
      }
    }
  }

  /** Whether there is one that {@link #polishMoving} would polish. */
  static boolean isAnyMoving(Dynamics dynamics, Settled settled) {
    for (int row = 0; row < settled.count(); row++) {
      if (isMoving(dynamics, settled, row)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isMoving(Dynamics dynamics, Settled settled, int row) {
    return isNear(settled, row)
        && !(settled.outcome(row).isEquilibrium()
            && residual(dynamics, settled, row) <= AT_REST * scale(dynamics, settled, row));
  }

  private static boolean isNear(Settled settled, int row) {
    return settled.outcome(row).isEquilibrium()
        || (settled.outcome(row) == SettlingOutcome.SLOW && settled.residual(row) < NEAR);
  }

  private static void polish(
      Dynamics dynamics, Settled settled, NewtonSystems systems, int row, Area area) {
    int from = row * dynamics.n();
    int to = from + dynamics.n();
    double[] x = Arrays.copyOfRange(settled.x(), from, to);
    double[] y = Arrays.copyOfRange(settled.y(), from, to);
    double before = residual(dynamics, settled, row);
    step(dynamics, settled, systems, row, area);
    double after = residual(dynamics, settled, row);
    if (!(after <= Math.max(before, AT_REST * scale(dynamics, settled, row)))) {
      System.arraycopy(x, 0, settled.x(), from, x.length);
      System.arraycopy(y, 0, settled.y(), from, y.length);
      moveSystem(dynamics, settled, systems, row);
      after = before;
    }
    finish(dynamics, settled, systems, row, after, area);
  }

  /** Newton's steps, as long as they are short and contract. */
  private static void step(
      Dynamics dynamics, Settled settled, NewtonSystems systems, int row, Area area) {
    int n = dynamics.n();
    int at = row * n;
    int pattern = settled.first() + row;
    double[] x = settled.x();
    double[] step = new double[n];
    double longest = LONGEST;
    for (int i = 0; i < MOST_STEPS; i++) {
      totalInputs(dynamics, pattern, settled.y(), at, step);
      for (int j = 0; j < n; j++) {
        step[j] -= x[at + j];
      }
      systems.solveTangent(row, step, area);
      double length = largest(dynamics, pattern, step, 0) / scale(dynamics, settled, row);
      if (!(length <= longest)) {
        break; // what is left is rounding, or this is not where Newton's method contracts
      }
      longest = length / 2;
      for (int j = 0; j < n; j++) {
        x[at + j] += step[j];
      }
      dynamics.outputs(x, at, pattern, settled.y(), at);
      if (length > SAME_MATRIX) {
        moveSystem(dynamics, settled, systems, row);
      } else if (length <= REACHED) {
        break;
      }
    }
  }

  private static void moveSystem(
      Dynamics dynamics, Settled settled, NewtonSystems systems, int row) {
    int at = row * dynamics.n();
    dynamics.slopes(settled.x(), at, settled.first() + row, systems.slopes(), at);
    systems.refresh(row);
  }

  private static void finish(
      Dynamics dynamics,
      Settled settled,
      NewtonSystems systems,
      int row,
      double residual,
      Area area) {
    settled.polished(row, residual);
    double scale = scale(dynamics, settled, row);
    boolean equilibrium = settled.outcome(row).isEquilibrium();
    if (equilibrium && systems.isSingular(row, area)) {
      settled.setOutcome(row, SettlingOutcome.SINGULAR);
    } else if (residual <= AT_REST * scale) {
      settled.setOutcome(row, SettlingOutcome.CONVERGED);
    } else if (equilibrium && !(residual <= settled.tolerance(row) * scale)) {
      settled.setOutcome(row, SettlingOutcome.SLOW);
    }
  }

  /**
   * {@code max |σ(Wᵀy + …) − y|}. The total inputs of clamped units, which act on nobody and which
   * steps therefore need not get right, are made those of y.
   */
  private static double residual(Dynamics dynamics, Settled settled, int row) {
    int n = dynamics.n();
    int at = row * n;
    int pattern = settled.first() + row;
    double[] x = new double[n];
    double[] y = new double[n];
    totalInputs(dynamics, pattern, settled.y(), at, x);
    dynamics.outputs(x, 0, pattern, y, 0);
    for (int i = 0; i < n; i++) {
      y[i] -= settled.y()[at + i];
      if (!dynamics.patterns().isFree(pattern, i)) {
        settled.x()[at + i] = x[i];
      }
    }
    return largest(dynamics, pattern, y, 0);
  }

  private static double scale(Dynamics dynamics, Settled settled, int row) {
    return 1 + largest(dynamics, settled.first() + row, settled.x(), row * dynamics.n());
  }

  /** {@code out = Wᵀy + b (+ I)}. */
  private static void totalInputs(
      Dynamics dynamics, int pattern, double[] y, int at, double[] out) {
    int n = dynamics.n();
    dynamics.connections().forward(dynamics.w(), new Rows(y, at, n, 1), 0, Rows.of(out, n, 1));
    dynamics.addConstants(out, 0, pattern);
  }

  /** The largest magnitude among free units; NaN if one is. */
  private static double largest(Dynamics dynamics, int pattern, double[] v, int at) {
    double largest = 0;
    for (int i = 0; i < dynamics.n(); i++) {
      if (dynamics.patterns().isFree(pattern, i)) {
        largest = Math.max(largest, Math.abs(v[at + i]));
      }
    }
    return largest;
  }
}
