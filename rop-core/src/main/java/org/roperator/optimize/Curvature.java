package org.roperator.optimize;

import org.roperator.function.FiniteSumExpansion;
import org.roperator.operator.SymmetricOperator;

/** Which curvature matrix a second-order method solves with. */
@FunctionalInterface
public interface Curvature {

  /** The curvature at an expansion, known by its products. */
  SymmetricOperator of(FiniteSumExpansion expansion);

  /**
   * The generalised Gauss-Newton matrix, positive semi-definite for convex losses: Martens' choice.
   *
   * <p>Only a loss of a model has one; a plain objective needs {@link #hessian()}.
   */
  static Curvature gaussNewton() {
    return BuiltInCurvature.GAUSS_NEWTON;
  }

  /** The exact Hessian, which may be indefinite. */
  static Curvature hessian() {
    return BuiltInCurvature.HESSIAN;
  }
}
