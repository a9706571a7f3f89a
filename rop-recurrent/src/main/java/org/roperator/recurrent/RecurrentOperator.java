package org.roperator.recurrent;

import java.util.Arrays;
import org.roperator.operator.Arguments;
import org.roperator.operator.SymmetricOperator;

/**
 * Hessian or Gauss-Newton operator at equilibria; directions of a block share each pattern's
 * triangles and are solved for together.
 */
record RecurrentOperator(RecurrentExpansion at, boolean gaussNewton) implements SymmetricOperator {

  @Override
  public int dimension() {
    return at.dimension();
  }

  @Override
  public void apply(double[] v, double[] out) {
    Arguments.requireProduct(this, v, out);
    at.products(new double[][] {v}, new double[][] {out}, gaussNewton);
  }

  @Override
  public void applyAll(double[][] vs, double[][] outs) {
    Arguments.requireProducts(dimension(), vs, outs);
    int group = at.directionsAtOnce();
    for (int from = 0; from < vs.length; from += group) {
      int to = Math.min(vs.length, from + group);
      at.products(
          Arrays.copyOfRange(vs, from, to), Arrays.copyOfRange(outs, from, to), gaussNewton);
    }
  }
}
