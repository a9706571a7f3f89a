package org.roperator.operator;

import java.util.function.BiConsumer;
import org.roperator.internal.Vectors;

/**
 * A square operator equal to its adjoint: {@code ⟨u, Av⟩ = ⟨v, Au⟩}.
 *
 * <p>The type of every curvature matrix of this toolkit. It is built from others by composition:
 *
 * <pre>{@code
 * SymmetricOperator b = expansion.gaussNewton().damped(lambda);
 * SymmetricOperator firstLayer = expansion.hessian().block(0, 650);
 * }</pre>
 *
 * <p>The composed operators cost the products of their parts and reuse their work arrays: a product
 * allocates nothing unless several threads share one operator.
 */
public interface SymmetricOperator extends LinearOperator {

  /** The dimension n: this operator maps ℝⁿ to ℝⁿ. */
  int dimension();

  @Override
  default int domainDimension() {
    return dimension();
  }

  @Override
  default int rangeDimension() {
    return dimension();
  }

  /** This operator itself. */
  @Override
  default SymmetricOperator adjoint() {
    return this;
  }

  /** The quadratic form {@code vᵀAv}, at the cost of one product and one fresh array. */
  default double quadraticForm(double[] v) {
    return Vectors.dot(v, times(v));
  }

  /** The sum {@code A + B}. */
  default SymmetricOperator plus(SymmetricOperator other) {
    return new SumOperator(this, 1, other);
  }

  /** The difference {@code A − B}. */
  default SymmetricOperator minus(SymmetricOperator other) {
    return new SumOperator(this, -1, other);
  }

  /** The multiple {@code αA}. */
  default SymmetricOperator scaledBy(double alpha) {
    return new AffineOperator(this, alpha, 0);
  }

  /** The damped operator {@code A + λI}. */
  default SymmetricOperator damped(double lambda) {
    return new AffineOperator(this, 1, lambda);
  }

  /**
   * The congruence {@code JᵀAJ}, a symmetric operator on the domain of J.
   *
   * @param j a map whose range is this operator's space
   */
  default SymmetricOperator congruence(LinearOperator j) {
    return new CongruenceOperator(this, j);
  }

  /**
   * The diagonal block of rows and columns {@code from ≤ i < to}, at the cost of a full product.
   *
   * @param from first index of the block
   * @param to one past its last index
   */
  default SymmetricOperator block(int from, int to) {
    return new BlockOperator(this, from, to);
  }

  /**
   * The operator given by its product.
   *
   * @param dimension n
   * @param product writes {@code A v} into its second argument, which it overwrites fully; must be
   *     symmetric, repeatable and safe to call from several threads
   */
  static SymmetricOperator of(int dimension, BiConsumer<double[], double[]> product) {
    return new SymmetricFunctionOperator(dimension, product);
  }

  /** The identity of ℝⁿ. */
  static SymmetricOperator identity(int dimension) {
    return zero(dimension).damped(1);
  }

  /** The zero operator of ℝⁿ. */
  static SymmetricOperator zero(int dimension) {
    return diagonal(new double[dimension]);
  }

  /**
   * The diagonal operator {@code v ↦ d ∘ v}.
   *
   * @param diagonal d, finite. Copied.
   */
  static SymmetricOperator diagonal(double[] diagonal) {
    return new DiagonalOperator(diagonal);
  }

  /**
   * The operator of an explicit symmetric matrix.
   *
   * @param rows n rows of length n, finite and equal to their transpose to the last bit. Copied.
   * @throws IllegalArgumentException naming the first pair of entries that differ
   */
  static SymmetricOperator symmetric(double[][] rows) {
    return SymmetricMatrixOperator.of(rows);
  }
}
