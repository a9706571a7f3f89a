package org.roperator.optimize;

import java.util.Optional;
import org.roperator.function.FiniteSum;
import org.roperator.function.FiniteSumExpansion;
import org.roperator.internal.Vectors;
import org.roperator.operator.SymmetricOperator;
import org.roperator.optimize.HessianFreeIteration.Solve;
import org.roperator.optimize.HessianFreeIteration.Step;
import org.roperator.optimize.HessianFreeIteration.StepKind;
import org.roperator.solve.CgOutcome;
import org.roperator.solve.CgResult;

/** The steps of one run of {@link HessianFree}. */
final class HessianFreeSteps implements OptimizationRun.Method {

  private final FiniteSum objective;
  private final CurvatureBatches batches;
  private final Curvature curvature;
  private final InnerSolve innerSolve;
  private final LineSearch lineSearch;
  private final Damping rule;

  private Optional<GradientInfo> slope = Optional.empty();
  private double scale;
  private double largestSquares;
  private Optional<Damping.Level> damping = Optional.empty();
  private Optional<double[]> warmStart = Optional.empty();

  /**
   * The steps of a run that begins.
   *
   * @param batches of the objective
   */
  HessianFreeSteps(
      CurvatureBatches batches,
      Curvature curvature,
      Damping damping,
      InnerSolve innerSolve,
      LineSearch lineSearch) {
    this.objective = batches.objective();
    this.batches = batches;
    this.curvature = curvature;
    this.rule = damping;
    this.innerSolve = innerSolve;
    this.lineSearch = lineSearch;
  }

  /** The expansion of all examples is dropped, unless it serves for the curvature as well. */
  @Override
  public boolean keepsExpansions() {
    return batches.count() == 1;
  }

  @Override
  public Optional<String> arrive(Trial point, boolean fromSaddle) {
    GradientInfo info =
        EvaluationCounter.ask(
            "the gradient", () -> new GradientInfo(point.gradient(), point.expansion()));
    slope = Optional.of(info);
    largestSquares = Math.max(largestSquares, info.sumOfMeanSquares());
    if (fromSaddle) {
      warmStart = Optional.empty();
    }
    return info.trouble();
  }

  @Override
  public double curvatureSize() {
    return scale;
  }

  @Override
  public Move next(OptimizationRun run) {
    GradientInfo here = slope.orElseThrow();
    Attempt attempt = attemptStep(run, here);
    return attempt.cg().outcome() == CgOutcome.CANCELLED
        ? Move.end(OptimizationOutcome.INTERRUPTED, "")
        : finish(run, here, attempt);
  }

  /** A step from a saddle: no curvature was solved with, so that λ stays and there is no ratio. */
  @Override
  public Move leaveSaddle(OptimizationRun run, Trial lower) {
    double norm = slope.orElseThrow().norm();
    Solve solve = new Solve(Double.NaN, 0, CgOutcome.NEGATIVE_CURVATURE);
    Step step = new Step(StepKind.TAKEN_ALONG_NEGATIVE_CURVATURE, Double.NaN, 0, 1);
    return Move.to(
        lower, (number, value, w) -> new HessianFreeIteration(number, value, w, norm, solve, step));
  }

  private Attempt attemptStep(OptimizationRun run, GradientInfo slope) {
    double[] w = run.here().point();
    FiniteSum batch =
        EvaluationCounter.ask("a batch of examples", () -> batches.batch(run.iterations()));
    FiniteSumExpansion at =
        batch == objective ? run.here().expansion() : run.meter().expand(batch, w);
    SymmetricOperator c = run.meter().counting(curvatureOf(at));
    if (damping.isEmpty()) {
      scale = CurvatureScale.of(c, slope.gradient(), w);
      damping = Optional.of(rule.level(scale));
    }
    CgResult cg = solve(c, slope);
    Optional<Candidate> step = chooseStep(run, cg, slope);
    if (step.isEmpty()) {
      return new Attempt(cg, step, Double.NaN, new LineSearch.Found(0, run.here().value()));
    }
    double[] p = step.get().p();
    double before = EvaluationCounter.ask("the value", at::value);
    double rho = ratio(run, batch, before, c, slope, step.get());
    LineSearch.Found found =
        lineSearch.search(
            run::value,
            w,
            run.here().value(),
            p,
            step.get().value(),
            Vectors.dot(slope.gradient(), p));
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

  private Optional<Candidate> chooseStep(OptimizationRun run, CgResult cg, GradientInfo slope) {
    if (cg.outcome() == CgOutcome.CANCELLED) {
      return Optional.empty(); // nobody waits for the values that choosing would cost
    }
    if (cg.iterations() == 0 && cg.outcome() != CgOutcome.RESIDUAL_REACHED) {
      return cg.negativeCurvature()
          .map(found -> NegativeCurvatureStep.of(found, slope.gradient(), lambda()))
          .map(p -> new Candidate(p, valueAfter(run, objective, p), 0));
    }
    if (cg.storedIterates().isEmpty()) {
      double[] p = cg.solution();
      return Optional.of(new Candidate(p, valueAfter(run, objective, p), cg.iterations()));
    }
    CgBacktracking.Choice choice =
        CgBacktracking.choose(run::value, run.here().point(), cg.storedIterates());
    return Optional.of(
        new Candidate(choice.iterate().x(), choice.value(), choice.iterate().iteration()));
  }

  private double ratio(
      OptimizationRun run,
      FiniteSum batch,
      double before,
      SymmetricOperator c,
      GradientInfo slope,
      Candidate step) {
    boolean whole = batch == objective;
    double after = whole ? step.value() : valueAfter(run, batch, step.p());
    double from = whole ? run.here().value() : before;
    return ReductionRatio.of(from, after, c, slope.gradient(), step.p());
  }

  private static double valueAfter(OptimizationRun run, FiniteSum sum, double[] p) {
    double[] moved = new double[p.length];
    Vectors.sum(run.here().point(), 1, p, moved);
    return run.meter().value(sum, moved);
  }

  private Move finish(OptimizationRun run, GradientInfo slope, Attempt attempt) {
    Damping.Level here = damping.orElseThrow();
    StepKind kind = attempt.kind();
    damping = Optional.of(kind == StepKind.TAKEN ? here.after(attempt.rho()) : here.raised());
    // A solution beyond the doubles, of a solve that says so, starts none.
    warmStart =
        Optional.of(attempt.cg().solution())
            .filter(solution -> attempt.cg().iterations() > 0 && Vectors.isFinite(solution));
    double norm = slope.norm();
    Solve solve = new Solve(here.lambda(), attempt.cg().iterations(), attempt.cg().outcome());
    Step step =
        new Step(
            kind,
            attempt.rho(),
            attempt.step().map(Candidate::cgStep).orElse(0),
            attempt.found().rate());
    Move.Teller teller =
        (number, value, w) -> new HessianFreeIteration(number, value, w, norm, solve, step);
    if (kind == StepKind.REJECTED) {
      return rejected(attempt, teller);
    }
    double[] w = run.here().point();
    double[] moved = new double[w.length];
    Vectors.sum(w, attempt.found().rate(), attempt.step().orElseThrow().p(), moved);
    return Move.to(run.trialOf(moved, attempt.found().value()), teller);
  }

  private Move rejected(Attempt attempt, Move.Teller teller) {
    double tried = attempt.step().map(step -> Vectors.norm(step.p())).orElse(Double.NaN);
    String reason = " while λ rose to " + lambda() + ".";
    return attempt.cg().outcome() == CgOutcome.NOT_FINITE
        ? Move.rejected(
            tried, OptimizationOutcome.NOT_FINITE, reason + " " + attempt.cg().reason(), teller)
        : Move.rejected(tried, OptimizationOutcome.STALLED, reason, teller);
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
