package org.roperator.optimize.leastsquares;

import org.roperator.internal.Vectors;
import org.roperator.operator.LinearOperator;
import org.roperator.operator.SymmetricOperator;

/** Makes the models of one run, point after point, and keeps its scales. */
final class FitModels {

  private final FitCurvature curvature;
  private final StepSolver solver;
  private final double slack;
  private final double converged;
  private final Scales scales;
  private final LsmrModel.Memory memory = new LsmrModel.Memory();

  /**
   * The models of a run.
   *
   * @param scales of the parameters. Changed with every point.
   * @param slack how far a step's length may be from the radius
   * @param converged the relative gradient at which a run has converged
   */
  FitModels(
      Scales scales, FitCurvature curvature, StepSolver solver, double slack, double converged) {
    this.scales = scales;
    this.curvature = curvature;
    this.solver = solver;
    this.slack = slack;
    this.converged = converged;
  }

  /** The model at the next point; a {@link FitCounter.Failure} where the residuals throw. */
  StepModel at(FitPoint point) {
    boolean newton = curvature == FitCurvature.FULL_HESSIAN;
    SymmetricOperator h = newton ? point.hessian() : SymmetricOperator.zero(1);
    LinearOperator j = point.weightedJacobian();
    double[] r = point.weights().weighted();
    int n = point.w().length;
    if (!solver.isDense(r.length, n)) {
      scales.meet(
          Math.min(r.length, n) <= Scales.PROBES
              ? Scales.normsOf(point.weightedColumns())
              : Scales.estimatedNormsOf(j));
      return newton ? newton(h, point, 0) : matrixFree(j, r, point);
    }
    double[][] columns = point.weightedColumns();
    scales.meet(Scales.normsOf(columns));
    SymmetricOperator matrix = newton ? asMatrix(h) : h;
    DenseModel dense =
        new DenseModel(columns, r, scales.norms(), scales.positive(), slack, memory.lambda());
    return newton ? newton(matrix, point, dense.fall()) : dense;
  }

  /**
   * The Hessian by n products, no more than its steps would take. Its diagonal scales too: where
   * residuals bend most, the columns of the Jacobian are no measure.
   */
  private SymmetricOperator asMatrix(SymmetricOperator h) {
    int n = h.dimension();
    double[][] rows = new double[n][n];
    double[] unit = new double[n];
    double[] sizes = new double[n];
    for (int j = 0; j < n; j++) {
      unit[j] = 1;
      h.apply(unit, rows[j]);
      unit[j] = 0;
      sizes[j] = Math.sqrt(Math.abs(rows[j][j]));
      for (int i = 0; i < j; i++) {
        rows[j][i] = 0.5 * (rows[j][i] + rows[i][j]);
        rows[i][j] = rows[j][i];
      }
    }
    scales.grow(sizes);
    return SymmetricOperator.of(
        n,
        (v, out) -> {
          for (int i = 0; i < n; i++) {
            out[i] = Vectors.dot(rows[i], v);
          }
        });
  }

  private StepModel newton(SymmetricOperator h, FitPoint point, double ofGaussNewton) {
    return new NewtonModel(h, point.gradient(), scales, solver.mostProducts(), ofGaussNewton);
  }

  private StepModel matrixFree(LinearOperator j, double[] r, FitPoint point) {
    double[] d = scales.positive();
    double fall = converged * converged * point.value();
    return new LsmrModel(j, r, d, slack, fall, solver.lsmr(point.w(), d, scales.norms()), memory);
  }

  /** Whether all scales are finite. */
  boolean isFinite() {
    return Vectors.isFinite(scales.positive());
  }

  Scales scales() {
    return scales;
  }

  /** The λ of a step was this. */
  void keep(double lambda) {
    memory.keep(lambda);
  }
}
