package org.roperator.optimize.smooth;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.roperator.internal.Vectors;
import org.roperator.optimize.Move;
import org.roperator.optimize.OptimizationOutcome;
import org.roperator.optimize.OptimizationRun;
import org.roperator.optimize.Trial;
import org.roperator.solve.TrustRegionOutcome;
import org.roperator.solve.TrustRegionStep;
import org.roperator.spectrum.Eigenpairs;
import org.roperator.spectrum.Lanczos;

/** The steps of one run of {@link TrustRegionNewton}. */
final class TrustRegionSteps implements OptimizationRun.Method {

  /** A fall below this part of the value may be hidden by the rounding of a long sum. */
  private static final double ROUNDING = 0x1p-33;

  /** A step that lowers the value by no more than this part of it makes little progress. */
  private static final double LITTLE = 1e-6;

  /** After so many rejected steps in a row the value does not fall any more. */
  private static final int HOPELESS = 6;

  /** A step this near to the boundary, as a part of the radius, counts as on it. */
  private static final double NEARLY = 0.8;

  /** An eigenvalue above this part of the Hessian's size, below zero, is zero but for rounding. */
  private static final double CLEARLY = -1e-8;

  private final Subproblem subproblem;
  private final TrustRadius rule;
  private final Forcing forcing;
  private final Optional<UnaryOperator<double[]>> preconditioner;
  private final boolean secondOrder;
  private final boolean keepsNorm;
  private Optional<StepModel> model = Optional.empty();
  private double radius = Double.NaN;
  private double largestGradient;
  private double startLength = Double.NaN;
  private double length;
  private double curvature;
  private boolean falls;
  private String remark = "";

  TrustRegionSteps(
      Subproblem subproblem,
      TrustRadius rule,
      Forcing forcing,
      Optional<UnaryOperator<double[]>> preconditioner,
      boolean secondOrder) {
    this.subproblem = subproblem;
    this.rule = rule;
    this.forcing = forcing;
    this.preconditioner = preconditioner;
    this.secondOrder = secondOrder;
    this.keepsNorm = preconditioner.isEmpty();
  }

  @Override
  public Optional<String> arrive(Trial point, boolean fromSaddle) {
    model = Optional.empty();
    largestGradient = Math.max(largestGradient, Vectors.norm(point.gradient()));
    length = Vectors.norm(point.point());
    if (Double.isNaN(startLength)) {
      startLength = length;
    }
    if (fromSaddle) {
      radius = Double.NaN;
    }
    return Optional.empty();
  }

  @Override
  public boolean asksForSaddles() {
    return !secondOrder; // which asks more
  }

  @Override
  public double gradientSize() {
    return curvature > 0 && keepsNorm
        ? curvature * Math.max(startLength, length)
        : Double.POSITIVE_INFINITY;
  }

  /** While the value falls clearly, a gradient that rounding of w could make is still of use. */
  @Override
  public double curvatureSize() {
    return keepsNorm && !falls ? curvature : 0;
  }

  @Override
  public Optional<Trial> wayDown(OptimizationRun run) {
    if (!secondOrder) {
      return Optional.empty();
    }
    Eigenpairs ends = Lanczos.bottom(1).of(run.here().hessian());
    double smallest = ends.value(0);
    boolean isNegative = smallest < CLEARLY * curvature;
    Optional<Trial> lower = isNegative ? run.downhill(ends.vector(0), smallest) : Optional.empty();
    remark =
        String.format(
            Locale.ROOT,
            " The smallest Ritz value of %d products is %.3g%s",
            ends.products(),
            smallest,
            isNegative ? ", but no lower point was found along its vector." : ".");
    return lower;
  }

  @Override
  public String remark() {
    return remark;
  }

  @Override
  public Move next(OptimizationRun run) {
    Trial here = run.here();
    StepModel at = model.orElseGet(() -> modelAt(here));
    model = Optional.of(at);
    if (Double.isNaN(radius)) {
      radius = firstRadius(here, at);
    }
    TrustRegionStep step = at.step(radius);
    if (step.outcome() == TrustRegionOutcome.CANCELLED) {
      return Move.end(OptimizationOutcome.INTERRUPTED, "");
    }
    curvature = at.operatorNorm();
    if (step.outcome() == TrustRegionOutcome.NOT_FINITE && !(step.decrease() > 0)) {
      return Move.end(
          OptimizationOutcome.NOT_FINITE,
          "After " + run.iterations() + " iterations a product with the Hessian is not finite.");
    }
    return tried(run, step);
  }

  private Move tried(OptimizationRun run, TrustRegionStep step) {
    Trial here = run.here();
    double[] p = step.step();
    double norm = Vectors.norm(p);
    double[] moved = new double[p.length];
    Vectors.sum(here.point(), 1, p, moved);
    Trial trial = run.trial(moved);
    double rho = ratio(here, trial, p, step.decrease());
    Map<String, Double> figures = new LinkedHashMap<>();
    figures.put("gradient_norm", Vectors.norm(here.gradient()));
    figures.put("radius", radius);
    figures.put("step_norm", norm);
    figures.put("rho", rho);
    figures.put("multiplier", step.multiplier());
    figures.put("inner_products", (double) step.products());
    boolean bottomless = trial.value() == Double.NEGATIVE_INFINITY;
    if (!bottomless && !(rho > rule.accepted() && trial.isUsable())) {
      radius = shrunk(here, trial, p);
      falls &= run.rejections() < HOPELESS;
      return Move.rejected(
          norm, String.format(Locale.ROOT, " while the radius fell to %.3g.", radius), figures);
    }
    falls = here.value() - trial.value() > LITTLE * Math.abs(here.value());
    boolean isInside = step.outcome() == TrustRegionOutcome.INTERIOR;
    if (rho < rule.poor()) {
      radius = shrunk(here, trial, p);
    } else if (rho > rule.good() && (!isInside || norm > NEARLY * radius)) {
      radius = rule.grow() * radius;
    }
    return Move.to(trial, figures);
  }

  private StepModel modelAt(Trial here) {
    double norm = Vectors.norm(here.gradient());
    double residual = forcing.residual(norm / Math.min(largestGradient, gradientSize()));
    double[] diagonal =
        preconditioner.map(d -> d.apply(here.point().clone())).orElseGet(() -> new double[0]);
    return StepModel.of(subproblem, here.hessian(), here.gradient(), residual, diagonal);
  }

  private double firstRadius(Trial here, StepModel at) {
    double along = Vectors.norm(here.gradient()) / at.gradientCurvature();
    boolean known = along > 0 && along < Double.POSITIVE_INFINITY;
    return rule.initial() * (known ? along : Math.max(length, 1));
  }

  /**
   * The ratio of the falls. Where the model promises so small a fall that rounding of the value
   * hides it, the trapezoid of the two slopes tells it: to third order in the step.
   */
  private static double ratio(Trial here, Trial trial, double[] p, double promised) {
    double fall = here.value() - trial.value();
    double hidden = ROUNDING * Math.max(Math.abs(here.value()), Math.abs(trial.value()));
    if (promised <= hidden && Math.abs(fall) <= hidden && trial.isUsable()) {
      fall = -0.5 * (Vectors.dot(here.gradient(), p) + Vectors.dot(trial.gradient(), p));
    }
    return fall / promised;
  }

  /** The radius after a poor step: to the minimum of the parabola of both values and the slope. */
  private double shrunk(Trial here, Trial trial, double[] p) {
    double slope = Vectors.dot(here.gradient(), p);
    double bend = trial.value() - here.value() - slope;
    double part = bend > 0 && bend < Double.POSITIVE_INFINITY ? -0.5 * slope / bend : 0;
    double shrink = rule.shrink();
    double tried = keepsNorm ? Vectors.norm(p) : radius;
    return Math.min(tried, radius) * (part > 0 ? Math.min(0.5, Math.max(0.1, part)) : shrink);
  }
}
