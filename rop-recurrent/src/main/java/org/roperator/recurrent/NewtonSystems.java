package org.roperator.recurrent;

/** {@link FixedPointSystems} as Newton's method moves them, pattern by pattern. */
interface NewtonSystems {

  /** The slopes σ′(x) of all patterns, n numbers each; to be overwritten before a refresh. */
  double[] slopes();

  /** Moves the system of one pattern to the slopes as they are now. */
  void refresh(int row);

  /** Solves {@code (I − WᵀD) u = s} for one pattern; NaN throughout if it is not solved. */
  void solveTangent(int row, double[] s, Area area);

  /** Whether a pattern's matrix is known to be singular. */
  boolean isSingular(int row, Area area);
}
