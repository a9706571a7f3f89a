package org.roperator.optimize.leastsquares;

import org.roperator.function.ResidualsExpansion;
import org.roperator.internal.Vectors;
import org.roperator.operator.LinearOperator;
import org.roperator.operator.SymmetricOperator;

/** The residuals and their loss at one point, to first order, and to second where it is asked. */
final class FitPoint {

  private final double[] w;
  private final ResidualsExpansion at;
  private final double[] residuals;
  private final Weights weights;
  private final LinearOperator jacobian;
  private final double[] gradient;
  private final FitCounter meter;

  private FitPoint(double[] w, ResidualsExpansion at, RobustLoss loss, FitCounter meter) {
    this.w = w;
    this.at = at;
    this.residuals = FitCounter.ask("the residuals", at::values);
    this.weights = new Weights(loss, residuals);
    this.meter = meter;
    this.jacobian = meter.counting(at.jacobian());
    this.gradient =
        Vectors.isFinite(weights.slopes())
            ? jacobian.adjoint().times(weights.slopes())
            : new double[0];
  }

  /**
   * A point; a {@link FitCounter.Failure} where the residuals throw.
   *
   * @param w the point. Kept.
   */
  static FitPoint of(double[] w, RobustLoss loss, FitCounter meter) {
    return new FitPoint(w, meter.expand(w), loss, meter);
  }

  /** What is not finite here, as the rest of a sentence; empty if all is. */
  String trouble() {
    for (int i = 0; i < residuals.length; i++) {
      if (!Double.isFinite(residuals[i])) {
        return "residual " + i + " is " + residuals[i] + ".";
      }
    }
    if (!Double.isFinite(value())) {
      return "the value is " + value() + ".";
    }
    return gradient.length > 0 && Vectors.isFinite(gradient) ? "" : "the gradient is not finite.";
  }

  /** The point. Not copied. */
  double[] w() {
    return w;
  }

  /** r. Not copied. */
  double[] residuals() {
    return residuals;
  }

  /** F. */
  double value() {
    return weights.value();
  }

  Weights weights() {
    return weights;
  }

  /** {@code ∇F = Jᵀψ}. Not copied. */
  double[] gradient() {
    return gradient;
  }

  /** J, its products counted. */
  LinearOperator jacobian() {
    return jacobian;
  }

  /** J with its rows times the roots of their weights. */
  LinearOperator weightedJacobian() {
    double[] roots = weights.roots();
    LinearOperator adjoint = jacobian.adjoint();
    double[] work = new double[roots.length];
    return LinearOperator.of(
        w.length,
        roots.length,
        (v, out) -> {
          jacobian.apply(v, out);
          for (int i = 0; i < out.length; i++) {
            out[i] *= roots[i];
          }
        },
        (u, out) -> {
          for (int i = 0; i < work.length; i++) {
            work[i] = roots[i] * u[i];
          }
          adjoint.apply(work, out);
        });
  }

  /** {@code Σ ψᵢ∇²rᵢ}, its products counted. */
  SymmetricOperator curvature() {
    return meter.counting(
        FitCounter.ask("the curvature", () -> at.curvature(weights.slopes().clone())));
  }

  /** {@code Jᵀ diag(ψ′) J}. */
  SymmetricOperator jacobianPart() {
    return SymmetricOperator.diagonal(weights.bends()).congruence(jacobian);
  }

  /** The whole Hessian of F, {@code Jᵀ diag(ψ′) J + Σ ψᵢ∇²rᵢ}. */
  SymmetricOperator hessian() {
    return jacobianPart().plus(curvature());
  }

  /** The columns of the weighted Jacobian, in fresh arrays. */
  double[][] weightedColumns() {
    double[][] columns = columns();
    double[] roots = weights.roots();
    for (double[] column : columns) {
      for (int i = 0; i < roots.length; i++) {
        column[i] *= roots[i];
      }
    }
    return columns;
  }

  /** The Jacobian's columns, in fresh arrays, at the cost of min(m, n) products. */
  double[][] columns() {
    int n = w.length;
    int m = residuals.length;
    double[][] columns = new double[n][m];
    if (n <= m) {
      double[] unit = new double[n];
      for (int j = 0; j < n; j++) {
        unit[j] = 1;
        jacobian.apply(unit, columns[j]);
        unit[j] = 0;
      }
      return columns;
    }
    LinearOperator adjoint = jacobian.adjoint();
    double[] unit = new double[m];
    double[] row = new double[n];
    for (int i = 0; i < m; i++) {
      unit[i] = 1;
      adjoint.apply(unit, row);
      unit[i] = 0;
      for (int j = 0; j < n; j++) {
        columns[j][i] = row[j];
      }
    }
    return columns;
  }
}
