package org.roperator.recurrent;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.roperator.dense.Blas;
import org.roperator.dense.LuFactorisation;

/**
 * One factorisation of I − DW per pattern, shared by Newton's steps, the adjoint, and both systems
 * of every product; patterns beyond the memory budget are factored anew each time.
 */
final class FactorisedSystems implements FixedPointSystems {

  private final Dynamics dynamics;
  private final Blas blas;
  private final double[] slopes;
  private final @Nullable LuFactorisation[] factors;
  private final int kept;

  FactorisedSystems(Dynamics dynamics, Settled settled, Blas blas, long budget) {
    this.dynamics = dynamics;
    this.blas = blas;
    this.slopes = FixedPointSystems.slopesOf(dynamics, settled);
    this.factors = new @Nullable LuFactorisation[settled.count()];
    long bytes = 8L * dynamics.n() * dynamics.n();
    this.kept = (int) Math.min(factors.length, budget / bytes);
  }

  private LuFactorisation factor(int row) {
    LuFactorisation there = factors[row];
    if (there != null) {
      return there;
    }
    int n = dynamics.n();
    double[] matrix = new double[n * n];
    dynamics.connections().writeSystem(dynamics.w(), slopes, row * n, matrix);
    LuFactorisation made = LuFactorisation.of(n, matrix, blas);
    if (row < kept) {
      factors[row] = made; // two threads at once make the same
    }
    return made;
  }

  @Override
  public double[] slopes() {
    return slopes;
  }

  @Override
  public void refresh(int row) {
    factors[row] = null;
  }

  @Override
  public boolean canPolish() {
    return true;
  }

  @Override
  public void solveTangent(int row, double[] s, Area area) {
    factor(row).solveTransposed(s, 1, area.lend(dynamics.n()));
  }

  @Override
  public void solveTangents(double[] s, int k, Area area) {
    forEach(s, k, area, LuFactorisation::solveTransposed);
  }

  @Override
  public void solveAdjoints(double[] s, int k, Area area) {
    forEach(s, k, area, LuFactorisation::solve);
  }

  @Override
  public boolean isSingular(int row) {
    return factor(row).isSingular();
  }

  private interface Solve {
    void with(LuFactorisation factor, double[] b, int k, double[] work);
  }

  private void forEach(double[] s, int k, Area area, Solve solve) {
    int length = k * dynamics.n();
    double[] b = area.lend(length);
    double[] work = area.lend(length);
    for (int row = 0; row < factors.length; row++) {
      LuFactorisation factor = factor(row);
      if (factor.isSingular()) {
        Arrays.fill(s, row * length, (row + 1) * length, Double.NaN);
        continue;
      }
      System.arraycopy(s, row * length, b, 0, length);
      solve.with(factor, b, k, work);
      System.arraycopy(b, 0, s, row * length, length);
    }
  }
}
