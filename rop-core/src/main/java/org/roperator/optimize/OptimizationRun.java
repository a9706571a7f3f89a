package org.roperator.optimize;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.roperator.function.FiniteSum;
import org.roperator.function.FiniteSumExpansion;
import org.roperator.internal.Vectors;
import org.roperator.optimize.OptimizationListener.Signal;

/**
 * One run of a method that moves from point to point by gradients: what all such methods do alike.
 * For those who write an {@link Optimizer}:
 *
 * <pre>{@code
 * public OptimizationResult minimize(FiniteSum sum, double[] start, OptimizationListener listener) {
 *   return OptimizationRun.of(sum, start, ending).iterate(new MySteps(), listener);
 * }
 * }</pre>
 *
 * <p>The run checks the start, counts what is asked, takes what is not finite or throws at a point
 * tried as a value of +∞, compares the gradient with the tolerance, tells the listener, and ends
 * with a named outcome; what the method remembers and how it moves is its {@link Method}. Where no
 * step lowers the value any more, or twenty iterates in a row lower neither value nor gradient, the
 * run has converged if the gradient is 1e-8 of what it is compared with, and stalled if it is
 * larger; unless no relative gradient was asked for. Where the gradient vanishes it looks for a way
 * down along negative curvature, as far as the {@link Ending} says so. For one thread, and for one
 * use.
 */
public final class OptimizationRun {

  /** So many iterates that lower neither value nor gradient move by rounding alone. */
  private static final int MOST_STILL = 20;

  private static final String CURVATURE_TIMES_LENGTH = "the curvature times the parameters' length";

  private final FiniteSum objective;
  private final Ending ending;
  private final EvaluationCounter meter = new EvaluationCounter();
  private final Descent descent;
  private Trial here;
  private int iterations;
  private int rejections;
  private Optional<Trial> wayDown = Optional.empty();
  private double reach = Double.NaN;
  private double largestGradient;
  private double lowestGradient = Double.POSITIVE_INFINITY;
  private double lowestValue = Double.POSITIVE_INFINITY;

  /** How many iterates in a row had neither a lower value nor a lower gradient than all before. */
  private int still;

  private OptimizationRun(FiniteSum objective, double[] w, Ending ending) {
    this.objective = objective;
    this.ending = ending;
    this.descent = new Descent(w);
    this.here = trialOf(w, Double.NaN);
  }

  /**
   * A run that has not begun.
   *
   * @param objective the function
   * @param start n finite parameters. Copied.
   * @param ending when the run ends
   * @throws IllegalArgumentException if the start has the wrong length or is not finite
   */
  public static OptimizationRun of(FiniteSum objective, double[] start, Ending ending) {
    return new OptimizationRun(objective, EvaluationCounter.startOf(objective, start), ending);
  }

  /** How one method moves; what it remembers from one iteration to the next is its own. */
  public interface Method {

    /**
     * One iteration: looks for a lower point than {@link OptimizationRun#here()}. Asks the
     * objective by the run alone. A method that finds its thread interrupted may answer with {@link
     * Move#end}.
     */
    Move next(OptimizationRun run);

    /**
     * The run arrived at a point: the start, where the method moved, or where it was taken to from
     * a saddle. Asked once for each, before anything else is.
     *
     * @param point the point, whose gradient is finite
     * @param fromSaddle whether the run itself left a point where the gradient vanished, so that
     *     what the method learned there is of no use
     * @return what about the point makes going on impossible, as the end of a sentence, such as
     *     "the mean squared gradient is not finite."; empty if nothing does
     */
    default Optional<String> arrive(Trial point, boolean fromSaddle) {
      return Optional.empty();
    }

    /**
     * The length of what must vanish at a minimum: of the gradient, or of the part of it that
     * bounds leave.
     */
    default double gradientNorm(Trial point) {
      return Vectors.norm(point.gradient());
    }

    /** What {@link #gradientNorm} is the norm of, for sentences. */
    default String gradientName() {
      return "the gradient";
    }

    /** The size of the curvature, so far as the method knows it; 0 if it does not. */
    default double curvatureSize() {
      return 0;
    }

    /**
     * What a gradient is compared with, where that is less than the largest one met: the size of
     * the curvature times the length of the parameters, so that a start far away, whose gradient is
     * huge, does not make any other look small; ∞ if the method does not know.
     */
    default double gradientSize() {
      return Double.POSITIVE_INFINITY;
    }

    /**
     * Whether a point whose gradient vanished is to be told from a saddle by up to 61 products with
     * the Hessian; false where the method knows that it is a minimum, or where there are bounds.
     */
    default boolean asksForSaddles() {
      return true;
    }

    /**
     * A lower point than {@link OptimizationRun#here()}, where the gradient vanished and nothing
     * else spoke against a minimum; empty if the method knows none, which ends the run.
     */
    default Optional<Trial> wayDown(OptimizationRun run) {
      return Optional.empty();
    }

    /**
     * What the method knows of a point where the run converged, for the reason: empty, or a
     * sentence after a blank.
     */
    default String remark() {
      return "";
    }

    /** Whether the expansion at the iterate serves the next iteration, so that it is kept. */
    default boolean keepsExpansions() {
      return true;
    }

    /** The method's own iteration for one that left a saddle at {@code run.here()}. */
    default Move leaveSaddle(OptimizationRun run, Trial lower) {
      return Move.to(lower, Map.of("gradient_norm", gradientNorm(run.here())));
    }
  }

  /** The last complete iterate. */
  public Trial here() {
    return here;
  }

  /** The number of iterations that are finished. */
  public int iterations() {
    return iterations;
  }

  /** How many steps in a row were rejected. */
  public int rejections() {
    return rejections;
  }

  /**
   * The value at a point, at the cost of a forward pass; +∞ where it is NaN, the objective throws,
   * or the point is not finite.
   *
   * @param w Not modified and not kept.
   */
  public double value(double[] w) {
    return meter.value(objective, w);
  }

  /**
   * A point whose value is known, and more only if it is asked for.
   *
   * @param w the point. Kept.
   * @param value as {@link #value} gave it
   */
  public Trial trialOf(double[] w, double value) {
    return new Trial(meter, objective, w, value, Optional.empty());
  }

  /**
   * A point with all the objective tells of it, at the cost of one expansion and no value: for
   * steps that will likely be taken.
   *
   * @param w the point. Kept.
   */
  public Trial trial(double[] w) {
    if (!Vectors.isFinite(w)) {
      return trialOf(w, Double.POSITIVE_INFINITY);
    }
    Optional<FiniteSumExpansion> at = meter.tryToExpand(objective, w);
    double value = at.isPresent() ? meter.valueOf(at.get()) : Double.POSITIVE_INFINITY;
    return new Trial(meter, objective, w, value, at);
  }

  /**
   * A lower point along a direction of negative curvature from {@link #here()}, if one is found on
   * either side; see {@link Ending#saddleCheck()}.
   *
   * @param direction d, of length 1. Not modified.
   * @param curvature {@code dᵀHd}, below 0
   */
  public Optional<Trial> downhill(double[] direction, double curvature) {
    return Saddle.along(this::value, here.point(), here.value(), direction, curvature)
        .map(saddle -> trialOf(saddle.w().clone(), saddle.value()));
  }

  /** What the run spends, for other functions than its own. */
  EvaluationCounter meter() {
    return meter;
  }

  /**
   * Runs the method to its end.
   *
   * @param listener told after every iteration, on the calling thread
   */
  public OptimizationResult iterate(Method method, OptimizationListener listener) {
    try {
      here = trialOf(here.point(), value(here.point()));
      if (here.value() == Double.NEGATIVE_INFINITY) {
        return bottomless();
      }
      if (!Double.isFinite(here.value())) {
        return meter.cause().isPresent()
            ? failed(new ProgramFailure("the value", meter.cause().get()))
            : ended(OptimizationOutcome.NOT_FINITE, "The value at the start is not finite.");
      }
      return iterateFromHere(method, listener);
    } catch (ProgramFailure failure) {
      // A program that is told to stop may well throw.
      return Thread.currentThread().isInterrupted() ? interrupted() : failed(failure);
    }
  }

  private OptimizationResult iterateFromHere(Method method, OptimizationListener listener) {
    Optional<String> trouble = arrive(method, false);
    while (true) {
      if (trouble.isPresent()) {
        return ended(OptimizationOutcome.NOT_FINITE, after(trouble.get()));
      }
      Optional<OptimizationResult> end =
          wayDown.isPresent() ? Optional.empty() : endWhereGradientVanished(method);
      if (end.isPresent()) {
        return end.get();
      }
      if (iterations == ending.mostIterations()) {
        return spent();
      }
      if (Thread.currentThread().isInterrupted()) {
        return interrupted();
      }
      boolean fromSaddle = wayDown.isPresent();
      Move move = fromSaddle ? method.leaveSaddle(this, wayDown.get()) : method.next(this);
      wayDown = Optional.empty();
      if (move.ends()) {
        if (move.outcome() == OptimizationOutcome.INTERRUPTED) {
          return interrupted();
        }
        end = endOfSteps(method, move.outcome(), move.reason());
        if (end.isPresent()) {
          return end.get();
        }
        continue;
      }
      Iteration iteration = finish(move);
      if (listener.afterIteration(iteration) == Signal.STOP) {
        return stopped();
      }
      if (here.value() < Descent.BOTTOM) {
        return bottomless();
      }
      if (rejections == ending.patience()) {
        end =
            endOfSteps(
                method,
                move.outcome(),
                rejections + " steps in a row were rejected" + move.reason());
        if (end.isPresent()) {
          return end.get();
        }
        continue;
      }
      trouble = move.to().isPresent() ? arrive(method, fromSaddle) : Optional.empty();
    }
  }

  private Iteration finish(Move move) {
    if (move.to().isEmpty()) {
      rejections++;
      reach = Math.max(reach, move.tried());
    } else {
      rejections = 0;
      Trial moved = move.to().get();
      double[] step = new double[moved.point().length];
      Vectors.sum(moved.point(), -1, here.point(), step);
      reach = Vectors.norm(step);
      here = moved;
      descent.to(here.point(), here.value());
    }
    iterations++;
    return move.tell(iterations, here.value(), here.point());
  }

  private Optional<String> arrive(Method method, boolean fromSaddle) {
    Optional<String> trouble =
        Vectors.isFinite(here.gradient())
            ? method.arrive(here, fromSaddle)
            : Optional.of("the gradient is not finite.");
    if (!method.keepsExpansions()) {
      here.drop();
    }
    return trouble;
  }

  /** The end of the run where the gradient vanished, unless a way down is found. */
  private Optional<OptimizationResult> endWhereGradientVanished(Method method) {
    double norm = method.gradientNorm(here);
    largestGradient = Math.max(largestGradient, norm);
    double size = Math.min(largestGradient, method.gradientSize());
    countStill(norm);
    Optional<String> reached =
        ending
            .tolerance()
            .reached(
                norm,
                size,
                size < largestGradient ? CURVATURE_TIMES_LENGTH : GradientTolerance.LARGEST);
    boolean rounding = isRounding(norm, method.curvatureSize());
    if (reached.isPresent() || rounding) {
      String norms = reached.orElse(norm + ", no more than rounding of the value or of w makes.");
      boolean stationary = rounding || GradientTolerance.isStationary(norm, size);
      return orFromSaddle(
          method, stationary, after("the norm of " + method.gradientName() + " is " + norms));
    }
    return still < MOST_STILL
        ? Optional.empty()
        : endOfSteps(
            method,
            OptimizationOutcome.STALLED,
            after("neither the value nor the gradient had fallen for " + still + " iterations."));
  }

  private void countStill(double norm) {
    if (rejections == 0) {
      still = norm < lowestGradient || here.value() < lowestValue ? 0 : still + 1;
      lowestGradient = Math.min(lowestGradient, norm);
      lowestValue = Math.min(lowestValue, here.value());
    }
  }

  /**
   * The end of a run whose steps lead no further: at a minimum, if the gradient is as small as that
   * of functions whose values round, unless a way down is found.
   */
  private Optional<OptimizationResult> endOfSteps(
      Method method, OptimizationOutcome outcome, String reason) {
    double norm = method.gradientNorm(here);
    double size = Math.min(largestGradient, method.gradientSize());
    boolean minimum =
        outcome == OptimizationOutcome.STALLED
            && !meter.lastThrew()
            && ending.relativeGradient() > 0
            && GradientTolerance.isClose(norm, size);
    still = 0;
    rejections = 0;
    if (!minimum) {
      return Optional.of(orThrown(outcome, reason));
    }
    return orFromSaddle(
        method,
        true,
        String.format(
            Locale.ROOT,
            "%s The norm of %s is %.3g, %.3g of the largest met.",
            reason,
            method.gradientName(),
            norm,
            norm / largestGradient));
  }

  /** The end of a run that converged, unless it is at a saddle and a way down is found. */
  private Optional<OptimizationResult> orFromSaddle(
      Method method, boolean stationary, String reason) {
    if (!stationary || !ending.saddleCheck() || !method.asksForSaddles()) {
      return orFurtherDown(method, OptimizationOutcome.CONVERGED, reason);
    }
    StationaryPoint point =
        StationaryPoint.of(meter, objective, here.expansion(), here.point(), here.value());
    if (!method.keepsExpansions()) {
      here.drop();
    }
    if (point.outcome() == OptimizationOutcome.INTERRUPTED) {
      return Optional.of(interrupted());
    }
    wayDown = point.wayDown().map(saddle -> trialOf(saddle.w().clone(), saddle.value()));
    return wayDown.isPresent()
        ? Optional.empty()
        : orFurtherDown(method, point.outcome(), reason + point.remark());
  }

  /** The end of the run, unless the method itself knows a lower point. */
  private Optional<OptimizationResult> orFurtherDown(
      Method method, OptimizationOutcome outcome, String reason) {
    wayDown = outcome == OptimizationOutcome.CONVERGED ? method.wayDown(this) : Optional.empty();
    if (Thread.currentThread().isInterrupted()) {
      return Optional.of(interrupted());
    }
    return wayDown.isPresent()
        ? Optional.empty()
        : Optional.of(ended(outcome, reason + method.remark()));
  }

  private boolean isRounding(double norm, double curvature) {
    return iterations > 0
        && ending.relativeGradient() > 0
        && descent.withoutEnd().isEmpty()
        && GradientTolerance.isRounding(norm, here.point(), reach, here.value(), curvature);
  }

  private OptimizationResult spent() {
    Optional<String> withoutEnd = descent.withoutEnd();
    return withoutEnd.isPresent()
        ? ended(OptimizationOutcome.UNBOUNDED, after(withoutEnd.get()))
        : ended(
            OptimizationOutcome.ITERATION_LIMIT, "All " + iterations + " iterations were made.");
  }

  private OptimizationResult stopped() {
    return ended(
        OptimizationOutcome.STOPPED_BY_LISTENER,
        "The listener stopped the run after iteration " + iterations + ".");
  }

  private OptimizationResult failed(ProgramFailure failure) {
    meter.endedBy(failure);
    return ended(OptimizationOutcome.FAILED, after(failure.sentence()));
  }

  private OptimizationResult bottomless() {
    return ended(OptimizationOutcome.UNBOUNDED, after("the value is " + here.value() + "."));
  }

  /** A method that does not get on where the objective throws has not stalled. */
  private OptimizationResult orThrown(OptimizationOutcome outcome, String reason) {
    return outcome == OptimizationOutcome.STALLED && meter.lastThrew()
        ? ended(
            OptimizationOutcome.FAILED,
            reason + " The first trial that threw: " + meter.cause().orElseThrow() + ".")
        : ended(outcome, reason);
  }

  private OptimizationResult interrupted() {
    return ended(OptimizationOutcome.INTERRUPTED, after("the thread was interrupted."));
  }

  private String after(String what) {
    return String.format(Locale.ROOT, "After %d iterations %s", iterations, what);
  }

  private OptimizationResult ended(OptimizationOutcome outcome, String reason) {
    return new OptimizationResult(here.point(), here.value(), iterations, outcome, reason, meter);
  }
}
