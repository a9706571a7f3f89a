package org.roperator.optimize;

import org.roperator.internal.Vectors;
import org.roperator.solve.CgResult.NegativeCurvature;

/**
 * The step along a direction of negative curvature, for a solve that met it before it had any
 * other: signed to point downhill and as long as if the direction curved upwards as much as it
 * curves downwards.
 *
 * <pre>
 * s = −p · gᵀp / (|pᵀCp| + λ‖p‖²),     pᵀCp = pᵀ(C + λI)p − λ‖p‖²
 * </pre>
 *
 * The denominator is at least 2λ‖p‖², since {@code pᵀ(C + λI)p ≤ 0}.
 */
final class NegativeCurvatureStep {

  private NegativeCurvatureStep() {}

  /**
   * The step.
   *
   * @param found p, with its damped curvature {@code pᵀ(C + λI)p ≤ 0}
   * @param gradient g
   * @param lambda λ
   */
  static double[] of(NegativeCurvature found, double[] gradient, double lambda) {
    double[] p = found.direction();
    double damping = lambda * Vectors.dot(p, p);
    double length = Vectors.dot(gradient, p) / (Math.abs(found.curvature() - damping) + damping);
    Vectors.scale(-length, p);
    return p;
  }
}
