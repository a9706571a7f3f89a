package org.roperator.optimize.smooth;

import org.roperator.internal.Vectors;
import org.roperator.operator.SymmetricOperator;
import org.roperator.solve.LanczosTrustRegion;
import org.roperator.solve.Steihaug;
import org.roperator.solve.TrustRegionModel;
import org.roperator.solve.TrustRegionStep;

/** The quadratic model at one point, and steps within it of any radius; for one thread. */
interface StepModel {

  /** Up to this dimension all directions are kept orthogonal, which ends after n products. */
  int SMALL = 256;

  /** {@code ‖Hg‖ / ‖g‖}, at the cost of a product where steps are not found from it. */
  double gradientCurvature();

  /** The step within a radius. */
  TrustRegionStep step(double radius);

  /** A lower bound of the norm of H; 0 before the first product. */
  double operatorNorm();

  /**
   * A model.
   *
   * @param residual relative, of steps
   * @param diagonal the preconditioner's; empty for none
   */
  static StepModel of(
      Subproblem subproblem, SymmetricOperator h, double[] g, double residual, double[] diagonal) {
    return subproblem == Subproblem.LANCZOS
        ? new Lanczos(lanczos(g.length, residual, diagonal).model(h, g))
        : new Truncated(h, g, residual, diagonal);
  }

  private static LanczosTrustRegion lanczos(int n, double residual, double[] diagonal) {
    LanczosTrustRegion solver = LanczosTrustRegion.standard().untilResidual(residual);
    LanczosTrustRegion fitting = n <= SMALL ? solver : solver.withShortRecurrence();
    return diagonal.length == 0 ? fitting : fitting.withPreconditioner(diagonal);
  }

  /** By the generalized Lanczos method. */
  record Lanczos(TrustRegionModel model) implements StepModel {

    @Override
    public double gradientCurvature() {
      return Math.abs(model.gradientCurvature());
    }

    @Override
    public TrustRegionStep step(double radius) {
      return model.step(radius);
    }

    @Override
    public double operatorNorm() {
      return model.operatorNorm();
    }
  }

  /** By truncated conjugate gradients, in the preconditioner's coordinates {@code D^½ p}. */
  final class Truncated implements StepModel {

    private final SymmetricOperator h;
    private final double[] g;
    private final double residual;
    private final double[] scales;
    private double norm;

    private Truncated(SymmetricOperator h, double[] g, double residual, double[] diagonal) {
      this.scales = new double[diagonal.length];
      this.g = g.clone();
      for (int i = 0; i < scales.length; i++) {
        scales[i] = 1 / Math.sqrt(diagonal[i]);
        this.g[i] *= scales[i];
      }
      SymmetricOperator scaled =
          scales.length == 0 ? h : h.congruence(SymmetricOperator.diagonal(scales));
      this.h =
          SymmetricOperator.of(
              g.length,
              (v, out) -> {
                scaled.apply(v, out);
                norm = Math.max(norm, Vectors.norm(out) / Vectors.norm(v));
              });
      this.residual = residual;
    }

    @Override
    public double gradientCurvature() {
      double length = Vectors.norm(g);
      double[] unit = g.clone();
      for (int i = 0; i < unit.length; i++) {
        unit[i] /= length; // H times g may be no double where H and g are
      }
      return Vectors.norm(h.times(unit));
    }

    @Override
    public TrustRegionStep step(double radius) {
      TrustRegionStep inner = Steihaug.ofRadius(radius).untilResidual(residual).solve(h, g);
      if (scales.length == 0) {
        return inner;
      }
      double[] p = inner.step();
      for (int i = 0; i < p.length; i++) {
        p[i] *= scales[i];
      }
      return inner.withStep(p);
    }

    @Override
    public double operatorNorm() {
      return norm;
    }
  }
}
