package org.roperator.solve;

import java.util.OptionalLong;
import org.roperator.internal.Arguments;
import org.roperator.solve.KrylovModel.Reduced;

/**
 * A quadratic model {@code m(p) = gᵀp + ½pᵀHp} and the products with H that were made for its
 * steps: a step of another radius uses them again. Made by {@link LanczosTrustRegion#model};
 * mutable, for one thread.
 */
public final class TrustRegionModel {

  /** A space of this dimension is looked at after each product, a larger one now and then. */
  private static final int SMALL = 32;

  /** Rounding of products with H, beside the largest eigenvalue met and the radius. */
  private static final double ROUNDING = 0x1p-50;

  private final KrylovModel model;
  private final double relative;
  private final int most;
  private final OptionalLong seed;

  TrustRegionModel(KrylovModel model, double relative, int most, OptionalLong seed) {
    this.model = model;
    this.relative = relative;
    this.most = most;
    this.seed = seed;
  }

  /** How many products with H were made. */
  public int products() {
    return model.products();
  }

  /**
   * The curvature along the gradient, {@code gᵀHg / gᵀg}, at the cost of the first product, which
   * serves the steps as well; NaN if it is not finite or the gradient is zero. With a
   * preconditioner in its norm.
   */
  public double gradientCurvature() {
    return model.firstCurvature();
  }

  /**
   * A lower bound of the norm of H: the longest of its products with directions of length 1 so far;
   * 0 before the first. With a preconditioner in its norm.
   */
  public double operatorNorm() {
    return model.operatorNorm();
  }

  /**
   * The smallest eigenvalue of H among the directions looked at so far, an upper bound of its
   * smallest of all; +∞ before the first product. Costs an eigenproblem of as many directions. With
   * a preconditioner in its norm.
   */
  public double smallestRitzValue() {
    return model.smallestRitzValue();
  }

  /**
   * The step within a radius. Products are made only as far as those before do not serve.
   *
   * @param radius Δ, above 0 and finite
   * @throws IllegalArgumentException if the radius is not positive
   */
  public TrustRegionStep step(double radius) {
    Arguments.requirePositive("The radius", radius);
    Reduced best = model.solve(radius);
    boolean looked = false;
    while (true) {
      double goal = relative * model.gradientNorm();
      if (isReached(best, goal, radius)) {
        if (seed.isEmpty() || looked || model.isComplete()) {
          return ended(best);
        }
        // Once more after each growth: the direction found is added to a larger space.
        double smallest = lookBelow(best, goal, radius);
        if (Double.isNaN(smallest)) {
          return told(best, TrustRegionOutcome.NOT_FINITE);
        }
        looked = true;
        best = model.solve(radius);
        if (Thread.currentThread().isInterrupted()) {
          return told(best, TrustRegionOutcome.CANCELLED);
        }
        continue;
      }
      if (model.products() >= most) {
        return told(best, TrustRegionOutcome.PRODUCT_LIMIT);
      }
      if (Thread.currentThread().isInterrupted()) {
        return told(best, TrustRegionOutcome.CANCELLED);
      }
      for (int due = 1 + model.steps() / SMALL; due > 0 && !model.ends(); due--) {
        if (!model.grow()) {
          return told(model.before(radius), TrustRegionOutcome.NOT_FINITE);
        }
        if (model.products() >= most) {
          break;
        }
      }
      looked = false;
      best = model.solve(radius);
    }
  }

  /** A space that ends is as good as it gets: what is left of the residual is rounding. */
  private boolean isReached(Reduced best, double goal, double radius) {
    return model.ends() || best.residual() <= Math.max(goal, ROUNDING * best.size() * radius);
  }

  private double lookBelow(Reduced best, double goal, double radius) {
    double bound = -best.multiplier() - ROUNDING * best.size();
    return model.addMostNegative(bound, goal / radius, seed.getAsLong(), most);
  }

  private TrustRegionStep ended(Reduced best) {
    return told(
        best, best.onBoundary() ? TrustRegionOutcome.BOUNDARY : TrustRegionOutcome.INTERIOR);
  }

  private TrustRegionStep told(Reduced best, TrustRegionOutcome outcome) {
    return new TrustRegionStep(
        model.step(best),
        best.multiplier(),
        best.decrease(),
        best.residual(),
        outcome,
        model.products());
  }
}
