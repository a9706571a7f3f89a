package org.roperator.optimize;

import org.roperator.internal.Vectors;
import org.roperator.operator.SymmetricOperator;

/**
 * The size of a curvature C, which the damping is a multiple of: {@code s = ‖Cg‖ / ‖g‖} with the
 * gradient g.
 *
 * <p>Where C is zero along g, or not finite, it is {@code ‖g‖ / ‖w‖}, with 1 for a w of zero.
 */
final class CurvatureScale {

  private CurvatureScale() {}

  /**
   * The size, above 0 and finite, at the cost of one product.
   *
   * @param curvature C
   * @param gradient g, finite and other than zero. Not modified.
   * @param w the point. Not modified.
   */
  static double of(SymmetricOperator curvature, double[] gradient, double[] w) {
    double norm = Vectors.norm(gradient);
    double[] along = gradient.clone();
    for (int i = 0; i < along.length; i++) {
      along[i] /= norm;
    }
    double size = Vectors.norm(curvature.times(along));
    if (size > 0 && size < Double.POSITIVE_INFINITY) {
      return size;
    }
    double length = Vectors.norm(w);
    double step = norm / (length > 0 ? length : 1);
    return Math.max(Double.MIN_NORMAL, Math.min(Double.MAX_VALUE, step));
  }
}
