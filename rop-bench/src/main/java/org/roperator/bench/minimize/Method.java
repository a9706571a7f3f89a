package org.roperator.bench.minimize;

import java.util.List;
import org.roperator.optimize.Ending;
import org.roperator.optimize.OptimizationListener;
import org.roperator.optimize.OptimizationOutcome;
import org.roperator.optimize.OptimizationResult;
import org.roperator.optimize.Optimizer;
import org.roperator.optimize.leastsquares.FitCurvature;
import org.roperator.optimize.leastsquares.LeastSquaresResult;
import org.roperator.optimize.leastsquares.LevenbergMarquardt;
import org.roperator.optimize.leastsquares.StepScaling;
import org.roperator.optimize.smooth.BoundedLimitedMemoryBfgs;
import org.roperator.optimize.smooth.LimitedMemoryBfgs;
import org.roperator.optimize.smooth.NewtonConjugateGradient;
import org.roperator.optimize.smooth.ProjectedTrustRegionNewton;
import org.roperator.optimize.smooth.TrustRegionNewton;

/**
 * One of Rop's minimizers with what ends its runs.
 *
 * @param name of both
 * @param run minimizes, telling a listener
 */
record Method(String name, Solver run) {

  /** Runs a task. */
  @FunctionalInterface
  interface Solver {
    Found of(Task task, OptimizationListener listener);
  }

  /** What came of it. */
  static final class Found {
    private final double[] x;
    private final Counts counts;
    private final String message;

    private Found(double[] x, Counts counts, String message) {
      this.x = x.clone();
      this.counts = counts;
      this.message = message;
    }

    /** The last point, a copy. */
    double[] x() {
      return x.clone();
    }

    Counts counts() {
      return counts;
    }

    /** Why it ended. */
    String message() {
      return message;
    }
  }

  /**
   * What a run asked for.
   *
   * @param values of the objective, alone or in an expansion
   * @param gradients of it, one in each expansion
   * @param products with the Hessian, or with the Jacobian either way where it is not a matrix
   */
  record Counts(long values, long gradients, long products) {}

  /** What ends a run. */
  enum End {
    /** As SciPy's methods end: a gradient of a given norm, nothing else that goes well. */
    GRADIENT(""),
    /** The same, and then products look for negative curvature. */
    CHECKED(", saddle check"),
    /** The standard ending, which asks for a part of the largest gradient met, and that check. */
    STANDARD(", standard ending");

    private final String suffix;

    End(String suffix) {
      this.suffix = suffix;
    }

    Ending of(Ending standard, double gradient) {
      return switch (this) {
        case STANDARD -> standard;
        case CHECKED -> absolute(standard, gradient);
        case GRADIENT -> absolute(standard, gradient).withSaddleCheck(false);
      };
    }

    private static Ending absolute(Ending standard, double gradient) {
      return standard
          .atMostIterations(10 * standard.mostIterations())
          .untilGradient(gradient)
          .untilRelativeGradient(0);
    }
  }

  /** Methods for objectives without bounds. */
  static List<Method> smooth(End end, double gradient) {
    TrustRegionNewton trust = TrustRegionNewton.standard();
    NewtonConjugateGradient newton = NewtonConjugateGradient.standard();
    LimitedMemoryBfgs bfgs = LimitedMemoryBfgs.standard();
    return List.of(
        of("TrustRegionNewton" + end.suffix, trust.withEnding(end.of(trust.ending(), gradient))),
        of(
            "NewtonConjugateGradient" + end.suffix,
            newton.withEnding(end.of(newton.ending(), gradient))),
        of("LimitedMemoryBfgs" + end.suffix, bfgs.withEnding(end.of(bfgs.ending(), gradient))));
  }

  /** Methods within bounds; they look for no saddles. */
  static List<Method> bounded(End end, double gradient) {
    return List.of(
        new Method(
            "ProjectedTrustRegionNewton" + end.suffix,
            (task, listener) -> {
              var method = ProjectedTrustRegionNewton.within(task.bounds().orElseThrow());
              Ending ending = end.of(method.ending(), gradient);
              return found(method.withEnding(ending), task, listener);
            }),
        new Method(
            "BoundedLimitedMemoryBfgs" + end.suffix,
            (task, listener) -> {
              var method = BoundedLimitedMemoryBfgs.within(task.bounds().orElseThrow());
              Ending ending = end.of(method.ending(), gradient);
              return found(method.withEnding(ending), task, listener);
            }));
  }

  /** Methods for sums of squares, of which they minimize half. */
  static List<Method> squares(End end, double gradient) {
    LevenbergMarquardt plain = LevenbergMarquardt.standard();
    LevenbergMarquardt ended = plain.withEnding(end.of(plain.ending(), gradient / 2));
    return List.of(
        new Method(
            "LevenbergMarquardt" + end.suffix, (task, listener) -> found(ended, task, listener)),
        new Method(
            "LevenbergMarquardt, full Hessian" + end.suffix,
            (task, listener) ->
                found(ended.withCurvature(FitCurvature.FULL_HESSIAN), task, listener)),
        new Method(
            "LevenbergMarquardt, common scale" + end.suffix,
            (task, listener) -> found(ended.withScaling(StepScaling.COMMON), task, listener)));
  }

  private static Method of(String name, Optimizer method) {
    return new Method(name, (task, listener) -> found(method, task, listener));
  }

  private static Found found(Optimizer method, Task task, OptimizationListener listener) {
    OptimizationResult result = method.minimize(task.objective(), task.point(), listener);
    return new Found(
        result.parameters(),
        new Counts(
            result.evaluations() + result.expansions(), result.expansions(), result.products()),
        message(result.outcome(), result.reason()));
  }

  private static Found found(LevenbergMarquardt method, Task task, OptimizationListener listener) {
    LeastSquaresResult result =
        method.minimize(task.residuals().orElseThrow(), task.point(), listener);
    return new Found(
        result.parameters(),
        new Counts(
            result.evaluations() + result.expansions(),
            result.expansions(),
            result.products() + result.curvatureProducts()),
        message(result.outcome(), result.reason()));
  }

  private static String message(OptimizationOutcome outcome, String reason) {
    return outcome == OptimizationOutcome.STOPPED_BY_LISTENER
        ? Run.Reached.STOPPED + " by the limit"
        : outcome + ": " + reason;
  }
}
