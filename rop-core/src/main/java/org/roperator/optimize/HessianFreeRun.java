package org.roperator.optimize;

import java.util.Locale;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import org.roperator.function.FiniteSum;
import org.roperator.function.FiniteSumExpansion;
import org.roperator.internal.Vectors;
import org.roperator.operator.SymmetricOperator;
import org.roperator.optimize.HessianFreeIteration.Solve;
import org.roperator.optimize.HessianFreeIteration.Step;
import org.roperator.optimize.HessianFreeIteration.StepKind;
import org.roperator.optimize.OptimizationListener.Signal;
import org.roperator.solve.CgOutcome;
import org.roperator.solve.CgResult;

/** One run of {@link HessianFree}. */
final class HessianFreeRun {

  private final FiniteSum objective;
  private final CurvatureBatches batches;
  private final Curvature curvature;
  private final InnerSolve innerSolve;
  private final LineSearch lineSearch;
  private final Ending ending;
  private final Damping rule;
  private final EvaluationCounter meter = new EvaluationCounter();
  private final ToDoubleFunction<double[]> f;

  private final Descent descent;
  private double[] w;
  private double value;
  private int iterations;
  private double scale;
  private double largestSquares;
  private Optional<Damping.Level> damping = Optional.empty();
  private Optional<Saddle> wayDown = Optional.empty();
  private Optional<double[]> warmStart = Optional.empty();
  private int rejections;

  /**
   * The length of the last step taken, or of the longest tried since; NaN where it is not known.
   */
  private double reach;

  private double largestGradient;

  /**
   * A run that begins.
   *
   * @param w the start. Kept.
   * @param batches of the objective
   */
  HessianFreeRun(
      double[] w,
      CurvatureBatches batches,
      Curvature curvature,
      Damping damping,
      InnerSolve innerSolve,
      LineSearch lineSearch,
      Ending ending) {
    this.objective = batches.objective();
    this.batches = batches;
    this.curvature = curvature;
    this.rule = damping;
    this.innerSolve = innerSolve;
    this.lineSearch = lineSearch;
    this.ending = ending;
    this.f = at -> meter.value(objective, at);
    this.w = w;
    this.descent = new Descent(w);
  }

  OptimizationResult run(OptimizationListener listener) {
    value = f.applyAsDouble(w);
    if (value == Double.NEGATIVE_INFINITY) {
      return bottomless();
    }
    if (!Double.isFinite(value)) {
      return meter.cause().isPresent()
          ? failed(new ProgramFailure("the value", meter.cause().get()))
          : ended(OptimizationOutcome.NOT_FINITE, "The value at the start is not finite.");
    }
    try {
      return iterate(listener);
    } catch (ProgramFailure failure) {
      // A program that is told to stop may well throw.
      return Thread.currentThread().isInterrupted() ? interrupted() : failed(failure);
    }
  }

  private OptimizationResult iterate(OptimizationListener listener) {
    GradientInfo slope = slopeHere();
    while (true) {
      Optional<String> trouble = slope.trouble();
      if (trouble.isPresent()) {
        return ended(OptimizationOutcome.NOT_FINITE, after(trouble.get()));
      }
      Optional<OptimizationResult> end = endWhereGradientVanished(slope);
      if (end.isPresent()) {
        return end.get();
      }
      if (iterations == ending.mostIterations()) {
        return spent();
      }
      if (Thread.currentThread().isInterrupted()) {
        return interrupted();
      }
      Optional<Attempt> attempt =
          wayDown.isPresent() ? Optional.empty() : Optional.of(attemptStep(slope));
      if (attempt.isPresent() && attempt.get().cg().outcome() == CgOutcome.CANCELLED) {
        return interrupted();
      }
      HessianFreeIteration iteration =
          wayDown.isPresent() ? finish(slope, wayDown.get()) : finish(slope, attempt.orElseThrow());
      if (listener.afterIteration(iteration) == Signal.STOP) {
        return stopped();
      }
      if (value < Descent.BOTTOM) {
        return bottomless();
      }
      if (rejections == ending.patience()) {
        return stuck(attempt.orElseThrow());
      }
      if (iteration.step().kind() != StepKind.REJECTED) {
        slope = slopeHere();
      }
    }
  }

  /** The end of the run where the gradient vanished, unless a way down is found. */
  private Optional<OptimizationResult> endWhereGradientVanished(GradientInfo slope) {
    wayDown = Optional.empty();
    double norm = slope.norm();
    largestGradient = Math.max(largestGradient, norm);
    Optional<String> reached = ending.tolerance().reached(norm, largestGradient);
    boolean rounding = isRounding(norm);
    if (reached.isEmpty() && !rounding) {
      return Optional.empty();
    }
    String reason =
        after(
            "the norm of the gradient is "
                + reached.orElse(norm + ", no more than rounding of the value or of w makes."));
    if (!rounding && !GradientTolerance.isStationary(norm, largestGradient)) {
      return Optional.of(ended(OptimizationOutcome.CONVERGED, reason));
    }
    FiniteSumExpansion at = slope.kept().orElseGet(() -> meter.expand(objective, w));
    StationaryPoint here = StationaryPoint.of(meter, objective, at, w, value);
    if (here.outcome() == OptimizationOutcome.INTERRUPTED) {
      return Optional.of(interrupted());
    }
    wayDown = here.wayDown();
    return wayDown.isPresent()
        ? Optional.empty()
        : Optional.of(ended(here.outcome(), reason + here.remark()));
  }

  private boolean isRounding(double norm) {
    return iterations > 0
        && ending.relativeGradient() > 0
        && descent.withoutEnd().isEmpty()
        && GradientTolerance.isRounding(norm, w, reach, value, scale);
  }

  /** A step from a saddle: no curvature was solved with, so that λ stays and there is no ratio. */
  private HessianFreeIteration finish(GradientInfo slope, Saddle saddle) {
    moveTo(saddle.w().clone(), saddle.value());
    rejections = 0;
    warmStart = Optional.empty();
    iterations++;
    return new HessianFreeIteration(
        iterations,
        value,
        w,
        slope.norm(),
        new Solve(Double.NaN, 0, CgOutcome.NEGATIVE_CURVATURE),
        new Step(StepKind.TAKEN_ALONG_NEGATIVE_CURVATURE, Double.NaN, 0, 1));
  }

  private void moveTo(double[] moved, double there) {
    double[] step = new double[w.length];
    Vectors.sum(moved, -1, w, step);
    reach = Vectors.norm(step);
    descent.to(moved, there);
    w = moved;
    value = there;
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
    return ended(OptimizationOutcome.UNBOUNDED, after("the value is " + value + "."));
  }

  private GradientInfo slopeHere() {
    FiniteSumExpansion whole = meter.expand(objective, w);
    // The expansion of all examples is dropped, unless it serves for the curvature as well.
    GradientInfo slope =
        EvaluationCounter.ask("the gradient", () -> new GradientInfo(whole, batches.count() == 1));
    largestSquares = Math.max(largestSquares, slope.sumOfMeanSquares());
    return slope;
  }

  private Attempt attemptStep(GradientInfo slope) {
    FiniteSum batch = EvaluationCounter.ask("a batch of examples", () -> batches.batch(iterations));
    FiniteSumExpansion at = slope.kept().orElseGet(() -> meter.expand(batch, w));
    SymmetricOperator c = meter.counting(curvatureOf(at));
    if (damping.isEmpty()) {
      scale = CurvatureScale.of(c, slope.gradient(), w);
      damping = Optional.of(rule.level(scale));
    }
    CgResult cg = solve(c, slope);
    Optional<Candidate> step = chooseStep(cg, slope);
    if (step.isEmpty()) {
      return new Attempt(cg, step, Double.NaN, new LineSearch.Found(0, value));
    }
    double[] p = step.get().p();
    double before = EvaluationCounter.ask("the value", at::value);
    double rho = ratio(batch, before, c, slope, step.get());
    LineSearch.Found found =
        lineSearch.search(f, w, value, p, step.get().value(), Vectors.dot(slope.gradient(), p));
    return new Attempt(cg, step, rho, found);
  }

  /**
   * The curvature; that there is none is the caller's mistake before the first step, and what the
   * objective threw in the midst of a run.
   */
  private SymmetricOperator curvatureOf(FiniteSumExpansion at) {
    try {
      return EvaluationCounter.ask("the curvature", () -> curvature.of(at));
    } catch (ProgramFailure failure) {
      throw failure.isUnsupported() && damping.isEmpty() ? failure.thrown() : failure;
    }
  }

  private double lambda() {
    return damping.orElseThrow().lambda();
  }

  private CgResult solve(SymmetricOperator c, GradientInfo slope) {
    double lambda = lambda();
    double[] m =
        slope.preconditioner(scale, largestSquares, lambda, innerSolve.preconditionerExponent());
    double[] b = slope.gradient();
    Vectors.scale(-1, b);
    return innerSolve.solver(m, warmStart).solve(c.damped(lambda), b);
  }

  private Optional<Candidate> chooseStep(CgResult cg, GradientInfo slope) {
    if (cg.outcome() == CgOutcome.CANCELLED) {
      return Optional.empty(); // nobody waits for the values that choosing would cost
    }
    if (cg.iterations() == 0 && cg.outcome() != CgOutcome.RESIDUAL_REACHED) {
      return cg.negativeCurvature()
          .map(found -> NegativeCurvatureStep.of(found, slope.gradient(), lambda()))
          .map(p -> new Candidate(p, valueAfter(objective, p), 0));
    }
    if (cg.storedIterates().isEmpty()) {
      double[] p = cg.solution();
      return Optional.of(new Candidate(p, valueAfter(objective, p), cg.iterations()));
    }
    CgBacktracking.Choice choice = CgBacktracking.choose(f, w, cg.storedIterates());
    return Optional.of(
        new Candidate(choice.iterate().x(), choice.value(), choice.iterate().iteration()));
  }

  private double ratio(
      FiniteSum batch, double before, SymmetricOperator c, GradientInfo slope, Candidate step) {
    boolean whole = batch == objective;
    double after = whole ? step.value() : valueAfter(batch, step.p());
    return ReductionRatio.of(whole ? value : before, after, c, slope.gradient(), step.p());
  }

  private double valueAfter(FiniteSum sum, double[] p) {
    double[] moved = new double[w.length];
    Vectors.sum(w, 1, p, moved);
    return meter.value(sum, moved);
  }

  private HessianFreeIteration finish(GradientInfo slope, Attempt attempt) {
    Damping.Level here = damping.orElseThrow();
    StepKind kind = attempt.kind();
    if (kind == StepKind.REJECTED) {
      rejections++;
      double tried = attempt.step().map(step -> Vectors.norm(step.p())).orElse(Double.NaN);
      reach = Math.max(reach, tried);
    } else {
      rejections = 0;
      double[] moved = new double[w.length];
      Vectors.sum(w, attempt.found().rate(), attempt.step().orElseThrow().p(), moved);
      moveTo(moved, attempt.found().value());
    }
    damping = Optional.of(kind == StepKind.TAKEN ? here.after(attempt.rho()) : here.raised());
    // A solution beyond the doubles, of a solve that says so, starts none.
    warmStart =
        Optional.of(attempt.cg().solution())
            .filter(solution -> attempt.cg().iterations() > 0 && Vectors.isFinite(solution));
    iterations++;
    return new HessianFreeIteration(
        iterations,
        value,
        w,
        slope.norm(),
        new Solve(here.lambda(), attempt.cg().iterations(), attempt.cg().outcome()),
        new Step(
            kind,
            attempt.rho(),
            attempt.step().map(Candidate::cgStep).orElse(0),
            attempt.found().rate()));
  }

  private OptimizationResult stuck(Attempt attempt) {
    String steps = rejections + " steps in a row were rejected while λ rose to " + lambda();
    return attempt.cg().outcome() == CgOutcome.NOT_FINITE
        ? ended(OptimizationOutcome.NOT_FINITE, steps + ". " + attempt.cg().reason())
        : ended(OptimizationOutcome.STALLED, steps + ".");
  }

  private OptimizationResult interrupted() {
    return ended(OptimizationOutcome.INTERRUPTED, after("the thread was interrupted."));
  }

  private String after(String what) {
    return String.format(Locale.ROOT, "After %d iterations %s", iterations, what);
  }

  private OptimizationResult ended(OptimizationOutcome outcome, String reason) {
    return new OptimizationResult(w, value, iterations, outcome, reason, meter);
  }

  /** A full step, the value after it, and the conjugate gradient iteration it came from. */
  private static final class Candidate {

    private final double[] p;
    private final double value;
    private final int cgStep;

    Candidate(double[] p, double value, int cgStep) {
      this.p = p;
      this.value = value;
      this.cgStep = cgStep;
    }

    double[] p() {
      return p;
    }

    double value() {
      return value;
    }

    int cgStep() {
      return cgStep;
    }
  }

  /** All that one iteration tried. */
  private record Attempt(
      CgResult cg, Optional<Candidate> step, double rho, LineSearch.Found found) {

    StepKind kind() {
      if (found.rejected()) {
        return StepKind.REJECTED;
      }
      if (cg.outcome() != CgOutcome.NEGATIVE_CURVATURE) {
        return StepKind.TAKEN;
      }
      return cg.iterations() == 0
          ? StepKind.TAKEN_ALONG_NEGATIVE_CURVATURE
          : StepKind.TAKEN_BEFORE_NEGATIVE_CURVATURE;
    }
  }
}
