package org.roperator.spectrum;

import org.roperator.operator.SymmetricOperator;
import org.roperator.operator.Vectors;

/** Products of an operator, counted and checked to be finite. */
final class Meter {

  private final SymmetricOperator operator;
  private int products;

  Meter(SymmetricOperator operator) {
    this.operator = operator;
  }

  int dimension() {
    return operator.dimension();
  }

  int products() {
    return products;
  }

  /** Computes all products and answers whether they are finite. */
  boolean apply(double[][] vs, double[][] outs) {
    products += vs.length;
    if (vs.length == 1) {
      operator.apply(vs[0], outs[0]);
    } else {
      operator.applyAll(vs, outs);
    }
    for (double[] out : outs) {
      if (!Vectors.isFinite(out)) {
        return false;
      }
    }
    return true;
  }
}
