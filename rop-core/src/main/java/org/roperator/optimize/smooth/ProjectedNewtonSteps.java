package org.roperator.optimize.smooth;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.roperator.internal.Vectors;
import org.roperator.optimize.Move;
import org.roperator.optimize.OptimizationOutcome;
import org.roperator.optimize.OptimizationRun;
import org.roperator.optimize.Trial;

/** The steps of one run of {@link ProjectedTrustRegionNewton}. */
final class ProjectedNewtonSteps implements OptimizationRun.Method {

  /** Falls smaller than this part of the value are hidden by its rounding, if it is a long sum. */
  private static final double ROUNDING = 0x1p-33;

  /** A step of this part of the radius asks for a larger one, if it is good. */
  private static final double LONG = 0.8;

  /** By how much a poor step shrinks the radius, at least and at most. */
  private static final double LEAST_SHARE = 0.1;

  private static final double MOST_SHARE = 0.5;

  private final Bounds bounds;
  private final TrustRadius rule;
  private final double forcing;
  private final double forcingPower;
  private Optional<BoxModel> model = Optional.empty();
  private double radius = Double.NaN;
  private double largestGradient;
  private double lowest = Double.POSITIVE_INFINITY;
  private double curvatureSize;

  /**
   * The steps of a run that begins.
   *
   * @param forcing the largest relative norm of the model's gradient
   * @param forcingPower the power of the gradient's own
   */
  ProjectedNewtonSteps(Bounds bounds, TrustRadius rule, double forcing, double forcingPower) {
    this.bounds = bounds;
    this.rule = rule;
    this.forcing = forcing;
    this.forcingPower = forcingPower;
  }

  @Override
  public Optional<String> arrive(Trial point, boolean fromSaddle) {
    model = Optional.empty();
    largestGradient = Math.max(largestGradient, gradientNorm(point));
    lowest = Math.min(lowest, point.value());
    return Optional.empty();
  }

  @Override
  public double gradientNorm(Trial point) {
    return Vectors.norm(bounds.projectedGradient(point.point(), point.gradient()));
  }

  @Override
  public String gradientName() {
    return "the projected gradient";
  }

  @Override
  public double curvatureSize() {
    return curvatureSize;
  }

  /** A way down from a saddle may lead out of the box. */
  @Override
  public boolean asksForSaddles() {
    return false;
  }

  @Override
  public Move next(OptimizationRun run) {
    Trial here = run.here();
    if (model.isEmpty()) {
      model = Optional.of(new BoxModel(bounds, here.hessian(), here.point(), here.gradient()));
    }
    BoxModel m = model.get();
    int before = m.products();
    double curvature = Math.abs(m.gradientCurvature());
    curvatureSize = curvature < Double.POSITIVE_INFINITY ? curvature : 0;
    if (Double.isNaN(radius)) {
      radius = rule.initial() * unit(here.point(), m.gradientNorm() / curvature);
    }
    double part = m.gradientNorm() / largestGradient;
    BoxModel.Step step = m.within(radius, Math.min(forcing, Math.pow(part, forcingPower)));
    if (step.end() == BoxModel.End.CANCELLED) {
      return Move.end(OptimizationOutcome.INTERRUPTED, "");
    }
    if (step.end() == BoxModel.End.NOT_FINITE) {
      return Move.end(
          OptimizationOutcome.NOT_FINITE,
          "After " + run.iterations() + " iterations a product with the Hessian is not finite.");
    }
    Map<String, Double> figures = new LinkedHashMap<>();
    figures.put("gradient_norm", m.gradientNorm());
    figures.put("radius", radius);
    figures.put("step_norm", Vectors.norm(step.s()));
    figures.put("inner_products", (double) (m.products() - before));
    figures.put("faces", (double) step.faces());
    figures.put("active", (double) bounds.activeCount(step.point()));
    return judge(run, step, figures);
  }

  private Move judge(OptimizationRun run, BoxModel.Step step, Map<String, Double> figures) {
    Trial here = run.here();
    double[] s = step.s();
    double length = Vectors.norm(s);
    if (Arrays.equals(step.point(), here.point())) {
      radius = length * rule.shrink();
      return rejected(length, figures);
    }
    Trial trial = run.trial(step.point());
    if (trial.value() == Double.NEGATIVE_INFINITY) {
      return Move.to(trial, figures);
    }
    double rho = trial.isUsable() ? fall(here, trial, s, step.fall()) / step.fall() : Double.NaN;
    figures.put("rho", rho);
    if (!(rho >= rule.poor())) {
      radius = length * shrunk(here, trial, s);
    } else if (rho > rule.good() && length > LONG * radius) {
      radius = rule.grow() * radius;
    }
    return rho > rule.accepted() ? Move.to(trial, figures) : rejected(length, figures);
  }

  private Move rejected(double length, Map<String, Double> figures) {
    return Move.rejected(
        length, String.format(Locale.ROOT, " while the radius fell to %.3g.", radius), figures);
  }

  /** The step to the minimum along the gradient; where the model has none, the point's length. */
  private static double unit(double[] x, double along) {
    double length = Vectors.norm(x);
    boolean isLength = along > 0 && along < Double.POSITIVE_INFINITY;
    return isLength ? along : length > 0 ? length : 1;
  }

  /**
   * By how much the value falls. Where rounding hides it the trapezoid of the two slopes tells it,
   * to third order in the step.
   */
  private double fall(Trial here, Trial there, double[] s, double promised) {
    double fall = here.value() - there.value();
    double hidden = ROUNDING * Math.max(Math.abs(here.value()), Math.abs(there.value()));
    boolean isHidden = Math.abs(fall) <= hidden && there.value() - lowest <= hidden;
    return promised <= hidden && isHidden
        ? -0.5 * (Vectors.dot(here.gradient(), s) + Vectors.dot(there.gradient(), s))
        : fall;
  }

  /** The share of a poor step at the minimum of the parabola through both values and the slope. */
  private double shrunk(Trial here, Trial there, double[] s) {
    double slope = Vectors.dot(here.gradient(), s);
    double rise = there.value() - here.value() - slope;
    double share = -0.5 * slope / rise;
    return rise > 0 && rise < Double.POSITIVE_INFINITY && share > 0
        ? Math.min(MOST_SHARE, Math.max(LEAST_SHARE, share))
        : rule.shrink();
  }
}
