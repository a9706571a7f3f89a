package org.roperator.perturb;

import org.roperator.internal.Arguments;
import org.roperator.internal.Vectors;
import org.roperator.parallel.Workers;

/**
 * Gradients and Hessian-vector products from values alone, by random perturbations of the weights.
 *
 * <pre>{@code
 * WeightPerturbation perturbation =
 *     WeightPerturbation.of(Perturbations.GAUSSIAN, 1e-2).withMirrorImages().untilRelativeError(0.02);
 * PerturbationEstimate z = perturbation.product(box, w, v, ProductEstimator.COVARIANCE);
 * }</pre>
 *
 * <p>From {@code ΔE = g·Δw + ½ΔwᵀHΔw + …}: the gradient is the slope of ΔE in Δw, a product Hv the
 * covariance of ΔE with {@code Δw (Δw·v)}. Standard errors come from a jackknife over 20 groups of
 * draws and fall as one over the square root of the evaluations. Mirrored pairs ±Δw remove the
 * gradient's part of a product's variance, and the curvature's part of a gradient's.
 *
 * <p>The result depends on the seed, never on the threads. Evaluations that throw or are not finite
 * are counted and left out, with their mirror image. An immutable value.
 */
public final class WeightPerturbation {

  private final Draws draws;
  private final long most;
  private final double relativeError;
  private final Workers workers;

  private WeightPerturbation(Draws draws, long most, double relativeError, Workers workers) {
    this.draws = draws;
    this.most = most;
    this.relativeError = Arguments.requirePositive("The relative error", relativeError);
    this.workers = workers;
  }

  /**
   * Perturbations of a kind and size, one-sided, with up to 100,000 evaluations on one thread until
   * the relative standard error is 0.01.
   *
   * @param kind how they are drawn
   * @param size s, the standard deviation of each entry: small against the distance over which the
   *     second derivatives change, large against the noise of values
   */
  public static WeightPerturbation of(Perturbations kind, double size) {
    return new WeightPerturbation(new Draws(kind, size, false, 1), 100_000, 0.01, Workers.of(1));
  }

  /** The same with every perturbation evaluated at {@code w + Δw} and {@code w − Δw}. */
  public WeightPerturbation withMirrorImages() {
    Draws both = new Draws(draws.kind(), draws.size(), true, draws.seed());
    return new WeightPerturbation(both, most, relativeError, workers);
  }

  /** The same from another seed. */
  public WeightPerturbation withSeed(long seed) {
    Draws others = new Draws(draws.kind(), draws.size(), draws.mirrored(), seed);
    return new WeightPerturbation(others, most, relativeError, workers);
  }

  /** The same with a bound on the evaluations, at least 2. */
  public WeightPerturbation atMostEvaluations(long evaluations) {
    if (evaluations < 2) {
      throw new IllegalArgumentException(
          "The bound on evaluations is " + evaluations + ", but must be at least 2.");
    }
    return new WeightPerturbation(draws, evaluations, relativeError, workers);
  }

  /**
   * The same with another goal.
   *
   * @param relativeError the norm of the standard errors over that of the estimate at which to stop
   */
  public WeightPerturbation untilRelativeError(double relativeError) {
    return new WeightPerturbation(draws, most, relativeError, workers);
  }

  /** The same with evaluations on several threads; the box must be safe to share. */
  public WeightPerturbation on(Workers workers) {
    return new WeightPerturbation(draws, most, relativeError, workers);
  }

  /**
   * Estimates the gradient.
   *
   * @param box E
   * @param w the point, finite. Not modified.
   * @param estimator how
   */
  public PerturbationEstimate gradient(BlackBox box, double[] w, GradientEstimator estimator) {
    requirePoint(w);
    int n = w.length;
    Regression regression =
        estimator == GradientEstimator.PER_WEIGHT
            ? Regression.slopes(n)
            : Regression.jointSlopes(n);
    return run(box, w, regression, PerturbationRun.Response.ODD, 0).estimate();
  }

  /**
   * Estimates the Hessian-vector product {@code z = Hv}.
   *
   * <p>Signs spend at least 4n + 4 evaluations along the axes first, 2n + 2 at a time; where the
   * bound does not reach so far the outcome is {@code TOO_FEW_EVALUATIONS}.
   *
   * @param box E
   * @param w the point, finite. Not modified.
   * @param v a direction other than zero, finite. Not modified.
   * @param estimator how; all but the covariance need Gaussian perturbations
   */
  public PerturbationEstimate product(
      BlackBox box, double[] w, double[] v, ProductEstimator estimator) {
    requirePoint(w);
    Arguments.requireLength("The direction", v, w.length, "the point has length " + w.length);
    Arguments.requireFinite("The direction", v);
    if (Vectors.maxAbs(v) == 0) {
      throw new IllegalArgumentException("The direction is zero; its product is zero too.");
    }
    boolean signs = draws.kind() != Perturbations.GAUSSIAN;
    if (signs && estimator != ProductEstimator.COVARIANCE) {
      throw new IllegalArgumentException(
          estimator
              + " needs GAUSSIAN perturbations, but these are "
              + draws.kind()
              + "; take COVARIANCE.");
    }
    int exponent = QuasiNewtonUpdate.exponent(v);
    double[] direction = v.clone();
    QuasiNewtonUpdate.scale(direction, -exponent);
    Regression regression = regressionFor(direction, estimator);
    PerturbationRun run = run(box, w, regression, PerturbationRun.Response.EVEN, exponent);
    return (signs ? run.withDiagonalTimes(v) : run).estimate();
  }

  private PerturbationRun run(
      BlackBox box,
      double[] w,
      Regression regression,
      PerturbationRun.Response response,
      int directionExponent) {
    Sampler sampler = new Sampler(box, w.clone(), draws, workers);
    return new PerturbationRun(
        sampler, regression, response, directionExponent, most, relativeError);
  }

  private Regression regressionFor(double[] v, ProductEstimator estimator) {
    return switch (estimator) {
      case COVARIANCE -> Regression.covariance(v, Math.scalb(draws.size(), -draws.sizeExponent()));
      case LOCAL_REGRESSION -> Regression.local(v);
      case CORRECTED_LOCAL_REGRESSION -> Regression.correctedLocal(v);
      case JOINT_LEAST_SQUARES -> Regression.joint(v);
    };
  }

  private static void requirePoint(double[] w) {
    Arguments.requirePositive("The number of parameters", w.length);
    Arguments.requireFinite("The point", w);
  }
}
