package org.roperator.optimize.smooth;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.roperator.internal.Vectors;
import org.roperator.operator.SymmetricOperator;
import org.roperator.optimize.Move;
import org.roperator.optimize.OptimizationOutcome;
import org.roperator.optimize.OptimizationRun;
import org.roperator.optimize.Trial;
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

  private final int mostInnerSteps;
  private final DescentSearch search;
  private double largestGradient;
  private double curvature;
  private double leastCurvature = Double.POSITIVE_INFINITY;

  /**
   * The steps of a run that begins.
   *
   * @param n the dimension
   */
  NewtonConjugateGradientSteps(int mostInnerSteps, StrongWolfe lineSearch, int n) {
    this.mostInnerSteps = mostInnerSteps;
    this.search = new DescentSearch(lineSearch, n);
  }

  @Override
  public Optional<String> arrive(Trial point, boolean fromSaddle) {
    search.arrive(point, fromSaddle);
    largestGradient = Math.max(largestGradient, Vectors.norm(point.gradient()));
    return Optional.empty();
  }

  /**
   * The least along a direction so far, {@code |gᵀd|/‖d‖²}: where the unknowns have many sizes, the
   * rounding of a large one is none of a small one.
   */
  @Override
  public double curvatureSize() {
    return leastCurvature < Double.POSITIVE_INFINITY ? leastCurvature : 0;
  }

  /** By the curvature along the last direction: near a minimum, of what is left to go. */
  @Override
  public double gradientSize() {
    return search.gradientSize(curvature);
  }

  @Override
  public Move next(OptimizationRun run) {
    double[] gradient = run.here().gradient();
    double norm = Vectors.norm(gradient);
    double forcing = Math.max(TIGHTEST, Math.min(LOOSEST, Math.sqrt(norm / largestGradient)));
    double[] b = gradient.clone();
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
    boolean hasDirection = toward(cg, b, search.direction());
    if (hasDirection) {
      double length = Vectors.norm(search.direction());
      curvature = -Vectors.dot(gradient, search.direction()) / length / length;
      leastCurvature = Math.min(leastCurvature, curvature);
    }
    search.search(run, hasDirection);
    Map<String, Double> figures = new LinkedHashMap<>();
    figures.put("cg_steps", (double) cg.iterations());
    figures.put("forcing", forcing);
    figures.put("negative_curvature", cg.negativeCurvature().isPresent() ? 1.0 : 0.0);
    return search.move(run, figures);
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
   * @param direction Overwritten.
   * @return false where there is none
   */
  private static boolean toward(CgResult cg, double[] b, double[] direction) {
    System.arraycopy(cg.solution(), 0, direction, 0, direction.length);
    Optional<NegativeCurvature> found = cg.negativeCurvature();
    if (found.isPresent()) {
      double[] p = found.get().direction();
      Vectors.addScaled(Vectors.dot(b, p) / Math.abs(found.get().curvature()), p, direction);
    }
    return cg.iterations() > 0 || found.isPresent();
  }
}
