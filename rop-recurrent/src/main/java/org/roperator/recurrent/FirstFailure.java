package org.roperator.recurrent;

import org.roperator.recurrent.Unsolved.Which;

/** The first pattern, in their order, at which a product failed; for any number of threads. */
final class FirstFailure {

  private ProductOutcome outcome = ProductOutcome.SOLVED;
  private int pattern = Integer.MAX_VALUE;
  private double residual = Double.NaN;

  /** Of a pattern only the first report counts: a tangent's comes before its adjoint's. */
  synchronized void found(ProductOutcome failed, int where, double left) {
    if (where < pattern) {
      outcome = failed;
      pattern = where;
      residual = left;
    }
  }

  /** What hears of the systems of patterns from a number on. */
  Unsolved from(int first) {
    return (which, row, left) ->
        found(
            which == Which.TANGENT
                ? ProductOutcome.TANGENT_NOT_SOLVED
                : ProductOutcome.ADJOINT_NOT_SOLVED,
            first + row,
            left);
  }

  synchronized RecurrentProduct product(double[] values) {
    return new RecurrentProduct(values, outcome, pattern, residual);
  }
}
