package org.roperator.perturb;

import java.util.function.Consumer;
import org.roperator.function.Workers;
import org.roperator.operator.Arguments;
import org.roperator.operator.Vectors;

/**
 * Gradients and Hessian-vector products from values alone, by random perturbations of the weights.
 *
 * <pre>{@code
 * WeightPerturbation perturbation =
 *     WeightPerturbation.of(Perturbations.GAUSSIAN, 1e-2).mirrored().until(0.02).atMost(100_000);
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

  private final Settings settings;

  private WeightPerturbation(Settings settings) {
    this.settings = settings;
  }

  /** What can be set; written only while a copy is made, before anyone else has seen it. */
  static final class Settings {
    Perturbations kind;
    double size;
    boolean mirrored;
    long seed = 1;
    long most = 100_000;
    double relativeError = 0.01;
    Workers workers = Workers.of(1);

    Settings(Perturbations kind, double size) {
      this.kind = kind;
      this.size = size;
    }

    Settings(Settings other) {
      this(other.kind, other.size);
      mirrored = other.mirrored;
      seed = other.seed;
      most = other.most;
      relativeError = other.relativeError;
      workers = other.workers;
    }
  }

  private WeightPerturbation with(Consumer<Settings> change) {
    Settings copy = new Settings(settings);
    change.accept(copy);
    return new WeightPerturbation(copy);
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
    Arguments.requirePositive("The size of perturbations", size);
    return new WeightPerturbation(new Settings(kind, size));
  }

  /** The same with every perturbation evaluated at {@code w + Δw} and {@code w − Δw}. */
  public WeightPerturbation mirrored() {
    return with(s -> s.mirrored = true);
  }

  /** The same from another seed. */
  public WeightPerturbation withSeed(long seed) {
    return with(s -> s.seed = seed);
  }

  /** The same with a bound on the evaluations, at least 2. */
  public WeightPerturbation atMost(long evaluations) {
    if (evaluations < 2) {
      throw new IllegalArgumentException(
          "The bound on evaluations is " + evaluations + ", but must be at least 2.");
    }
    return with(s -> s.most = evaluations);
  }

  /**
   * The same with another goal.
   *
   * @param relativeError the norm of the standard errors over that of the estimate at which to stop
   */
  public WeightPerturbation until(double relativeError) {
    Arguments.requirePositive("The relative error", relativeError);
    return with(s -> s.relativeError = relativeError);
  }

  /** The same with evaluations on several threads; the box must be safe to share. */
  public WeightPerturbation on(Workers workers) {
    return with(s -> s.workers = workers);
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
    return new PerturbationRun(settings, box, w, regression, PerturbationRun.Response.ODD)
        .estimate(new double[n]);
  }

  /**
   * Estimates the Hessian-vector product {@code z = Hv}.
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
    boolean signs = settings.kind != Perturbations.GAUSSIAN;
    if (signs && estimator != ProductEstimator.COVARIANCE) {
      throw new IllegalArgumentException(
          estimator
              + " needs GAUSSIAN perturbations, but these are "
              + settings.kind
              + "; take COVARIANCE.");
    }
    double[] direction = v.clone();
    PerturbationRun run =
        new PerturbationRun(
            settings, box, w, regressionFor(direction, estimator), PerturbationRun.Response.EVEN);
    return run.estimate(signs ? run.diagonalTimes(direction) : new double[v.length]);
  }

  private Regression regressionFor(double[] v, ProductEstimator estimator) {
    return switch (estimator) {
      case COVARIANCE -> Regression.covariance(v, settings.size);
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
