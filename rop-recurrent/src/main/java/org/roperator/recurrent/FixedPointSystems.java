package org.roperator.recurrent;

import java.util.Optional;

/**
 * The linear systems at the equilibria of consecutive patterns: {@code (I − WᵀD) u = s}, which
 * tangents of total inputs obey, and its transpose {@code (I − DW) u = s}, which adjoints obey.
 *
 * <p>Right-hand sides stand k to a pattern, n numbers each, one behind the other, and are
 * overwritten by the solutions. A solution that was not found to its tolerance is NaN throughout,
 * and reported.
 */
interface FixedPointSystems {

  /** What stands between the two systems of a pattern. */
  interface Between {
    /** Writes the right-hand sides of a pattern's adjoints, its tangents being there. */
    void at(int row);
  }

  /** The slopes σ′(x) of all patterns at which the systems stand, n numbers each. */
  double[] slopes();

  /** The same systems one by one, for Newton's method, where they can be had at a fair price. */
  Optional<NewtonSystems> newton();

  /** Solves {@code (I − DW) u = s} for all patterns. */
  void solveAdjoints(double[] s, int k, Unsolved unsolved, Area area);

  /** Solves the tangents' systems, and those of the adjoints that follow from them. */
  void solvePairs(
      double[] tangents, double[] adjoints, int k, Between between, Unsolved unsolved, Area area);

  /** The slopes of settled patterns. */
  static double[] slopesOf(Dynamics dynamics, Settled settled) {
    int n = dynamics.n();
    double[] slopes = new double[settled.count() * n];
    for (int row = 0; row < settled.count(); row++) {
      dynamics.slopes(settled.x(), row * n, settled.first() + row, slopes, row * n);
    }
    return slopes;
  }
}
