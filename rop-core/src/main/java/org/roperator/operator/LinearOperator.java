package org.roperator.operator;

import java.util.function.BiConsumer;
import org.roperator.internal.Arguments;

/**
 * A linear map {@code A: ℝⁿ → ℝᵐ} known only by its products.
 *
 * <p>Laws: {@code A(αu + βv) = αAu + βAv}; {@code ⟨u, Av⟩ = ⟨Aᵀu, v⟩}; the same {@code v} gives the
 * same result bit for bit. Implementations are immutable and safe to share between threads.
 */
public interface LinearOperator {

  /** The dimension n of the vectors this map takes. */
  int domainDimension();

  /** The dimension m of the vectors this map gives. */
  int rangeDimension();

  /**
   * Computes {@code out = A v}.
   *
   * @param v a vector of length n. Not modified.
   * @param out a vector of length m, another array than {@code v}. Overwritten.
   * @throws IllegalArgumentException if a length is wrong or both arrays are the same
   */
  void apply(double[] v, double[] out);

  /**
   * Computes {@code outs[j] = A vs[j]} for all j in one sweep where the implementation can.
   *
   * <p>Agrees with single products up to rounding.
   *
   * @param vs k vectors of length n, k ≥ 0. Not modified.
   * @param outs k vectors of length m, none of them one of {@code vs}. Overwritten.
   * @throws IllegalArgumentException if the numbers of vectors differ, a length is wrong, or an
   *     array stands in both
   */
  default void applyAll(double[][] vs, double[][] outs) {
    Arguments.requireProducts(domainDimension(), rangeDimension(), vs, outs);
    for (int j = 0; j < vs.length; j++) {
      apply(vs[j], outs[j]);
    }
  }

  /** The adjoint {@code Aᵀ: ℝᵐ → ℝⁿ}. */
  LinearOperator adjoint();

  /**
   * The product {@code A v} in a fresh array.
   *
   * @param v a vector of length n. Not modified.
   */
  default double[] times(double[] v) {
    double[] out = new double[rangeDimension()];
    apply(v, out);
    return out;
  }

  /**
   * The composition {@code v ↦ A(B v)}.
   *
   * @param inner the map B that is applied first; its range must be this map's domain
   */
  default LinearOperator after(LinearOperator inner) {
    return new ComposedOperator(this, inner);
  }

  /**
   * The map given by a product and the product of its adjoint.
   *
   * @param domainDimension n
   * @param rangeDimension m
   * @param product writes {@code A v} into its second argument, which it overwrites fully
   * @param adjointProduct writes {@code Aᵀ u} into its second argument, which it overwrites fully
   */
  static LinearOperator of(
      int domainDimension,
      int rangeDimension,
      BiConsumer<double[], double[]> product,
      BiConsumer<double[], double[]> adjointProduct) {
    return new FunctionOperator(domainDimension, rangeDimension, product, adjointProduct);
  }

  /**
   * The map of an explicit matrix.
   *
   * @param rows m rows of length n, at least one of each. Copied.
   */
  static LinearOperator dense(double[][] rows) {
    return DenseMatrixOperator.of(rows);
  }
}
