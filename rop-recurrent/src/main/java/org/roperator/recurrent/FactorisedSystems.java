package org.roperator.recurrent;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.roperator.dense.Blas;
import org.roperator.dense.LuFactorisation;
import org.roperator.recurrent.Unsolved.Which;

/**
 * One factorisation of I − DW per pattern, shared by Newton's steps, the adjoint, and both systems
 * of every product; patterns beyond the memory budget are factored anew for each product.
 *
 * <p>Clamped units drop out: their d is zero, so their z is what stands on the right, zero, and
 * their tangents act on nobody. Only the rows and columns of free units are factored.
 */
final class FactorisedSystems implements FixedPointSystems, NewtonSystems {

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

  /** The factors of one pattern; those that are not kept stand in arrays of the area. */
  private LuFactorisation factor(int row, Area area) {
    LuFactorisation there = factors[row];
    if (there != null) {
      return there;
    }
    int n = dynamics.n();
    int[] units = free[row];
    int m = units.length;
    boolean keep = row < kept;
    double[] whole = keep && m == n ? new double[n * n] : area.lendExactly(n * n);
    dynamics.connections().writeSystem(dynamics.w(), slopes, row * n, whole);
    double[] matrix = whole;
    if (m < n) {
      matrix = keep ? new double[m * m] : area.lendExactly(m * m);
      for (int i = 0; i < m; i++) {
        for (int j = 0; j < m; j++) {
          matrix[i * m + j] = whole[units[i] * n + units[j]];
        }
      }
    }
    LuFactorisation made = LuFactorisation.of(m, matrix, blas);
    if (keep) {
      factors[row] = made; // two threads at once make the same
    }
    return made;
  }

  @Override
  public double[] slopes() {
    return slopes;
  }

  @Override
  public Optional<NewtonSystems> newton() {
    return Optional.of(this);
  }

  @Override
  public void refresh(int row) {
    factors[row] = null;
  }

  @Override
  public boolean isSingular(int row, Area area) {
    int mark = area.mark();
    boolean singular = free[row].length > 0 && factor(row, area).isSingular();
    area.rewindTo(mark);
    return singular;
  }

  @Override
  public void solveTangent(int row, double[] s, Area area) {
    int mark = area.mark();
    if (free[row].length > 0) {
      solve(Which.TANGENT, factor(row, area), row, s, 0, 1, area);
    }
    area.rewindTo(mark);
  }

  @Override
  public void solveAdjoints(double[] s, int k, Unsolved unsolved, Area area) {
    int mark = area.mark();
    for (int row = 0; row < factors.length; row++) {
      if (free[row].length > 0
          && !solve(Which.ADJOINT, factor(row, area), row, s, row * k * dynamics.n(), k, area)) {
        unsolved.found(Which.ADJOINT, row, Double.NaN);
      }
      area.rewindTo(mark);
    }
  }

  @Override
  public void solvePairs(
      double[] tangents, double[] adjoints, int k, Between between, Unsolved unsolved, Area area) {
    int mark = area.mark();
    for (int row = 0; row < factors.length; row++) {
      if (free[row].length == 0) {
        between.at(row);
        continue;
      }
      int at = row * k * dynamics.n();
      LuFactorisation factor = factor(row, area);
      if (!solve(Which.TANGENT, factor, row, tangents, at, k, area)) {
        unsolved.found(Which.TANGENT, row, Double.NaN);
      }
      between.at(row);
      solve(Which.ADJOINT, factor, row, adjoints, at, k, area);
      area.rewindTo(mark);
    }
  }

  /** Solves k systems of one pattern; if the matrix is singular they become NaN, and false. */
  private boolean solve(
      Which which, LuFactorisation factor, int row, double[] s, int at, int k, Area area) {
    int n = dynamics.n();
    if (factor.isSingular()) {
      Arrays.fill(s, at, at + k * n, Double.NaN);
      return false;
    }
    int[] units = free[row];
    int m = units.length;
    double[] b = area.lend(k * m);
    double[] work = area.lend(k * m);
    for (int j = 0; j < k; j++) {
      for (int i = 0; i < m; i++) {
        b[j * m + i] = s[at + j * n + units[i]];
      }
    }
    if (which == Which.TANGENT) {
      factor.solveTransposed(b, k, work);
    } else {
      factor.solve(b, k, work);
    }
    for (int j = 0; j < k; j++) {
      for (int i = 0; i < m; i++) {
        s[at + j * n + units[i]] = b[j * m + i];
      }
    }
    return true;
  }
}
