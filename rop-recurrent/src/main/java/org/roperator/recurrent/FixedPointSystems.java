package org.roperator.recurrent;

/**
 * The linear systems at the equilibria of consecutive patterns: {@code (I − WᵀD) u = s}, which
 * tangents of total inputs obey, and its transpose {@code (I − DW) u = s}, which adjoints obey.
 *
 * <p>Right-hand sides stand k to a pattern, n numbers each, one behind the other, and are
 * overwritten by the solutions. A solution that was not found to its tolerance is NaN throughout.
 */
interface FixedPointSystems {

  /** The slopes σ′(x) of all patterns at which the systems stand, n numbers each. */
  double[] slopes();

  /** Moves the system of one pattern to other slopes, which have been written already. */
  void refresh(int row);

  /** Whether {@link #solveTangent} is there to polish with. */
  boolean canPolish();

  /** Solves {@code (I − WᵀD) u = s} for one pattern. */
  void solveTangent(int row, double[] s, Area area);

  /** Solves {@code (I − WᵀD) u = s} for all patterns. */
  void solveTangents(double[] s, int k, Area area);

  /** Solves {@code (I − DW) u = s} for all patterns. */
  void solveAdjoints(double[] s, int k, Area area);

  /** Whether a pattern's matrix is known to be singular. */
  boolean isSingular(int row);

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
