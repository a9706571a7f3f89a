package org.roperator.optimize;

import org.roperator.internal.Vectors;
import org.roperator.operator.SymmetricOperator;

/**
 * How much of the fall that the model promised came true:
 *
 * <pre>
 * ρ = (f_chunk(w + p) − f_chunk(w)) / (½ pᵀCp + gᵀp)
 * </pre>
 *
 * with the curvature C of the chunk, undamped, and the gradient g over all examples. −∞ if the
 * chunk's value rose.
 */
final class ReductionRatio {

  private ReductionRatio() {}

  /**
   * The ratio, at the cost of one product.
   *
   * @param before f_chunk(w)
   * @param after f_chunk(w + p)
   * @param curvature C
   * @param gradient g
   * @param p the full step, before any line search
   */
  static double of(
      double before, double after, SymmetricOperator curvature, double[] gradient, double[] p) {
    double change = after - before;
    if (change > 0) {
      return Double.NEGATIVE_INFINITY;
    }
    return change / (0.5 * curvature.quadraticForm(p) + Vectors.dot(gradient, p));
  }
}
