package org.roperator.optimize;

import org.roperator.function.FiniteSum;
import org.roperator.function.FiniteSumExpansion;
import org.roperator.operator.Arguments;
import org.roperator.operator.SymmetricOperator;
import org.roperator.operator.Vectors;

/** Counts what a run spends, and turns a point outside ℝⁿ into an infinite value. */
final class MeteredObjective {

  private long evaluations;
  private long expansions;
  private long products;

  /** The start of a run, checked and copied. */
  static double[] startOf(FiniteSum objective, double[] start) {
    Arguments.requireLength(
        "The start", start, objective.dimension(), "the objective has " + objective.dimension());
    Arguments.requireFinite("The start", start);
    return start.clone();
  }

  /** The value at a point, NaN as infinity: either is worse than any other. */
  double value(FiniteSum objective, double[] w) {
    if (!Vectors.isFinite(w)) {
      return Double.POSITIVE_INFINITY; // an objective refuses a point that overflowed
    }
    evaluations++;
    double value = objective.value(w);
    return Double.isNaN(value) ? Double.POSITIVE_INFINITY : value;
  }

  FiniteSumExpansion expand(FiniteSum objective, double[] w) {
    expansions++;
    return objective.expandAt(w);
  }

  /** The same operator, its products counted; for one thread. */
  SymmetricOperator counting(SymmetricOperator a) {
    return SymmetricOperator.of(
        a.dimension(),
        (v, out) -> {
          products++;
          a.apply(v, out);
        });
  }

  /** Counts products that were spent on other threads. */
  void addProducts(long spent) {
    products += spent;
  }

  long evaluations() {
    return evaluations;
  }

  long expansions() {
    return expansions;
  }

  long products() {
    return products;
  }
}
