package org.roperator.optimize;

import java.util.Locale;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import org.roperator.function.FiniteSum;
import org.roperator.function.FiniteSumExpansion;
import org.roperator.operator.SymmetricOperator;
import org.roperator.operator.Vectors;
import org.roperator.optimize.OptimizationListener.Signal;
import org.roperator.solve.CgOutcome;
import org.roperator.solve.CgResult;
import org.roperator.solve.ConjugateGradient;
import org.roperator.solve.StoppingRule;

/** One run of {@link HessianFree}. */
final class HessianFreeRun {

  private final HessianFreeSettings settings;
  private final FiniteSum objective;
  private final CurvatureBatches batches;
  private final MeteredObjective meter = new MeteredObjective();
  private final ToDoubleFunction<double[]> f;

  private double[] w;
  private double value;
  private int iterations;
  private Damping damping;
  private Optional<double[]> warmStart = Optional.empty();
  private int rejections;

  HessianFreeRun(HessianFreeSettings settings, FiniteSum objective, double[] w) {
    this.settings = settings;
    this.objective = objective;
    this.batches = CurvatureBatches.of(objective, settings.curvatureBatches());
    this.f = at -> meter.value(objective, at);
    this.w = w;
    this.damping = Damping.initial(settings);
  }

  OptimizationResult run(OptimizationListener listener) {
    value = f.applyAsDouble(w);
    if (!Double.isFinite(value)) {
      return ended(OptimizationOutcome.NOT_FINITE, "The value at the start is not finite.");
    }
    Slope slope = slopeHere();
    while (true) {
      Optional<String> trouble = slope.trouble();
      if (trouble.isPresent()) {
        return ended(OptimizationOutcome.NOT_FINITE, after(trouble.get()));
      }
      if (slope.norm() <= settings.gradientTolerance()) {
        return ended(
            OptimizationOutcome.CONVERGED,
            after("the norm of the gradient is " + slope.norm() + "."));
      }
      if (iterations == settings.maxIterations()) {
        return ended(
            OptimizationOutcome.ITERATION_LIMIT, "All " + iterations + " iterations were made.");
      }
      if (Thread.currentThread().isInterrupted()) {
        return interrupted();
      }
      Attempt attempt = attemptStep(slope);
      if (attempt.cg().outcome() == CgOutcome.CANCELLED) {
        return interrupted();
      }
      HessianFreeIteration iteration = finish(slope, attempt);
      if (listener.afterIteration(iteration) == Signal.STOP) {
        return ended(
            OptimizationOutcome.STOPPED_BY_LISTENER,
            "The listener stopped the run after iteration " + iterations + ".");
      }
      if (rejections == settings.patience()) {
        return stuck(attempt);
      }
      if (iteration.step() != HessianFreeStep.REJECTED) {
        slope = slopeHere();
      }
    }
  }

  private Slope slopeHere() {
    FiniteSumExpansion whole = meter.expand(objective, w);
    // The expansion of all examples is dropped, unless it serves for the curvature as well.
    return new Slope(whole, batches.count() == 1);
  }

  private Attempt attemptStep(Slope slope) {
    FiniteSum batch = batches.batch(iterations);
    FiniteSumExpansion at = slope.kept().orElseGet(() -> meter.expand(batch, w));
    SymmetricOperator curvature = meter.counting(settings.curvature().of(at));
    CgResult cg = solve(curvature, slope);
    Optional<Step> step = chooseStep(cg, slope);
    if (step.isEmpty()) {
      return new Attempt(cg, step, Double.NaN, new LineSearch.Found(0, value));
    }
    double[] p = step.get().p();
    double rho = ratio(batch, at.value(), curvature, slope, step.get());
    LineSearch.Found found =
        LineSearch.of(settings)
            .search(f, w, value, p, step.get().value(), Vectors.dot(slope.gradient(), p));
    return new Attempt(cg, step, rho, found);
  }

  private CgResult solve(SymmetricOperator curvature, Slope slope) {
    double lambda = damping.lambda();
    double[] m = slope.preconditioner(lambda, settings.preconditionerExponent());
    StoppingRule rule =
        StoppingRule.relativeProgressBelow(settings.cgProgressTolerance())
            .or(StoppingRule.iterations(settings.maxCgIterations()))
            .or(StoppingRule.cancelledWhen(Thread.currentThread()::isInterrupted));
    ConjugateGradient solver =
        ConjugateGradient.until(rule)
            .atLeast(settings.minCgIterations())
            .preconditionedBy(m)
            .keeping(settings.storedIterates());
    if (warmStart.isPresent() && settings.warmStart() > 0) {
      double[] x0 = warmStart.get().clone();
      Vectors.scale(settings.warmStart(), x0);
      solver = solver.startingAt(x0);
    }
    double[] b = slope.gradient();
    Vectors.scale(-1, b);
    return solver.solve(curvature.damped(lambda), b);
  }

  private Optional<Step> chooseStep(CgResult cg, Slope slope) {
    if (cg.outcome() == CgOutcome.CANCELLED) {
      return Optional.empty(); // nobody waits for the values that choosing would cost
    }
    if (cg.iterations() == 0 && cg.outcome() != CgOutcome.RESIDUAL_REACHED) {
      return cg.negativeCurvature()
          .map(found -> NegativeCurvatureStep.of(found, slope.gradient(), damping.lambda()))
          .map(p -> new Step(p, valueAfter(objective, p), 0));
    }
    CgBacktracking.Choice choice = CgBacktracking.choose(f, w, cg.storedIterates());
    return Optional.of(
        new Step(choice.iterate().x(), choice.value(), choice.iterate().iteration()));
  }

  private double ratio(
      FiniteSum batch, double before, SymmetricOperator curvature, Slope slope, Step step) {
    boolean whole = batch == objective;
    double after = whole ? step.value() : valueAfter(batch, step.p());
    return ReductionRatio.of(whole ? value : before, after, curvature, slope.gradient(), step.p());
  }

  private double valueAfter(FiniteSum sum, double[] p) {
    double[] moved = new double[w.length];
    Vectors.sum(w, 1, p, moved);
    return meter.value(sum, moved);
  }

  private HessianFreeIteration finish(Slope slope, Attempt attempt) {
    double lambda = damping.lambda();
    HessianFreeStep kind = attempt.kind();
    if (kind == HessianFreeStep.REJECTED) {
      rejections++;
    } else {
      rejections = 0;
      double[] moved = new double[w.length];
      Vectors.sum(w, attempt.found().rate(), attempt.step().orElseThrow().p(), moved);
      w = moved;
      value = attempt.found().value();
    }
    damping = kind == HessianFreeStep.TAKEN ? damping.after(attempt.rho()) : damping.raised();
    boolean foundNothing = attempt.cg().iterations() == 0;
    warmStart = foundNothing ? Optional.empty() : Optional.of(attempt.cg().solution());
    iterations++;
    return new HessianFreeIteration(
        iterations,
        value,
        Iterate.of(w),
        slope.norm(),
        lambda,
        attempt.rho(),
        attempt.cg().iterations(),
        attempt.cg().outcome(),
        attempt.step().map(Step::cgStep).orElse(0),
        attempt.found().rate(),
        kind);
  }

  private OptimizationResult stuck(Attempt attempt) {
    String steps = rejections + " steps in a row were rejected while λ rose to " + damping.lambda();
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
    return new OptimizationResult(Iterate.of(w), value, iterations, outcome, reason, meter);
  }

  /** A full step, the value after it, and the conjugate gradient iteration it came from. */
  private static final class Step {

    private final double[] p;
    private final double value;
    private final int cgStep;

    Step(double[] p, double value, int cgStep) {
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
  private record Attempt(CgResult cg, Optional<Step> step, double rho, LineSearch.Found found) {

    HessianFreeStep kind() {
      if (found.rejected()) {
        return HessianFreeStep.REJECTED;
      }
      if (cg.outcome() != CgOutcome.NEGATIVE_CURVATURE) {
        return HessianFreeStep.TAKEN;
      }
      return cg.iterations() == 0
          ? HessianFreeStep.TAKEN_ALONG_NEGATIVE_CURVATURE
          : HessianFreeStep.TAKEN_BEFORE_NEGATIVE_CURVATURE;
    }
  }
}
