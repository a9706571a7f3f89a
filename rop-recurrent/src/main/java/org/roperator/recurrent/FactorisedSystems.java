package org.roperator.recurrent;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.roperator.dense.Blas;
import org.roperator.dense.LuFactorisation;

/**
 * One factorisation of I − DW per pattern, shared by Newton's steps, the adjoint, and both systems
 * of every product; patterns beyond the memory budget are factored anew each time.
 *
 * <p>Clamped units drop out: their d is zero, so their z is what stands on the right, zero, and
 * their tangents act on nobody. Only the rows and columns of free units are factored.
 */
final class FactorisedSystems implements FixedPointSystems {

  private final Dynamics dynamics;
  private final Blas blas;
  private final double[] slopes;
  private final @Nullable LuFactorisation[] factors;
  private final int kept;
  private final int[][] free;

  FactorisedSystems(Dynamics dynamics, Settled settled, Blas blas, long budget) {
    this.dynamics = dynamics;
    this.blas = blas;
    requireFitting(dynamics.n());
    this.slopes = FixedPointSystems.slopesOf(dynamics, settled);
    this.factors = new @Nullable LuFactorisation[settled.count()];
    long bytes = 8L * dynamics.n() * dynamics.n();
    this.kept = (int) Math.min(factors.length, budget / bytes);
    this.free = new int[factors.length][];
    for (int row = 0; row < free.length; row++) {
      int pattern = settled.first() + row;
      free[row] =
          IntStream.range(0, dynamics.n())
              .filter(i -> dynamics.patterns().isFree(pattern, i))
              .toArray();
    }
  }

  /** Refuses a matrix that no array holds. */
  private static void requireFitting(int n) {
    long entries = (long) n * n;
    if (entries > LuFactorisation.MOST_ENTRIES) {
      throw new IllegalArgumentException(
          "A factorisation for "
              + n
              + " units takes "
              + entries
              + " numbers, "
              + 8 * entries
              + " bytes, more than an array holds; solve by FixedPointSolver.krylov() instead.");
    }
  }

  private LuFactorisation factor(int row) {
    LuFactorisation there = factors[row];
    if (there != null) {
      return there;
    }
    int n = dynamics.n();
    int[] units = free[row];
    double[] matrix = new double[n * n];
    dynamics.connections().writeSystem(dynamics.w(), slopes, row * n, matrix);
    if (units.length < n) {
      double[] whole = matrix;
      matrix = new double[units.length * units.length];
      for (int i = 0; i < units.length; i++) {
        for (int j = 0; j < units.length; j++) {
          matrix[i * units.length + j] = whole[units[i] * n + units[j]];
        }
      }
    }
    LuFactorisation made = LuFactorisation.of(units.length, matrix, blas);
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
    int n = dynamics.n();
    solve(row, s, 0, 1, area.lend(n), area.lend(n), LuFactorisation::solveTransposed);
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
    return free[row].length > 0 && factor(row).isSingular();
  }

  private interface Solve {
    void with(LuFactorisation factor, double[] b, int k, double[] work);
  }

  private void forEach(double[] s, int k, Area area, Solve solve) {
    int length = k * dynamics.n();
    double[] b = area.lend(length);
    double[] work = area.lend(length);
    for (int row = 0; row < factors.length; row++) {
      solve(row, s, row * length, k, b, work, solve);
    }
  }

  private void solve(int row, double[] s, int at, int k, double[] b, double[] work, Solve solve) {
    int n = dynamics.n();
    int[] units = free[row];
    int m = units.length;
    if (m == 0) {
      return;
    }
    LuFactorisation factor = factor(row);
    if (factor.isSingular()) {
      Arrays.fill(s, at, at + k * n, Double.NaN);
      return;
    }
    for (int j = 0; j < k; j++) {
      for (int i = 0; i < m; i++) {
        b[j * m + i] = s[at + j * n + units[i]];
      }
    }
    solve.with(factor, b, k, work);
    for (int j = 0; j < k; j++) {
      for (int i = 0; i < m; i++) {
        s[at + j * n + units[i]] = b[j * m + i];
      }
    }
  }
}
