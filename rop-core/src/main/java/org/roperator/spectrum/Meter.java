package org.roperator.spectrum;

import java.util.Arrays;
import org.roperator.operator.SymmetricOperator;
import org.roperator.operator.Vectors;

/** Products of an operator, counted and checked to be finite. */
final class Meter {

  private final SymmetricOperator operator;
  private final TaskRunner runner;
  private double[] norms = new double[0];
  private int products;

  Meter(SymmetricOperator operator) {
    this(operator, TaskRunner.sequential());
  }

  /** One that checks the products of several vectors where the runner says. */
  Meter(SymmetricOperator operator, TaskRunner runner) {
    this.operator = operator;
    this.runner = runner;
  }

  int dimension() {
    return operator.dimension();
  }

  int products() {
    return products;
  }

  /** The norm of one of the last products. */
  double norm(int product) {
    return norms[product];
  }

  /** The largest norm among the last products. */
  double largestNorm() {
    return Arrays.stream(norms).max().orElse(0);
  }

  /** Computes all products and answers whether they and their norms are finite. */
  boolean apply(double[][] vs, double[][] outs) {
    products += vs.length;
    if (vs.length == 1) {
      operator.apply(vs[0], outs[0]);
    } else {
      operator.applyAll(vs, outs);
    }
    norms = new double[outs.length];
    runner.run(outs.length, i -> norms[i] = Vectors.norm(outs[i]));
    return Vectors.isFinite(norms);
  }
}
