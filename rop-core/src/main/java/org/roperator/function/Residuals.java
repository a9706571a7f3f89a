package org.roperator.function;

import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * A differentiable map {@code r: ℝⁿ → ℝᵐ}, such as the misfits of a model to m measurements, whose
 * squares are to be small.
 *
 * <pre>{@code
 * ResidualsExpansion at = residuals.expandAt(w);
 * double[] gradient = at.jacobian().adjoint().times(at.values()); // of ½‖r‖²
 * }</pre>
 *
 * <p>A program over numbers that differentiate themselves is one ({@code
 * org.roperator.autodiff.TapeMap}); {@link #of} makes one of derivatives by hand.
 *
 * <p>Implementations are immutable and safe to share between threads; m is the same at every point.
 * Where the map overflows or is not defined, its values are infinite or NaN.
 */
public interface Residuals {

  /** The number n of parameters. */
  int dimension();

  /**
   * The values {@code r(w)}, in a fresh array of length m.
   *
   * @param w n finite parameters. Not modified.
   * @throws IllegalArgumentException if the length is wrong or an entry is not finite
   */
  double[] values(double[] w);

  /**
   * The map to first order at a point.
   *
   * @param w n finite parameters. Not modified; copied, so that the caller may overwrite it.
   * @throws IllegalArgumentException if the length is wrong or an entry is not finite
   */
  ResidualsExpansion expandAt(double[] w);

  /**
   * A map given by its values and its Jacobian, a matrix of few numbers.
   *
   * @param dimension n, at least 1
   * @param values gives m numbers for n
   * @param jacobian gives m rows of n numbers, {@code ∂rᵢ/∂wⱼ} in row i and column j
   */
  static Residuals of(
      int dimension, UnaryOperator<double[]> values, Function<double[], double[][]> jacobian) {
    return new GivenResiduals(dimension, values, jacobian);
  }
}
