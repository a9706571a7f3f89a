package org.roperator.commonsmath;

import java.util.Arrays;
import java.util.Optional;
import java.util.function.Function;
import org.apache.commons.math3.analysis.MultivariateFunction;
import org.apache.commons.math3.analysis.MultivariateVectorFunction;
import org.apache.commons.math3.analysis.differentiation.MultivariateDifferentiableFunction;
import org.apache.commons.math3.optim.ConvergenceChecker;
import org.apache.commons.math3.optim.OptimizationData;
import org.apache.commons.math3.optim.PointValuePair;
import org.apache.commons.math3.optim.nonlinear.scalar.GoalType;
import org.apache.commons.math3.optim.nonlinear.scalar.GradientMultivariateOptimizer;
import org.apache.commons.math3.optim.nonlinear.scalar.ObjectiveFunction;
import org.apache.commons.math3.optim.nonlinear.scalar.ObjectiveFunctionGradient;
import org.roperator.function.FiniteSum;
import org.roperator.function.Objective;
import org.roperator.optimize.Iteration;
import org.roperator.optimize.OptimizationListener;
import org.roperator.optimize.OptimizationListener.Signal;
import org.roperator.optimize.OptimizationResult;
import org.roperator.optimize.Optimizer;
import org.roperator.optimize.smooth.Bounds;

/**
 * One of our {@link Optimizer}s as an optimizer of theirs; made by {@link
 * CommonsMath#multivariateOptimizer} and {@link CommonsMath#multivariateOptimizerWithin}.
 *
 * <pre>{@code
 * CommonsMathOptimizer optimizer = CommonsMath.multivariateOptimizer(TrustRegionNewton.standard());
 * PointValuePair end = optimizer.optimize(
 *     CommonsMath.objectiveFunction(f), GoalType.MINIMIZE, new InitialGuess(start), new MaxEval(500));
 * }</pre>
 *
 * <p>What it takes:
 *
 * <ul>
 *   <li>an {@code ObjectiveFunction}. If it is {@link CommonsMath#objectiveFunction} of an
 *       objective, that one is minimized, with its Hessian. One of their {@code
 *       MultivariateDifferentiableFunction}s without a gradient beside it is taken as by {@link
 *       CommonsMath#objective}. Any other needs an {@code ObjectiveFunctionGradient}, and serves
 *       methods of gradients alone: who asks for a product is told so by an {@link
 *       UnsupportedOperationException}. A new function forgets the gradient given with an earlier
 *       one;
 *   <li>an {@code InitialGuess}, a {@code GoalType}, a {@code MaxEval}, none of which has a
 *       default; a {@code MaxIter}, if wanted; and {@code SimpleBounds} where the method was given
 *       as one within bounds.
 * </ul>
 *
 * <p>An evaluation is a value or an expansion, which is a value with its gradient; products are
 * counted in {@link #lastResult}. The objective is never asked oftener than {@code MaxEval} says.
 * An iteration is one of the method's, its rejected steps among them.
 *
 * <p>What comes back satisfied the method's own {@code Ending}, or the convergence checker, which
 * is asked after each iteration that moved but the first. Otherwise {@link
 * org.apache.commons.math3.exception.TooManyEvaluationsException}, {@link
 * org.apache.commons.math3.exception.TooManyIterationsException} (also where the method's own limit
 * is met), or {@link org.apache.commons.math3.exception.ConvergenceException} with the outcome and
 * its reason is thrown, or what the objective itself threw where its numbers were needed; the last
 * iterate is in {@link #lastResult} even so.
 *
 * <p>As all of theirs, for one thread.
 */
public final class CommonsMathOptimizer extends GradientMultivariateOptimizer {

  private final Function<Bounds, Optimizer> within;
  private final boolean keepsBounds;
  private Optional<MultivariateFunction> function = Optional.empty();
  private Optional<MultivariateVectorFunction> gradient = Optional.empty();
  private Optional<OptimizationResult> result = Optional.empty();

  /**
   * An optimizer.
   *
   * @param within the method for given bounds
   * @param keepsBounds whether it asks for them
   */
  CommonsMathOptimizer(
      Function<Bounds, Optimizer> within,
      boolean keepsBounds,
      ConvergenceChecker<PointValuePair> checker) {
    super(checker);
    this.within = within;
    this.keepsBounds = keepsBounds;
  }

  /**
   * What came back from the last run of the method, whether it converged or not: the last iterate,
   * the outcome and its reason, what was spent. Where the goal was to maximize, its value is that
   * of the negative. Empty before the first run, and if that was refused.
   */
  public Optional<OptimizationResult> lastResult() {
    return result;
  }

  @Override
  protected void parseOptimizationData(OptimizationData... data) {
    super.parseOptimizationData(data);
    for (OptimizationData one : data) {
      if (one instanceof ObjectiveFunction f) {
        function = Optional.of(f.getObjectiveFunction());
        gradient = Optional.empty();
      }
    }
    for (OptimizationData one : data) {
      if (one instanceof ObjectiveFunctionGradient g) {
        gradient = Optional.of(g.getObjectiveFunctionGradient());
      }
    }
  }

  @Override
  protected PointValuePair doOptimize() {
    result = Optional.empty();
    double[] start =
        given(
            getStartPoint(),
            "There is no InitialGuess, but a method must start somewhere; give one.");
    GoalType goal =
        given(
            getGoalType(),
            "There is no GoalType, but a method must know whether low values are good or high ones;"
                + " give GoalType.MINIMIZE or GoalType.MAXIMIZE.");
    if (getMaxEvaluations() == 0) {
      throw new IllegalArgumentException(
          "There is no MaxEval, which for optimizers of commons-math3 means none, but the"
              + " objective must be evaluated; give one, such as MaxEval.unlimited().");
    }
    Optimizer method = within.apply(bounds(start.length));
    Objective objective = objective(start.length, method.name());
    boolean negated = goal == GoalType.MAXIMIZE;
    Allowance allowance = new Allowance(evaluations, iterations);
    Watch watch = new Watch(allowance, getConvergenceChecker(), negated ? -1 : 1);
    OptimizationResult end =
        method.minimize(
            new CountedSum(FiniteSum.ofOne(objective), negated, allowance::evaluate), start, watch);
    result = Optional.of(end);
    if (!watch.converged) {
      allowance.requireKept();
      Endings.requireConverged(
          method.name(),
          end.outcome(),
          end.reason(),
          end.iterations(),
          end.cause(),
          "Its last iterate is in lastResult()"
              + (negated ? ", where values are those of the negative." : "."));
    }
    return new PointValuePair(end.parameters(), negated ? -end.value() : end.value());
  }

  private static <T> T given(T argument, String otherwise) {
    return Optional.ofNullable(argument).orElseThrow(() -> new IllegalArgumentException(otherwise));
  }

  private Bounds bounds(int n) {
    double[] none = new double[n];
    Arrays.fill(none, Double.POSITIVE_INFINITY);
    double[] upper = Optional.ofNullable(getUpperBound()).orElse(none);
    double[] below = new double[n];
    Arrays.fill(below, Double.NEGATIVE_INFINITY);
    double[] lower = Optional.ofNullable(getLowerBound()).orElse(below);
    if (!keepsBounds && !(Arrays.equals(lower, below) && Arrays.equals(upper, none))) {
      throw new IllegalArgumentException(
          "There are SimpleBounds, but this method knows none; take"
              + " CommonsMath.multivariateOptimizerWithin of one that does, such as"
              + " ProjectedTrustRegionNewton::within, or leave them out.");
    }
    return Bounds.of(lower, upper);
  }

  private Objective objective(int n, String method) {
    MultivariateFunction f =
        function.orElseThrow(
            () ->
                new IllegalArgumentException(
                    "There is no ObjectiveFunction, but "
                        + method
                        + " needs one; give CommonsMath.objectiveFunction of an Objective."));
    if (f instanceof ObjectiveValues ours) {
      return ours.objective();
    }
    if (gradient.isPresent()) {
      return new GradientObjective(n, f, gradient.get(), method);
    }
    if (f instanceof MultivariateDifferentiableFunction twice) {
      return new CommonsMathObjective(n, twice);
    }
    throw new IllegalArgumentException(
        "There is an ObjectiveFunction without an ObjectiveFunctionGradient, but "
            + method
            + " needs gradients; give one, or CommonsMath.objectiveFunction of an Objective, which"
            + " brings its own.");
  }

  /** Counts iterations and asks their checker; for one run. */
  private static final class Watch implements OptimizationListener {

    private final Allowance allowance;
    private final ConvergenceChecker<PointValuePair> checker;
    private final double sign;
    private Optional<PointValuePair> previous = Optional.empty();
    private boolean converged;

    Watch(Allowance allowance, ConvergenceChecker<PointValuePair> checker, double sign) {
      this.allowance = allowance;
      this.checker = checker;
      this.sign = sign;
    }

    @Override
    public Signal afterIteration(Iteration iteration) {
      if (!allowance.iterate()) {
        return Signal.STOP;
      }
      PointValuePair current = new PointValuePair(iteration.parameters(), sign * iteration.value());
      Optional<PointValuePair> before = previous;
      boolean moved =
          before.map(p -> !Arrays.equals(p.getPoint(), current.getPoint())).orElse(true);
      if (moved) {
        previous = Optional.of(current);
        converged =
            before.isPresent() && checker.converged(iteration.number(), before.get(), current);
      }
      return converged ? Signal.STOP : Signal.CONTINUE;
    }
  }
}
