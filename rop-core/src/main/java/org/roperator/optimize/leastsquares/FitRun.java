package org.roperator.optimize.leastsquares;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.roperator.internal.Vectors;
import org.roperator.optimize.Ending;
import org.roperator.optimize.OptimizationListener;
import org.roperator.optimize.OptimizationListener.Signal;
import org.roperator.optimize.OptimizationOutcome;
import org.roperator.optimize.leastsquares.LeastSquaresIteration.Trial;

/** One run of {@link LevenbergMarquardt}. */
final class FitRun {

  /** Of F: what its own rounding may hide. */
  private static final double ROUNDING = 0x1p-50;

  /** So many times what rounding of w makes is rounding of the residuals. */
  private static final double ROUNDINGS = 4;

  /** Above this relative gradient no minimum was asked for. */
  private static final double STATIONARY = 1e-6;

  /** Where F can't show any more what is left, this relative gradient is still a minimum. */
  private static final double CLOSE = 1e-5;

  /** Methods that crawl still leave less than this part of the fall from step to step. */
  private static final double STILL_FALLS = 0.9;

  private static final double LARGEST_RADIUS = 1e300;

  private final RobustLoss loss;
  private final StepBound rule;
  private final Ending ending;
  private final FitCounter meter;
  private final FitModels models;
  private final double[] start;

  private Optional<FitPoint> arrived = Optional.empty();
  private int iterations;
  private int rejections;
  private double radius;

  /** The fall that was left when F could last not show it. */
  private double hiddenFall = Double.POSITIVE_INFINITY;

  /**
   * A run that begins.
   *
   * @throws IllegalArgumentException if the start has the wrong length or is not finite
   */
  FitRun(
      RobustLoss loss,
      FitModels models,
      StepBound rule,
      Ending ending,
      FitCounter meter,
      double[] start) {
    this.loss = loss;
    this.models = models;
    this.rule = rule;
    this.ending = ending;
    this.meter = meter;
    this.start = meter.startOf(start);
  }

  /** Why a gradient counts as vanished. */
  private record Vanished(OptimizationOutcome outcome, String reason, boolean stationary) {}

  LeastSquaresResult run(OptimizationListener listener) {
    try {
      FitPoint first = FitPoint.of(start, loss, meter);
      arrived = Optional.of(first);
      if (!first.trouble().isEmpty()) {
        return ended(OptimizationOutcome.NOT_FINITE, "At the start " + first.trouble());
      }
      StepModel model = firstModel();
      radius = rule.initial() * models.scales().lengthOf(start);
      if (radius == 0) {
        radius = rule.initial() * Vectors.norm(first.weights().weighted());
      }
      return iterate(model, listener);
    } catch (FitCounter.Failure failure) {
      // A program that is told to stop may well throw.
      return Thread.currentThread().isInterrupted() ? interrupted() : failed(failure);
    }
  }

  /** That there is no curvature is the caller's mistake here, and a failure later. */
  private StepModel firstModel() {
    try {
      return models.at(here());
    } catch (FitCounter.Failure failure) {
      throw failure.thrown() instanceof UnsupportedOperationException ? failure.thrown() : failure;
    }
  }

  private FitPoint here() {
    return arrived.orElseThrow();
  }

  private LeastSquaresResult iterate(StepModel first, OptimizationListener listener) {
    StepModel model = first;
    while (true) {
      if (!models.isFinite()) {
        return ended(OptimizationOutcome.NOT_FINITE, after("the Jacobian is not finite."));
      }
      Optional<Vanished> vanished = gradientVanished().or(this::patienceEnded);
      Optional<Step> step =
          vanished.isPresent() ? Optional.empty() : Optional.of(model.step(bounded(radius)));
      Optional<Step.Trouble> trouble = step.flatMap(Step::trouble);
      if (trouble.isPresent()) {
        return ended(trouble.get().outcome(), after(trouble.get().reason()));
      }
      double fall = step.isPresent() ? fall(model, step.get()) : Double.NaN;
      vanished = vanished.or(() -> fallVanished(fall));
      WayDown way = vanished.map(this::wayDown).orElse(WayDown.none());
      if (Thread.currentThread().isInterrupted()) {
        return interrupted();
      }
      if (vanished.isPresent() && way.lower().isEmpty()) {
        return ended(
            vanished.get().outcome(),
            after(vanished.get().reason()) + way.remark() + determined(model.rank()));
      }
      if (iterations == ending.mostIterations()) {
        return ended(
            OptimizationOutcome.ITERATION_LIMIT, "All " + iterations + " iterations were made.");
      }
      LeastSquaresIteration iteration =
          way.lower().isPresent() ? leave(way) : attempt(step.orElseThrow(), offset(fall));
      if (listener.afterIteration(iteration) == Signal.STOP) {
        return ended(
            OptimizationOutcome.STOPPED_BY_LISTENER,
            "The listener stopped the run after iteration " + iterations + ".");
      }
      model = iteration.trial().taken() ? models.at(here()) : model;
    }
  }

  /** What is left to the model; asked for where F can't show what a bounded step would gain. */
  private double fall(StepModel model, Step step) {
    if (Double.isNaN(model.fall()) && step.decrease() <= roundingOfValue()) {
      model.step(LARGEST_RADIUS);
    }
    return model.fall();
  }

  private Optional<Vanished> gradientVanished() {
    double norm = Vectors.norm(here().gradient());
    if (norm == 0) {
      return Optional.of(new Vanished(OptimizationOutcome.CONVERGED, "the gradient is 0.", true));
    }
    return norm <= ending.gradient()
        ? Optional.of(
            new Vanished(
                OptimizationOutcome.CONVERGED,
                String.format(
                    Locale.ROOT,
                    "the norm of the gradient is %.3g, at most %.3g.",
                    norm,
                    ending.gradient()),
                false))
        : Optional.empty();
  }

  /**
   * Where no step lowers F any more: a minimum still, if no column of the Jacobian has a part along
   * the residuals. A model may not know, as where the Jacobian is square and nearly singular.
   */
  private Optional<Vanished> patienceEnded() {
    if (rejections < ending.patience()) {
      return Optional.empty();
    }
    double cosine = largestCosine();
    boolean orthogonal = cosine <= ending.relativeGradient();
    return Optional.of(
        new Vanished(
            orthogonal ? OptimizationOutcome.CONVERGED : OptimizationOutcome.STALLED,
            String.format(
                Locale.ROOT,
                "%d steps in a row were rejected while their bound fell to %.3g; the largest cosine"
                    + " between the residuals and a column of the Jacobian is %.3g.",
                rejections,
                radius,
                cosine),
            orthogonal));
  }

  private double largestCosine() {
    double[] g = here().gradient();
    double[] norms = models.scales().norms();
    double r = Vectors.norm(here().weights().weighted());
    double largest = 0;
    for (int j = 0; j < g.length; j++) {
      largest = g[j] == 0 ? largest : Math.max(largest, Math.abs(g[j] / norms[j] / r));
    }
    return largest;
  }

  /** Whether what is left to the model is nothing, as far as the model knows it. */
  private Optional<Vanished> fallVanished(double fall) {
    double offset = offset(fall);
    double asked = ending.relativeGradient();
    if (offset <= asked) {
      return Optional.of(
          new Vanished(
              OptimizationOutcome.CONVERGED,
              String.format(
                  Locale.ROOT, "the relative gradient is %.3g, at most %.3g.", offset, asked),
              offset <= STATIONARY));
    }
    double ofResiduals = ROUNDINGS * rounding();
    boolean small = fall <= 0.5 * ofResiduals * ofResiduals;
    if (asked == 0 || !(small || isRounding(fall))) {
      return Optional.empty();
    }
    return Optional.of(
        new Vanished(
            small || offset <= CLOSE ? OptimizationOutcome.CONVERGED : OptimizationOutcome.STALLED,
            String.format(
                Locale.ROOT,
                "the relative gradient is %.3g, no more than rounding of the residuals or of w"
                    + " makes.",
                offset),
            true));
  }

  /**
   * Whether F can't show the fall that is left, nor the model lower it. Steps that F can't judge
   * are taken as long as the fall that is left falls itself.
   */
  private boolean isRounding(double fall) {
    if (!(fall <= roundingOfValue())) {
      return false;
    }
    if (rejections > 0 || fall > STILL_FALLS * hiddenFall) {
      return true;
    }
    hiddenFall = fall;
    return false;
  }

  private double roundingOfValue() {
    return ROUNDING * here().value()
        + ROUNDINGS * rounding() * Vectors.norm(here().weights().slopes());
  }

  private double rounding() {
    return models.scales().rounding(here().w());
  }

  private double offset(double fall) {
    return Math.sqrt(fall / here().value());
  }

  private WayDown wayDown(Vanished vanished) {
    return vanished.stationary()
        ? WayDown.from(here(), models.scales(), rounding(), loss, meter)
        : WayDown.none();
  }

  private String determined(int rank) {
    int n = start.length;
    return rank == n
        ? ""
        : " The "
            + here().residuals().length
            + " residuals have a Jacobian of rank "
            + rank
            + " there and don't determine all "
            + n
            + " parameters: other points near fit as well.";
  }

  private static double bounded(double radius) {
    return Math.max(Double.MIN_NORMAL, Math.min(LARGEST_RADIUS, radius));
  }

  private LeastSquaresIteration attempt(Step step, double offset) {
    if (iterations == 0) {
      radius = Math.min(radius, step.length());
    }
    FitPoint before = here();
    double[] moved = new double[start.length];
    Vectors.sum(before.w(), 1, step.p(), moved);
    double slope = Vectors.dot(before.gradient(), step.p());
    double change = change(moved);
    double rho = change == Double.POSITIVE_INFINITY ? -change : -change / step.decrease();
    boolean accepted =
        rule.accepts(rho) || (step.decrease() <= hiddenFall && change <= roundingOfValue());
    Optional<FitPoint> there = accepted ? tryToExpand(moved) : Optional.empty();
    boolean taken = there.isPresent();
    Trial trial = new Trial(taken, step.lambda(), rho, radius, step.length(), offset);
    radius =
        accepted && !taken
            ? rule.after(radius, step, Double.NEGATIVE_INFINITY, slope, Double.POSITIVE_INFINITY)
            : rule.after(radius, step, rho, slope, change);
    models.keep(step.lambda());
    return finish(there, trial, before);
  }

  /** What F changes by; infinite where it is not finite, or the point is the same. */
  private double change(double[] moved) {
    if (Arrays.equals(moved, here().w())) {
      return Double.POSITIVE_INFINITY;
    }
    double change =
        meter.tryValues(moved).map(r -> Weights.valueOf(loss, r)).orElse(Double.NaN)
            - here().value();
    return Double.isNaN(change) ? Double.POSITIVE_INFINITY : change;
  }

  private Optional<FitPoint> tryToExpand(double[] moved) {
    try {
      return Optional.of(FitPoint.of(moved, loss, meter)).filter(p -> p.trouble().isEmpty());
    } catch (FitCounter.Failure failure) {
      meter.metAtTrial(failure);
      return Optional.empty();
    }
  }

  private LeastSquaresIteration leave(WayDown way) {
    Trial trial = new Trial(true, Double.NaN, Double.NaN, radius, way.length(), offset(Double.NaN));
    radius = Math.max(radius, way.length());
    return finish(way.lower(), trial, here());
  }

  private LeastSquaresIteration finish(Optional<FitPoint> there, Trial trial, FitPoint before) {
    arrived = there.or(() -> arrived);
    rejections = there.isPresent() ? 0 : rejections + 1;
    iterations++;
    return new LeastSquaresIteration(
        iterations, here().value(), here().w(), Vectors.norm(before.gradient()), trial);
  }

  private LeastSquaresResult failed(FitCounter.Failure failure) {
    meter.endedBy(failure);
    return ended(OptimizationOutcome.FAILED, after(failure.sentence()));
  }

  private LeastSquaresResult interrupted() {
    return ended(OptimizationOutcome.INTERRUPTED, after("the thread was interrupted."));
  }

  private String after(String what) {
    return String.format(Locale.ROOT, "After %d iterations %s", iterations, what);
  }

  private LeastSquaresResult ended(OptimizationOutcome outcome, String reason) {
    return new LeastSquaresResult(start, arrived, loss, iterations, outcome, reason, meter.spent());
  }
}
