package org.roperator.optimize.leastsquares;

import java.util.Optional;
import org.roperator.optimize.OptimizationOutcome;

/** What came back from a run of {@link LevenbergMarquardt}; immutable. */
public final class LeastSquaresResult {

  private final double[] start;
  private final Optional<FitPoint> point;
  private final int iterations;
  private final OptimizationOutcome outcome;
  private final String reason;
  private final RobustLoss loss;
  private final FitCounter.Spent spent;

  /**
   * A result.
   *
   * @param start where the run began. Kept.
   * @param point the last complete iterate; empty if the residuals threw at the start
   */
  LeastSquaresResult(
      double[] start,
      Optional<FitPoint> point,
      RobustLoss loss,
      int iterations,
      OptimizationOutcome outcome,
      String reason,
      FitCounter.Spent spent) {
    this.start = start;
    this.point = point;
    this.loss = loss;
    this.iterations = iterations;
    this.outcome = outcome;
    this.reason = reason;
    this.spent = spent;
  }

  /** The last complete iterate, in a fresh array. */
  public double[] parameters() {
    return point.map(FitPoint::w).orElse(start).clone();
  }

  /** The residuals there, in a fresh array; none if they threw at the start. */
  public double[] residuals() {
    return point.map(p -> p.residuals().clone()).orElseGet(() -> new double[0]);
  }

  /**
   * F there, {@code ½‖r‖²} or half the robust loss; infinite or NaN if it was not finite at the
   * start.
   */
  public double value() {
    return point.map(FitPoint::value).orElse(Double.NaN);
  }

  /** The number of iterations the listener was told of. */
  public int iterations() {
    return iterations;
  }

  /** Why the run ended. */
  public OptimizationOutcome outcome() {
    return outcome;
  }

  /**
   * A sentence with the numbers behind the outcome, and whether the residuals determine the
   * parameters.
   */
  public String reason() {
    return reason;
  }

  /** How often the residuals were evaluated alone. */
  public long evaluations() {
    return spent.evaluations();
  }

  /** How often they were expanded with their Jacobian. */
  public long expansions() {
    return spent.expansions();
  }

  /** How many products {@code Jv} and {@code Jᵀu} were spent. */
  public long products() {
    return spent.products();
  }

  /** How many products with the curvature of the residuals were spent. */
  public long curvatureProducts() {
    return spent.curvatureProducts();
  }

  /**
   * What the residuals threw, if anything: the exception that ended the run as {@link
   * OptimizationOutcome#FAILED}, or else the first one where a step was tried, which was rejected.
   */
  public Optional<RuntimeException> cause() {
    return spent.cause();
  }

  /**
   * The covariance of the parameters, from first derivatives: {@code σ̂²(JᵀJ)⁻¹}, the usual one,
   * for plain least squares; for a robust loss Huber's sandwich
   *
   * <pre>
   * m/(m − n) A⁻¹ (Σ ψᵢ² JᵢJᵢᵀ) A⁻¹,   A = Σ ψ′ᵢ JᵢJᵢᵀ
   * </pre>
   *
   * <p>with ψ the slope of the loss (Huber 1981, "Robust Statistics", section 6.3). Costs min(m, n)
   * products and O(mn²), and memory for the matrix J.
   *
   * @throws IllegalStateException if the run ended where something was not finite, or the A of a
   *     robust loss is not positive definite
   */
  public Covariance covariance() {
    return loss.isSquares() ? Covariance.ofSquares(known()) : Covariance.sandwich(known(), false);
  }

  /**
   * The covariance of the parameters with the residuals' own curvature: {@code σ̂²H⁻¹} with the
   * whole Hessian H of F, or the sandwich with {@code A = H}. It differs from {@link #covariance()}
   * where residuals are large and bend.
   *
   * @throws IllegalStateException if the run ended where something was not finite, or H is not
   *     positive definite
   * @throws UnsupportedOperationException if the residuals don't know their curvature
   */
  public Covariance covarianceWithCurvature() {
    try {
      return loss.isSquares() ? Covariance.ofHessian(known()) : Covariance.sandwich(known(), true);
    } catch (FitCounter.Failure failure) {
      throw failure.thrown();
    }
  }

  /**
   * The covariance that noise of any variance in each residual leaves in plain least squares too:
   * the sandwich of {@link #covariance()} with ψ = r, White's (1980).
   *
   * @throws IllegalStateException if the run ended where something was not finite, or {@code JᵀJ}
   *     is not positive definite
   */
  public Covariance sandwich() {
    return Covariance.sandwich(known(), false);
  }

  private FitPoint known() {
    return point
        .filter(p -> p.trouble().isEmpty())
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "There is no covariance, because the run ended at the start. " + reason));
  }

  @Override
  public String toString() {
    return outcome + " after " + iterations + " iterations at value " + value() + ": " + reason;
  }
}
