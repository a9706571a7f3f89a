package org.roperator.optimize.leastsquares;

import org.roperator.operator.SymmetricOperator;
import org.roperator.optimize.OptimizationOutcome;
import org.roperator.solve.LanczosTrustRegion;
import org.roperator.solve.TrustRegionModel;
import org.roperator.solve.TrustRegionOutcome;
import org.roperator.solve.TrustRegionStep;

/** The model {@code gᵀp + ½pᵀHp} with the whole Hessian H, by {@link LanczosTrustRegion}. */
final class NewtonModel implements StepModel {

  private final TrustRegionModel model;
  private final Scales scales;
  private final int rank;
  private final double least;
  private double fall = Double.NaN;

  /**
   * A model.
   *
   * @param h H
   * @param gradient g. Not modified.
   * @param scales whose D bounds the step
   * @param most the most products for one model
   * @param least the fall of the Gauss-Newton model, so far as it is known: where D is far from the
   *     curvature, a step to a small residual may not see all of the gradient
   */
  NewtonModel(SymmetricOperator h, double[] gradient, Scales scales, int most, double least) {
    double[] squares = scales.positive();
    for (int j = 0; j < squares.length; j++) {
      squares[j] *= squares[j];
    }
    this.model =
        LanczosTrustRegion.standard()
            .withPreconditioner(squares)
            .atMostProducts(most)
            .model(h, gradient);
    this.scales = scales;
    this.least = least;
    this.rank = gradient.length;
  }

  @Override
  public double fall() {
    return fall;
  }

  @Override
  public int rank() {
    return rank;
  }

  @Override
  public Step step(double radius) {
    TrustRegionStep found;
    try {
      found = model.step(radius);
    } catch (IllegalStateException thrown) {
      // The eigenvalues of a projection whose entries span all doubles.
      return Step.none(
          OptimizationOutcome.NOT_FINITE, "no step could be solved for: " + thrown.getMessage());
    }
    if (found.outcome() == TrustRegionOutcome.CANCELLED) {
      return Step.none(OptimizationOutcome.INTERRUPTED, "the thread was interrupted.");
    }
    if (found.outcome() == TrustRegionOutcome.NOT_FINITE) {
      return Step.none(
          OptimizationOutcome.NOT_FINITE, "no step could be solved for: " + found.reason());
    }
    if (found.outcome() == TrustRegionOutcome.INTERIOR) {
      fall = Math.max(least, found.decrease());
    }
    double[] p = found.step();
    return Step.of(p, found.multiplier(), scales.lengthOf(p), found.decrease());
  }
}
