package org.roperator.optimize.smooth;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.roperator.internal.Vectors;
import org.roperator.operator.SymmetricOperator;
import org.roperator.optimize.Move;
import org.roperator.optimize.OptimizationOutcome;
import org.roperator.optimize.OptimizationRun;
import org.roperator.optimize.Trial;
import org.roperator.optimize.smooth.WolfeSearch.Found;
import org.roperator.solve.CgOutcome;
import org.roperator.solve.CgResult;
import org.roperator.solve.CgResult.NegativeCurvature;
import org.roperator.solve.ConjugateGradient;
import org.roperator.solve.StoppingRule;

/** The steps of one run of {@link NewtonConjugateGradient}. */
final class NewtonConjugateGradientSteps implements OptimizationRun.Method {

  private static final double LOOSEST = 0.5;

  /** Below it residuals are rounding. */
  private static final double TIGHTEST = 1e-12;

  /** A step along −g that was rejected starts the next by this power of two shorter. */
  private static final int SHORTER = 10;

  private final int mostInnerSteps;
  private final StrongWolfe lineSearch;
  private final double[] direction;
  private double largestGradient;
  private double reach = Double.NaN;
  private double startLength = Double.NaN;
  private double extent;
  private double curvature;

  /**
   * The steps of a run that begins.
   *
   * @param n the dimension
   */
  NewtonConjugateGradientSteps(int mostInnerSteps, StrongWolfe lineSearch, int n) {
    this.mostInnerSteps = mostInnerSteps;
    this.lineSearch = lineSearch;
    this.direction = new double[n];
  }

  @Override
  public Optional<String> arrive(Trial point, boolean fromSaddle) {
    largestGradient = Math.max(largestGradient, Vectors.norm(point.gradient()));
    reach = fromSaddle ? Double.NaN : reach;
    startLength = Double.isNaN(startLength) ? Vectors.norm(point.point()) : startLength;
    extent = Math.max(startLength, Vectors.norm(point.point()));
    return Optional.empty();
  }

  /** That along the last step, {@code |gᵀd|/‖d‖²}: of all, what near a minimum is left to go. */
  @Override
  public double curvatureSize() {
    return curvature;
  }

  @Override
  public double gradientSize() {
    return curvature > 0 ? curvature * extent : Double.POSITIVE_INFINITY;
  }

  @Override
  public Move next(OptimizationRun run) {
    double norm = Vectors.norm(run.here().gradient());
    double forcing = Math.max(TIGHTEST, Math.min(LOOSEST, Math.sqrt(norm / largestGradient)));
    double[] b = run.here().gradient().clone();
    Vectors.scale(-1, b);
    PowersOfTwo.scale(-Math.getExponent(norm), b);
    CgResult cg = solve(run.here().hessian(), b, norm, forcing);
    if (cg.outcome() == CgOutcome.CANCELLED) {
      return Move.end(OptimizationOutcome.INTERRUPTED, "");
    }
    if (cg.outcome() == CgOutcome.NOT_FINITE && cg.iterations() == 0) {
      return Move.end(
          OptimizationOutcome.NOT_FINITE,
          "After " + run.iterations() + " iterations a product with the Hessian is not finite.");
    }
    Found found = toward(cg, b) ? along(run) : WolfeSearch.none();
    int tries = found.tries();
    if (found.point().isEmpty()) {
      double first = Double.isNaN(reach) ? SteepestDescent.firstLength(run.here()) : reach;
      SteepestDescent.ofLength(first, run.here().gradient(), direction);
      found = along(run);
      tries += found.tries();
    }
    double rate = found.point().map(Ray.Point::rate).orElse(0.0);
    double length = Vectors.norm(direction);
    Map<String, Double> figures = new LinkedHashMap<>();
    figures.put("gradient_norm", norm);
    figures.put("step_rate", rate);
    figures.put("step_norm", rate * length);
    figures.put("evaluations", (double) tries);
    figures.put("cg_steps", (double) cg.iterations());
    figures.put("forcing", forcing);
    figures.put("negative_curvature", cg.negativeCurvature().isPresent() ? 1.0 : 0.0);
    if (found.point().isEmpty()) {
      double shortest = found.shortest() * length;
      reach = Math.scalb(shortest, -SHORTER);
      return Move.rejected(
          length, String.format(Locale.ROOT, ", down to a length of %.3g.", shortest), figures);
    }
    reach = rate * length;
    return Move.to(found.point().get().trial().orElseThrow(), figures);
  }

  /**
   * Solves in units in which the gradient has length 1, so that no square overflows.
   *
   * @param b −g in these units
   */
  private CgResult solve(SymmetricOperator h, double[] b, double norm, double forcing) {
    SymmetricOperator scaled =
        SymmetricOperator.of(
            b.length,
            (v, out) -> {
              h.apply(v, out);
              PowersOfTwo.scale(-Math.getExponent(norm), out);
            });
    return ConjugateGradient.until(
            StoppingRule.residualBelow(forcing)
                .or(StoppingRule.iterations(mostInnerSteps))
                .or(StoppingRule.cancelledWhen(Thread.currentThread()::isInterrupted)))
        .solve(scaled, b);
  }

  /**
   * Sets the direction: where conjugate gradients ended, and from there along the direction p of
   * curvature {@code κ ≤ 0}, if they met one, as far as the curvature |κ| would say: by {@code −⟨g,
   * p⟩/|κ|}, which leads down as well.
   *
   * @param b −g in the units of the solve
   * @return false where there is none
   */
  private boolean toward(CgResult cg, double[] b) {
    System.arraycopy(cg.solution(), 0, direction, 0, direction.length);
    Optional<NegativeCurvature> found = cg.negativeCurvature();
    if (found.isPresent()) {
      double[] p = found.get().direction();
      Vectors.addScaled(Vectors.dot(b, p) / Math.abs(found.get().curvature()), p, direction);
    }
    return cg.iterations() > 0 || found.isPresent();
  }

  private Found along(OptimizationRun run) {
    double slope = Vectors.dot(run.here().gradient(), direction);
    double length = Vectors.norm(direction);
    curvature = length > 0 ? Math.abs(slope) / length / length : 0;
    return slope < 0 && slope > Double.NEGATIVE_INFINITY && Vectors.isFinite(direction)
        ? WolfeSearch.along(Ray.of(run, direction, slope), 1, lineSearch)
        : WolfeSearch.none();
  }
}
