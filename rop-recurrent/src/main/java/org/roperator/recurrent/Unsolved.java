package org.roperator.recurrent;

/** Hears of systems that were not solved, from the thread that did not solve them. */
interface Unsolved {

  /** Which of the two systems. */
  enum Which {
    /** That of the tangents, R{y}. */
    TANGENT,
    /** That of the adjoints, λ or R{λ}. */
    ADJOINT
  }

  /**
   * Takes notice of one; its solution is NaN throughout.
   *
   * @param row the pattern
   * @param residual what was left, relative to right-hand side and solution together; NaN if that
   *     is not known
   */
  void found(Which which, int row, double residual);
}
