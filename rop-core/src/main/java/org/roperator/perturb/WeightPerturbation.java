package org.roperator.perturb;

import java.util.Arrays;
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

  private static final int GROUPS = 20;
  private static final long SEED = 1;
  private static final long MOST = 100_000;
  private static final double RELATIVE_ERROR = 0.01;
  private static final double GROWTH = 1.5;

  private final Settings settings;

  private WeightPerturbation(Settings settings) {
    this.settings = settings;
  }

  /** Whether each draw is evaluated on one side or on both. */
  enum Sides {
    ONE,
    BOTH
  }

  /** What can be set. */
  record Settings(
      Perturbations kind,
      double size,
      Sides sides,
      long seed,
      long most,
      double relativeError,
      Workers workers) {

    boolean isMirrored() {
      return sides == Sides.BOTH;
    }
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
    return new WeightPerturbation(
        new Settings(kind, size, Sides.ONE, SEED, MOST, RELATIVE_ERROR, Workers.of(1)));
  }

  /** The same with every perturbation evaluated at {@code w + Δw} and {@code w − Δw}. */
  public WeightPerturbation mirrored() {
    return new WeightPerturbation(
        new Settings(
            settings.kind,
            settings.size,
            Sides.BOTH,
            settings.seed,
            settings.most,
            settings.relativeError,
            settings.workers));
  }

  /** The same from another seed. */
  public WeightPerturbation withSeed(long seed) {
    return new WeightPerturbation(
        new Settings(
            settings.kind,
            settings.size,
            settings.sides,
            seed,
            settings.most,
            settings.relativeError,
            settings.workers));
  }

  /** The same with a bound on the evaluations, at least 2. */
  public WeightPerturbation atMost(long evaluations) {
    if (evaluations < 2) {
      throw new IllegalArgumentException(
          "The bound on evaluations is " + evaluations + ", but must be at least 2.");
    }
    return new WeightPerturbation(
        new Settings(
            settings.kind,
            settings.size,
            settings.sides,
            settings.seed,
            evaluations,
            settings.relativeError,
            settings.workers));
  }

  /**
   * The same with another goal.
   *
   * @param relativeError the norm of the standard errors over that of the estimate at which to stop
   */
  public WeightPerturbation until(double relativeError) {
    Arguments.requirePositive("The relative error", relativeError);
    return new WeightPerturbation(
        new Settings(
            settings.kind,
            settings.size,
            settings.sides,
            settings.seed,
            settings.most,
            relativeError,
            settings.workers));
  }

  /** The same with evaluations on several threads; the box must be safe to share. */
  public WeightPerturbation on(Workers workers) {
    return new WeightPerturbation(
        new Settings(
            settings.kind,
            settings.size,
            settings.sides,
            settings.seed,
            settings.most,
            settings.relativeError,
            workers));
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
    return new Run(box, w, regression, Response.ODD).estimate(new double[n]);
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
    Run run = new Run(box, w, regressionFor(direction, estimator), Response.EVEN);
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

  /** Which part of a mirrored pair's values answers the question. */
  private enum Response {
    /** {@code ½[E(w + Δw) − E(w − Δw)]}: the gradient's. */
    ODD,
    /** {@code ½[E(w + Δw) + E(w − Δw)] − E(w)}: the curvature's. */
    EVEN
  }

  /** One estimation. */
  private final class Run {

    private final Sampler sampler;
    private final Regression regression;
    private final Response response;
    private final Moments[] groups = new Moments[GROUPS];
    private final int arraySize;
    private final double centre;
    private final double[] w;

    Run(BlackBox box, double[] w, Regression regression, Response response) {
      this.w = w.clone();
      this.sampler = new Sampler(box, this.w, settings);
      this.regression = regression;
      this.response = response;
      this.arraySize = settings.kind.arraySize(w.length);
      for (int g = 0; g < GROUPS; g++) {
        groups[g] = regression.moments();
      }
      this.centre = sampler.value(this.w);
    }

    /** {@code diag(H) v} by second differences along the axes, which signs can't see. */
    double[] diagonalTimes(double[] v) {
      double[] product = new double[v.length];
      for (int i = 0; i < v.length && Double.isFinite(centre); i++) {
        double[] point = w.clone();
        point[i] = w[i] + settings.size;
        double up = sampler.value(point);
        point[i] = w[i] - settings.size;
        double down = sampler.value(point);
        product[i] = v[i] * ((up - centre) + (down - centre)) / (settings.size * settings.size);
      }
      return product;
    }

    /**
     * Draws until the goal or the bound is reached.
     *
     * @param offset what is to be added to what the regression says
     */
    PerturbationEstimate estimate(double[] offset) {
      if (!Double.isFinite(centre)) {
        return none(PerturbationOutcome.UNDEFINED_AT_THE_POINT);
      }
      long most =
          Math.max(0, settings.most - sampler.tally().evaluations()) / sampler.evaluationsPerDraw();
      long drawn = 0;
      long goal = wholeArrays(Math.max(2L * GROUPS, 2L * regression.size()));
      while (true) {
        goal = Math.min(goal, most);
        for (; drawn < goal; drawn += BATCH) {
          take(drawn, (int) Math.min(BATCH, goal - drawn));
        }
        drawn = goal;
        if (sampler.mostlyFailed()) {
          return none(PerturbationOutcome.MOSTLY_FAILED);
        }
        double[] estimate = regression.solve(pooledWithout(-1));
        double[] errors = standardErrors();
        Vectors.addScaled(1, offset, estimate);
        boolean solved = Vectors.isFinite(estimate);
        boolean accurate =
            solved && Vectors.norm(errors) <= settings.relativeError * Vectors.norm(estimate);
        if (accurate || drawn >= most) {
          return solved
              ? new PerturbationEstimate(
                  accurate ? PerturbationOutcome.ACCURATE : PerturbationOutcome.EVALUATIONS_SPENT,
                  estimate,
                  errors,
                  sampler.tally())
              : none(PerturbationOutcome.TOO_FEW_EVALUATIONS);
        }
        goal = wholeArrays((long) (GROWTH * goal) + 1);
      }
    }

    private long wholeArrays(long draws) {
      return (draws + arraySize - 1) / arraySize * arraySize;
    }

    private void take(long from, int count) {
      double[][] values = sampler.values(from, count);
      double[] dw = new double[w.length];
      double[] variables = new double[regression.size()];
      for (int k = 0; k < count; k++) {
        double y = responseOf(values[k]);
        if (Double.isFinite(y)) {
          sampler.draw(from + k, dw);
          regression.variables(dw, y, variables);
          groups[(int) ((from + k) / arraySize % GROUPS)].add(variables);
        }
      }
    }

    private double responseOf(double[] values) {
      if (!settings.isMirrored()) {
        return values[0] - centre;
      }
      return response == Response.ODD
          ? 0.5 * (values[0] - values[1])
          : 0.5 * ((values[0] - centre) + (values[1] - centre));
    }

    private Moments pooledWithout(int left) {
      Moments pooled = regression.moments();
      for (int g = 0; g < GROUPS; g++) {
        if (g != left) {
          pooled.addAll(groups[g]);
        }
      }
      return pooled;
    }

    /** The jackknife: how much the estimate moves when a group is left out. */
    private double[] standardErrors() {
      Moments leaveOneOut = new EachEntry(w.length).moments();
      int used = 0;
      for (int g = 0; g < GROUPS; g++) {
        if (groups[g].count() > 0) {
          leaveOneOut.add(regression.solve(pooledWithout(g)));
          used++;
        }
      }
      double[] errors = new double[w.length];
      for (int i = 0; i < errors.length; i++) {
        double variance = leaveOneOut.covariance(i) * (used - 1.0) * (used - 1.0) / used;
        errors[i] = Double.isFinite(variance) ? Math.sqrt(variance) : Double.POSITIVE_INFINITY;
      }
      return errors;
    }

    private PerturbationEstimate none(PerturbationOutcome outcome) {
      double[] nothing = new double[w.length];
      double[] infinite = new double[w.length];
      Arrays.fill(nothing, Double.NaN);
      Arrays.fill(infinite, Double.POSITIVE_INFINITY);
      return new PerturbationEstimate(outcome, nothing, infinite, sampler.tally());
    }
  }

  /** Draws evaluated at a time; their values are all that is kept of them. */
  private static final int BATCH = 1024;

  /** The variance of each entry of a vector. */
  private record EachEntry(int n) {
    Moments moments() {
      int[] all = new int[n];
      for (int i = 0; i < n; i++) {
        all[i] = i;
      }
      return new Moments(n, all, all);
    }
  }
}
