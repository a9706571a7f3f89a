package org.roperator.recurrent;

/** One term of a loss, to second order in the outputs of a pattern. */
interface LossTerm {

  /**
   * Outputs of consecutive patterns beside the targets of all, n numbers each.
   *
   * @param y outputs, those of row 0 first
   * @param t targets of all patterns, NaN for none
   * @param first the pattern whose outputs are row 0
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Outputs(double[] y, double[] t, int first, int n) {

    /** Index of a row's first output. */
    int at(int row) {
      return row * n;
    }

    /** Index of a row's first target. */
    int targetAt(int row) {
      return (first + row) * n;
    }
  }

  /** The units named; none means all. */
  int[] units();

  /** Requires targets this term can compare with. */
  void requireFit(PatternBatch patterns);

  /** The term of one row. */
  double value(Outputs outputs, int row);

  /** {@code out += weight ∂E/∂y} for one row, out standing as y does. */
  void addGradient(double weight, Outputs outputs, int row, double[] out);

  /**
   * {@code out += weight (∂²E/∂y²) u} for one row.
   *
   * @param at index of the first of n numbers in u and out
   */
  void addCurvature(double weight, Outputs outputs, int row, double[] u, double[] out, int at);
}
