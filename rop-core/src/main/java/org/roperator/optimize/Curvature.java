package org.roperator.optimize;

import org.roperator.function.FiniteSumExpansion;
import org.roperator.operator.BlockDiagonal;
import org.roperator.operator.SymmetricOperator;

/** Which curvature matrix a second-order method solves with. */
@FunctionalInterface
public interface Curvature {

  /** The curvature at an expansion, known by its products. */
  SymmetricOperator of(FiniteSumExpansion expansion);

  /** A block-diagonal curvature matrix, for {@link BlockNewton}. */
  @FunctionalInterface
  interface Blockwise extends Curvature {

    /**
     * The curvature at an expansion.
     *
     * <p>The blocks are solved with on several threads at a time, each on one.
     *
     * @throws IllegalArgumentException if the expansion is not of the kind this curvature is made
     *     for
     */
    @Override
    BlockDiagonal<?> of(FiniteSumExpansion expansion);
  }

  /**
   * The generalized Gauss-Newton matrix of a loss of a model, and the exact Hessian of a plain
   * objective, which has no such matrix.
   */
  static Curvature standard() {
    return BuiltInCurvature.STANDARD;
  }

  /**
   * The generalized Gauss-Newton matrix, positive semi-definite for convex losses: Martens' choice.
   *
   * <p>Only a loss of a model has one; a plain objective needs {@link #standard()} or {@link
   * #hessian()}.
   */
  static Curvature gaussNewton() {
    return BuiltInCurvature.GAUSS_NEWTON;
  }

  /** The exact Hessian, which may be indefinite. */
  static Curvature hessian() {
    return BuiltInCurvature.HESSIAN;
  }
}
