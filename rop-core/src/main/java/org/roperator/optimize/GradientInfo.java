package org.roperator.optimize;

import java.util.Optional;
import org.roperator.function.FiniteSumExpansion;
import org.roperator.internal.Vectors;

/** What {@link HessianFree} takes from the expansion over all examples. */
final class GradientInfo {

  private final double[] gradient;
  private final double[] meanSquaredGradient;
  private final double[] regularizerDiagonal;

  /**
   * The gradient and what else the expansion tells.
   *
   * @param gradient Not modified, and kept.
   */
  GradientInfo(double[] gradient, FiniteSumExpansion whole) {
    this.gradient = gradient;
    this.meanSquaredGradient = whole.meanSquaredGradient();
    this.regularizerDiagonal = whole.regularizerDiagonal();
  }

  double[] gradient() {
    return gradient.clone();
  }

  double norm() {
    return Vectors.norm(gradient);
  }

  /** {@code Σᵢ dᵢ}, of the mean squared gradient d. */
  double sumOfMeanSquares() {
    double sum = 0;
    for (double square : meanSquaredGradient) {
      sum += square;
    }
    return sum;
  }

  /**
   * The preconditioner's diagonal, with d in the unit of a curvature: so that the largest d met in
   * the run adds up to the curvature's size.
   *
   * @param size s
   * @param largest the largest sum of d met, at least the one here
   * @param lambda λ
   * @param exponent ξ
   */
  double[] preconditioner(double size, double largest, double lambda, double exponent) {
    double[] d = meanSquaredGradient.clone();
    for (int i = 0; i < d.length && largest > 0; i++) {
      d[i] = d[i] / largest * size;
    }
    return DiagonalPreconditioner.of(d, regularizerDiagonal, lambda, exponent);
  }

  /** What is not finite here, as the end of a sentence. */
  Optional<String> trouble() {
    return Vectors.isFinite(meanSquaredGradient)
        ? Optional.empty()
        : Optional.of("the mean squared gradient is not finite.");
  }
}
