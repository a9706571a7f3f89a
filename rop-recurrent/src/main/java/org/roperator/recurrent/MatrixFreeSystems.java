package org.roperator.recurrent;

import java.util.Arrays;
import java.util.Optional;
import org.roperator.dense.Matrix;
import org.roperator.internal.Vectors;
import org.roperator.operator.LinearOperator;
import org.roperator.parallel.Arena;
import org.roperator.parallel.Scratch;
import org.roperator.solve.Gmres;
import org.roperator.solve.GmresResult;

/** Generalized minimal residuals for each right-hand side: products with W alone. */
final class MatrixFreeSystems implements FixedPointSystems, FixedPointSystems.Newton {

  /** A residual ‖b − Au‖, relative to ‖b‖ + ‖u‖, that no method would lower by much. */
  private static final double ROUNDING = 1e-13;

  private final int n;
  private final double[] slopes;
  private final int count;
  private final Gmres gmres;
  private final Scratch<Work> works;

  /** The systems of whichever pattern was named last, and vectors for one solve. */
  private static final class Work {
    private final int[] row = new int[1];
    private final double[] b;
    private final double[] u;
    private final Matrix scaled;
    private final LinearOperator tangent;
    private final LinearOperator adjoint;

    Work(Dynamics dynamics, double[] slopes) {
      int n = dynamics.n();
      this.b = new double[n];
      this.u = new double[n];
      this.scaled = Matrix.of(new double[n], 1, n);
      this.tangent =
          LinearOperator.of(
              n,
              n,
              (v, out) -> {
                dynamics.tangent(slopes, row, v, scaled, Matrix.of(out, 1, n));
                Vectors.sum(v, -1, out, out);
              },
              (v, out) -> {
                dynamics.adjoint(slopes, row, Matrix.of(v, 1, n), Matrix.of(out, 1, n));
                Vectors.sum(v, -1, out, out);
              });
      this.adjoint = tangent.adjoint();
    }
  }

  MatrixFreeSystems(Dynamics dynamics, SettledBatch settled, Gmres gmres) {
    this.n = dynamics.n();
    this.slopes = FixedPointSystems.slopesOf(dynamics, settled);
    this.count = settled.count();
    this.gmres = gmres;
    this.works = Scratch.of(() -> new Work(dynamics, slopes));
  }

  @Override
  public double[] slopes() {
    return slopes;
  }

  @Override
  public Optional<Newton> newton() {
    return Optional.of(this);
  }

  /** Nothing: products take the slopes as they are. */
  @Override
  public void refresh(int row) {}

  @Override
  public boolean isSingular(int row, Arena arena) {
    return false;
  }

  @Override
  public void solveTangent(int row, double[] s, Arena arena) {
    solve(Which.TANGENT, row, s, 1, 0, (which, pattern, residual) -> {});
  }

  @Override
  public void solveAdjoints(double[] s, int k, Unsolved unsolved, Arena arena) {
    for (int row = 0; row < count; row++) {
      solve(Which.ADJOINT, row, s, k, row * k * n, unsolved);
    }
  }

  @Override
  public void solvePairs(
      double[] tangents,
      double[] adjoints,
      int k,
      Between between,
      Unsolved unsolved,
      Arena arena) {
    for (int row = 0; row < count; row++) {
      solve(Which.TANGENT, row, tangents, k, row * k * n, unsolved);
      between.at(row);
      solve(Which.ADJOINT, row, adjoints, k, row * k * n, unsolved);
    }
  }

  private void solve(Which which, int row, double[] s, int k, int at, Unsolved unsolved) {
    Work work = works.take();
    try {
      work.row[0] = row;
      for (int j = 0; j < k; j++) {
        solve(which, s, at + j * n, work, unsolved);
      }
    } finally {
      works.giveBack(work);
    }
  }

  private void solve(Which which, double[] s, int at, Work work, Unsolved unsolved) {
    LinearOperator system = which == Which.TANGENT ? work.tangent : work.adjoint;
    System.arraycopy(s, at, work.b, 0, n);
    double residual = Double.NaN;
    if (Vectors.isFinite(work.b)) {
      GmresResult end = gmres.solve(system, work.b, work.u);
      // Near a bifurcation u is much larger than b, and its rounding exceeds any share of b.
      double scale = end.rightHandSideNorm() + Vectors.norm(work.u);
      if (end.isSolved() || end.residualNorm() <= ROUNDING * scale) {
        System.arraycopy(work.u, 0, s, at, n);
        return;
      }
      residual = end.residualNorm() / scale;
    }
    Arrays.fill(s, at, at + n, Double.NaN);
    unsolved.found(which, work.row[0], residual);
  }
}
