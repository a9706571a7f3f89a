package org.roperator.recurrent;

import java.util.Optional;
import org.roperator.parallel.Arena;

/**
 * The linear systems at the equilibria of consecutive patterns: {@code (I − WᵀD) u = s}, which
 * tangents of total inputs obey, and its transpose {@code (I − DW) u = s}, which adjoints obey.
 *
 * <p>Right-hand sides stand k to a pattern, n numbers each, one behind the other, and are
 * overwritten by the solutions. A solution that was not found to its tolerance is NaN throughout,
 * and reported.
 */
interface FixedPointSystems {

  /** Which of the two systems. */
  enum Which {
    /** That of the tangents, R{y}. */
    TANGENT,
    /** That of the adjoints, λ or R{λ}. */
    ADJOINT
  }

  /** Callback for systems that did not converge, on the thread that ran them. */
  interface Unsolved {
    /**
     * Takes notice of one; its solution is NaN throughout.
     *
     * @param row the pattern
     * @param residual what was left, relative to right-hand side and solution together; NaN if that
     *     is not known
     */
    void found(Which which, int row, double residual);
  }

  /** What stands between the two systems of a pattern. */
  interface Between {
    /** Writes the right-hand sides of a pattern's adjoints, its tangents being there. */
    void at(int row);
  }

  /** The systems as Newton's method moves them, pattern by pattern. */
  interface Newton {

    /** The slopes σ′(x) of all patterns, n numbers each; to be overwritten before a refresh. */
    double[] slopes();

    /** Moves the system of one pattern to the slopes as they are now. */
    void refresh(int row);

    /** Solves {@code (I − WᵀD) u = s} for one pattern; NaN throughout if it is not solved. */
    void solveTangent(int row, double[] s, Arena arena);

    /** Whether a pattern's matrix is known to be singular. */
    boolean isSingular(int row, Arena arena);
  }

  /** The slopes σ′(x) of all patterns at which the systems stand, n numbers each. */
  double[] slopes();

  /** The same systems one by one, for Newton's method, where they can be had at a fair price. */
  Optional<Newton> newton();

  /** Solves {@code (I − DW) u = s} for all patterns. */
  void solveAdjoints(double[] s, int k, Unsolved unsolved, Arena arena);

  /** Solves the tangents' systems, and those of the adjoints that follow from them. */
  void solvePairs(
      double[] tangents, double[] adjoints, int k, Between between, Unsolved unsolved, Arena arena);

  /** The slopes of settled patterns. */
  static double[] slopesOf(Dynamics dynamics, SettledBatch settled) {
    int n = dynamics.n();
    double[] slopes = new double[settled.count() * n];
    for (int row = 0; row < settled.count(); row++) {
      dynamics.slopes(settled.x(), row * n, settled.first() + row, slopes, row * n);
    }
    return slopes;
  }
}
