package org.roperator.recurrent;

import java.util.Arrays;
import org.roperator.operator.Arguments;
import org.roperator.operator.SymmetricOperator;
import org.roperator.recurrent.RecurrentExpansion.Listening;

/**
 * Hessian or Gauss-Newton operator at equilibria; directions of a block share each pattern's
 * triangles and are solved for together.
 */
record RecurrentOperator(RecurrentExpansion at, boolean gaussNewton) implements SymmetricOperator {

  /** Its products are NaN then, which is all an operator can say. */
  private static final Listening SILENT = first -> (which, row, residual) -> {};

  @Override
  public int dimension() {
    return at.dimension();
  }

  @Override
  public void apply(double[] v, double[] out) {
    Arguments.requireProduct(this, v, out);
    at.products(new double[][] {v}, new double[][] {out}, gaussNewton, SILENT);
  }

  @Override
  public void applyAll(double[][] vs, double[][] outs) {
    Arguments.requireProducts(dimension(), vs, outs);
    int group = at.directionsAtOnce();
    for (int from = 0; from < vs.length; from += group) {
      int to = Math.min(vs.length, from + group);
      at.products(
          Arrays.copyOfRange(vs, from, to),
          Arrays.copyOfRange(outs, from, to),
          gaussNewton,
          SILENT);
    }
  }
}
