package org.roperator.nn.curvature;

import org.roperator.dense.Blas;
import org.roperator.operator.SymmetricOperator;

/**
 * One block of a curvature matrix: an operator, and what more can be had of it.
 *
 * <p>The default methods work by products. A block that is a Kronecker product {@code Γ ⊗ A} has
 * them from its two factors, at the price of these; of a sum of such products only diagonal and
 * trace.
 */
public interface CurvatureBlock extends SymmetricOperator {

  /** What multiplies matrices: the BLAS of the process, unless a block has its own. */
  default Blas blas() {
    return Blas.instance();
  }

  /**
   * The block as an explicit matrix, symmetric to the last bit, at the cost of n products.
   *
   * @return n rows of length n
   * @throws IllegalArgumentException if n is above {@value BlockProducts#MOST_DENSE}
   */
  default double[][] dense() {
    return BlockProducts.dense(this);
  }

  /** The diagonal in a fresh array, at the cost of n products. */
  default double[] diagonal() {
    return BlockProducts.diagonal(this);
  }

  /** The trace: the sum of the diagonal, at its cost. */
  default double trace() {
    return BlockProducts.sum(diagonal());
  }

  /**
   * The algebraically largest eigenvalue, by Lanczos' method from a fixed start, at the cost of
   * some ten to at most {@value BlockProducts#MOST_STEPS} products and as many vectors.
   */
  default Eigenvalue largestEigenvalue() {
    return BlockProducts.largestEigenvalue(this);
  }

  /**
   * The inverse {@code (C + λI)⁻¹} as an operator, by an eigendecomposition that is made once.
   *
   * @param lambda λ, finite
   * @throws IllegalArgumentException if {@code C + λI} is not positive definite, naming its
   *     smallest eigenvalue, or if the matrix to decompose has more than {@value
   *     BlockProducts#MOST_DENSE} rows
   */
  default SymmetricOperator dampedInverse(double lambda) {
    return EigenMatrix.of(dense(), blas()).dampedInverse(lambda);
  }
}
