package org.roperator.optimize;

import org.roperator.function.FiniteSumExpansion;
import org.roperator.operator.BlockDiagonal;

/** A block-diagonal curvature matrix of an expansion, for {@link BlockNewton}. */
@FunctionalInterface
public interface BlockwiseCurvature {

  /**
   * The curvature at an expansion.
   *
   * <p>The blocks are solved with on several threads at a time, each on one.
   *
   * @throws IllegalArgumentException if the expansion is not of the kind this curvature is made for
   */
  BlockDiagonal<?> of(FiniteSumExpansion expansion);
}
