package org.roperator.recurrent;

import java.util.Arrays;
import org.roperator.operator.LinearOperator;
import org.roperator.operator.Vectors;
import org.roperator.solve.Gmres;
import org.roperator.solve.GmresResult;

/** Generalised minimal residuals for each right-hand side: products with W alone. */
final class MatrixFreeSystems implements FixedPointSystems {

  /** A residual ‖b − Au‖, relative to ‖b‖ + ‖u‖, that no method would lower by much. */
  private static final double ROUNDING = 1e-13;

  private final Dynamics dynamics;
  private final double[] slopes;
  private final int count;
  private final Gmres gmres;

  MatrixFreeSystems(Dynamics dynamics, Settled settled, Gmres gmres) {
    this.dynamics = dynamics;
    this.slopes = FixedPointSystems.slopesOf(dynamics, settled);
    this.count = settled.count();
    this.gmres = gmres;
  }

  @Override
  public double[] slopes() {
    return slopes;
  }

  @Override
  public void refresh(int row) {}

  @Override
  public boolean canPolish() {
    return true;
  }

  @Override
  public boolean isSingular(int row) {
    return false;
  }

  @Override
  public void solveTangent(int row, double[] s, Area area) {
    solve(tangent(row), s, 0);
  }

  @Override
  public void solveTangents(double[] s, int k, Area area) {
    for (int row = 0; row < count; row++) {
      LinearOperator system = tangent(row);
      for (int j = 0; j < k; j++) {
        solve(system, s, (row * k + j) * dynamics.n());
      }
    }
  }

  @Override
  public void solveAdjoints(double[] s, int k, Area area) {
    for (int row = 0; row < count; row++) {
      LinearOperator system = tangent(row).adjoint();
      for (int j = 0; j < k; j++) {
        solve(system, s, (row * k + j) * dynamics.n());
      }
    }
  }

  /** {@code I − WᵀD} of one pattern. */
  private LinearOperator tangent(int row) {
    int n = dynamics.n();
    int at = row * n;
    double[] scaled = new double[n];
    Connections connections = dynamics.connections();
    return LinearOperator.of(
        n,
        n,
        (u, out) -> {
          for (int i = 0; i < n; i++) {
            scaled[i] = slopes[at + i] * u[i];
          }
          connections.forward(dynamics.w(), Rows.of(scaled, n, 1), 0, Rows.of(out, n, 1));
          for (int i = 0; i < n; i++) {
            out[i] = u[i] - out[i];
          }
        },
        (u, out) -> {
          connections.backward(dynamics.w(), Rows.of(u, n, 1), 0, Rows.of(out, n, 1));
          for (int i = 0; i < n; i++) {
            out[i] = u[i] - slopes[at + i] * out[i];
          }
        });
  }

  private void solve(LinearOperator system, double[] s, int at) {
    int n = dynamics.n();
    double[] b = Arrays.copyOfRange(s, at, at + n);
    for (double entry : b) {
      if (!Double.isFinite(entry)) {
        Arrays.fill(s, at, at + n, Double.NaN);
        return;
      }
    }
    GmresResult result = gmres.solve(system, b);
    double[] u = result.solution();
    // Near a bifurcation u is much larger than b, and its rounding exceeds any share of b.
    double rounding = ROUNDING * (Vectors.norm(b) + Vectors.norm(u));
    if (result.isSolved() || result.residualNorm() <= rounding) {
      System.arraycopy(u, 0, s, at, n);
    } else {
      Arrays.fill(s, at, at + n, Double.NaN);
    }
  }
}
