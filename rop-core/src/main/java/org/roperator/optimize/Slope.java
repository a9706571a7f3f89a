package org.roperator.optimize;

import java.util.Optional;
import org.roperator.function.FiniteSumExpansion;
import org.roperator.operator.Vectors;

/** What {@link HessianFree} takes from the expansion over all examples. */
final class Slope {

  private final double[] gradient;
  private final double[] meanSquaredGradient;
  private final double[] regulariserDiagonal;
  private final Optional<FiniteSumExpansion> kept;

  Slope(FiniteSumExpansion whole, boolean keep) {
    this.gradient = whole.gradient();
    this.meanSquaredGradient = whole.meanSquaredGradient();
    this.regulariserDiagonal = whole.regulariserDiagonal();
    this.kept = keep ? Optional.of(whole) : Optional.empty();
  }

  double[] gradient() {
    return gradient.clone();
  }

  double norm() {
    return Vectors.norm(gradient);
  }

  double[] preconditioner(double lambda, double exponent) {
    return DiagonalPreconditioner.of(meanSquaredGradient, regulariserDiagonal, lambda, exponent);
  }

  /** The expansion itself, if it was to be kept. */
  Optional<FiniteSumExpansion> kept() {
    return kept;
  }

  /** What is not finite here, as the end of a sentence. */
  Optional<String> trouble() {
    if (!Vectors.isFinite(gradient)) {
      return Optional.of("the gradient is not finite.");
    }
    return Vectors.isFinite(meanSquaredGradient)
        ? Optional.empty()
        : Optional.of("the mean squared gradient is not finite.");
  }
}
