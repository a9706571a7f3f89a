package org.roperator.recurrent;

import java.util.Arrays;
import org.roperator.dense.Matrix;
import org.roperator.parallel.Arena;

/**
 * Newton's method from where settling ended: {@code (I − WᵀD) Δx = −(x − Wᵀy(x) − …)}.
 *
 * <p>A factorization is kept as long as the steps are so short that it stands for the matrix at the
 * polished point, too: usually the first one is. Where the steps do not lower the residual the
 * state stays what it was; the residual recorded is always that of the state that is kept.
 */
final class NewtonRefinement {

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

  private NewtonRefinement() {}

  /** Polishes the patterns that stand still, or nearly. */
  static void polish(
      Dynamics dynamics, SettledBatch settled, FixedPointSystems.Newton systems, Arena arena) {
    for (int row = 0; row < settled.count(); row++) {
      if (isNear(settled, row)) {
        polish(dynamics, settled, systems, row, arena.rewound());
      }
    }
  }

  /** Polishes those alone that do not stand still to rounding already. */
  static void polishMoving(
      Dynamics dynamics, SettledBatch settled, FixedPointSystems.Newton systems, Arena arena) {
    for (int row = 0; row < settled.count(); row++) {
      if (isMoving(dynamics, settled, row)) {
        polish(dynamics, settled, systems, row, arena.rewound());
      }
    }
  }

  /** Whether there is one that {@link #polishMoving} would polish. */
  static boolean isAnyMoving(Dynamics dynamics, SettledBatch settled) {
    for (int row = 0; row < settled.count(); row++) {
      if (isMoving(dynamics, settled, row)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isMoving(Dynamics dynamics, SettledBatch settled, int row) {
    return isNear(settled, row)
        && !(settled.outcome(row).isEquilibrium()
            && residual(dynamics, settled, row) <= AT_REST * scale(dynamics, settled, row));
  }

  private static boolean isNear(SettledBatch settled, int row) {
    return settled.outcome(row).isEquilibrium()
        || (settled.outcome(row) == SettlingOutcome.SLOW && settled.residual(row) < NEAR);
  }

  private static void polish(
      Dynamics dynamics,
      SettledBatch settled,
      FixedPointSystems.Newton systems,
      int row,
      Arena arena) {
    int from = row * dynamics.n();
    int to = from + dynamics.n();
    double[] x = Arrays.copyOfRange(settled.x(), from, to);
    double[] y = Arrays.copyOfRange(settled.y(), from, to);
    double before = residual(dynamics, settled, row);
    step(dynamics, settled, systems, row, arena);
    double after = residual(dynamics, settled, row);
    if (!(after <= Math.max(before, AT_REST * scale(dynamics, settled, row)))) {
      System.arraycopy(x, 0, settled.x(), from, x.length);
      System.arraycopy(y, 0, settled.y(), from, y.length);
      moveSystem(dynamics, settled, systems, row);
      after = before;
    }
    finish(dynamics, settled, systems, row, after, arena);
  }

  /** Newton's steps, as long as they are short and contract. */
  private static void step(
      Dynamics dynamics,
      SettledBatch settled,
      FixedPointSystems.Newton systems,
      int row,
      Arena arena) {
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
      systems.solveTangent(row, step, arena);
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
      Dynamics dynamics, SettledBatch settled, FixedPointSystems.Newton systems, int row) {
    int at = row * dynamics.n();
    dynamics.slopes(settled.x(), at, settled.first() + row, systems.slopes(), at);
    systems.refresh(row);
  }

  private static void finish(
      Dynamics dynamics,
      SettledBatch settled,
      FixedPointSystems.Newton systems,
      int row,
      double residual,
      Arena arena) {
    settled.polished(row, residual);
    double scale = scale(dynamics, settled, row);
    boolean equilibrium = settled.outcome(row).isEquilibrium();
    if (equilibrium && systems.isSingular(row, arena)) {
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
  private static double residual(Dynamics dynamics, SettledBatch settled, int row) {
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

  private static double scale(Dynamics dynamics, SettledBatch settled, int row) {
    return 1 + largest(dynamics, settled.first() + row, settled.x(), row * dynamics.n());
  }

  /** {@code out = Wᵀy + b (+ I)}. */
  private static void totalInputs(
      Dynamics dynamics, int pattern, double[] y, int at, double[] out) {
    int n = dynamics.n();
    dynamics.weights().forward(Matrix.of(y, at, 1, n), 0, Matrix.of(out, 1, n));
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
