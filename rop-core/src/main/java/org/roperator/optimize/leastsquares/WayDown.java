package org.roperator.optimize.leastsquares;

import java.util.Optional;
import org.roperator.internal.Vectors;
import org.roperator.operator.SymmetricOperator;
import org.roperator.solve.LanczosTrustRegion;
import org.roperator.solve.TrustRegionModel;
import org.roperator.solve.TrustRegionStep;

/**
 * A lower point along negative curvature from one where the gradient vanished, if there is one.
 *
 * @param lower the point
 * @param length the scaled length of the step to it
 * @param remark what to add to the reason of an end; empty, or a sentence after a blank
 */
record WayDown(Optional<FitPoint> lower, double length, String remark) {

  /** As elsewhere in the toolkit: a minimum is one as far as these products show. */
  private static final int MOST_PRODUCTS = 60;

  private static final int MOST_TRIES = 6;
  private static final double SHORTER = 1.0 / 8;

  /** The first step as a part of {@code ‖Dw‖} or {@code ‖r‖}. */
  private static final double FIRST = 0.1;

  /** A fall below this part of F is rounding of products and sums. */
  private static final double VISIBLE = 0x1p-40;

  private static final long SEED = 1999;

  private static final WayDown NONE = new WayDown(Optional.empty(), 0, "");

  /** None, and no curvature to tell by. */
  private static final WayDown UNKNOWN =
      new WayDown(Optional.empty(), 0, " The residuals tell no curvature to know a saddle by.");

  /** None was looked for, or found. */
  static WayDown none() {
    return NONE;
  }

  /**
   * Looks.
   *
   * @param here the point
   * @param rounding what rounding of w changes the residuals by
   */
  static WayDown from(
      FitPoint here, Scales scales, double rounding, RobustLoss loss, FitCounter meter) {
    if (here.value() <= 0.5 * rounding * rounding) {
      return NONE; // nothing is lower than zero
    }
    SymmetricOperator h;
    try {
      h = here.hessian();
    } catch (FitCounter.Failure failure) {
      if (failure.thrown() instanceof UnsupportedOperationException) {
        return UNKNOWN;
      }
      throw failure;
    }
    double[] squares = scales.positive();
    for (int j = 0; j < squares.length; j++) {
      squares[j] *= squares[j];
    }
    TrustRegionModel model =
        LanczosTrustRegion.standard()
            .withPreconditioner(squares)
            .atMostProducts(MOST_PRODUCTS)
            .withGlobalMinimum(SEED)
            .model(h, here.gradient());
    double length = FIRST * Math.max(scales.lengthOf(here.w()), Vectors.norm(here.residuals()));
    for (int k = 0; k < MOST_TRIES; k++, length *= SHORTER) {
      TrustRegionStep step = model.step(length);
      double slope = Vectors.dot(here.gradient(), step.step());
      boolean bendsDown = step.decrease() + slope > 0.5 * step.decrease();
      if (!bendsDown || !(step.decrease() > VISIBLE * here.value())) {
        return NONE;
      }
      double[] moved = new double[here.w().length];
      Vectors.sum(here.w(), 1, step.step(), moved);
      Optional<FitPoint> there = lower(moved, here.value() - 0.25 * step.decrease(), loss, meter);
      if (there.isPresent()) {
        return new WayDown(there, length, "");
      }
    }
    return NONE;
  }

  private static Optional<FitPoint> lower(
      double[] w, double value, RobustLoss loss, FitCounter meter) {
    return meter
        .tryValues(w)
        .filter(r -> Weights.valueOf(loss, r) < value)
        .map(r -> FitPoint.of(w, loss, meter))
        .filter(point -> point.trouble().isEmpty());
  }
}
