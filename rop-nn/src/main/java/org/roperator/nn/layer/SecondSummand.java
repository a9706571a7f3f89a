package org.roperator.nn.layer;

/**
 * What becomes of the second summand of Hessian back-propagation, a layer's own curvature {@code Σₖ
 * (∂²yₖ/∂x²) ∂E/∂yₖ}. For an activation it is the diagonal matrix of φ″∂E/∂y.
 *
 * <p>With a convex loss, all but the first make every block positive semi-definite.
 */
public enum SecondSummand {
  /** It stays: blocks of the Hessian. */
  KEEP,
  /** It is left out: blocks of the generalized Gauss-Newton matrix. */
  DROP,
  /** Its absolute value takes its place (Chen et al. 2018, PCH-abs). */
  ABSOLUTE,
  /** Its positive part takes its place (Chen et al. 2018, PCH-clip). */
  CLIP;

  /** What becomes of an eigenvalue of the summand, such as one of its diagonal entries. */
  public double of(double r) {
    return switch (this) {
      case KEEP -> r;
      case DROP -> 0;
      case ABSOLUTE -> Math.abs(r);
      case CLIP -> Math.max(r, 0);
    };
  }
}
