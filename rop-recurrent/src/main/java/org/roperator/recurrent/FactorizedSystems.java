package org.roperator.recurrent;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.roperator.dense.Blas;
import org.roperator.dense.LuFactorization;
import org.roperator.parallel.Arena;

/**
 * One factorization of I − DW per pattern, shared by Newton's steps, the adjoint, and both systems
 * of every product; patterns beyond the memory budget are factored again for each product.
 *
 * <p>Clamped units drop out: their d is zero, so their z is what stands on the right, zero, and
 * their tangents act on nobody. Only the rows and columns of free units are factored.
 */
final class FactorizedSystems implements FixedPointSystems, FixedPointSystems.Newton {

  private final Dynamics dynamics;
  private final Blas blas;
  private final double[] slopes;
  private final @Nullable LuFactorization[] factors;
  private final int kept;
  private final int[][] free;

  FactorizedSystems(Dynamics dynamics, SettledBatch settled, Blas blas, long budget) {
    this.dynamics = dynamics;
    this.blas = blas;
    requireFitting(dynamics.n());
    this.slopes = FixedPointSystems.slopesOf(dynamics, settled);
    this.factors = new @Nullable LuFactorization[settled.count()];
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
    if (entries > LuFactorization.MOST_ENTRIES) {
      throw new IllegalArgumentException(
          "A factorization for "
              + n
              + " units takes "
              + entries
              + " numbers, "
              + 8 * entries
              + " bytes, more than an array holds; solve by FixedPointSolver.krylov() instead.");
    }
  }

  /** The factors of one pattern; those that are not kept stand in arrays of the arena. */
  private LuFactorization factor(int row, Arena arena) {
    LuFactorization there = factors[row];
    if (there != null) {
      return there;
    }
    int n = dynamics.n();
    int[] units = free[row];
    int m = units.length;
    boolean keep = row < kept;
    double[] whole = keep && m == n ? new double[n * n] : arena.vector(n * n);
    dynamics.weights().writeSystem(slopes, row * n, whole);
    double[] matrix = whole;
    if (m < n) {
      matrix = keep ? new double[m * m] : arena.vector(m * m);
      for (int i = 0; i < m; i++) {
        for (int j = 0; j < m; j++) {
          matrix[i * m + j] = whole[units[i] * n + units[j]];
        }
      }
    }
    LuFactorization made = LuFactorization.of(m, matrix, blas);
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
  public Optional<Newton> newton() {
    return Optional.of(this);
  }

  @Override
  public void refresh(int row) {
    factors[row] = null;
  }

  @Override
  public boolean isSingular(int row, Arena arena) {
    long mark = arena.mark();
    boolean singular = free[row].length > 0 && factor(row, arena).isSingular();
    arena.rewindTo(mark);
    return singular;
  }

  @Override
  public void solveTangent(int row, double[] s, Arena arena) {
    long mark = arena.mark();
    if (free[row].length > 0) {
      solve(Which.TANGENT, factor(row, arena), row, s, 0, 1, arena);
    }
    arena.rewindTo(mark);
  }

  @Override
  public void solveAdjoints(double[] s, int k, Unsolved unsolved, Arena arena) {
    long mark = arena.mark();
    for (int row = 0; row < factors.length; row++) {
      if (free[row].length > 0
          && !solve(Which.ADJOINT, factor(row, arena), row, s, row * k * dynamics.n(), k, arena)) {
        unsolved.found(Which.ADJOINT, row, Double.NaN);
      }
      arena.rewindTo(mark);
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
    long mark = arena.mark();
    for (int row = 0; row < factors.length; row++) {
      if (free[row].length == 0) {
        between.at(row);
        continue;
      }
      int at = row * k * dynamics.n();
      LuFactorization factor = factor(row, arena);
      if (!solve(Which.TANGENT, factor, row, tangents, at, k, arena)) {
        unsolved.found(Which.TANGENT, row, Double.NaN);
      }
      between.at(row);
      solve(Which.ADJOINT, factor, row, adjoints, at, k, arena);
      arena.rewindTo(mark);
    }
  }

  /** Solves k systems of one pattern; if the matrix is singular they become NaN, and false. */
  private boolean solve(
      Which which, LuFactorization factor, int row, double[] s, int at, int k, Arena arena) {
    int n = dynamics.n();
    if (factor.isSingular()) {
      Arrays.fill(s, at, at + k * n, Double.NaN);
      return false;
    }
    int[] units = free[row];
    int m = units.length;
    double[] b = arena.numbers(k * m);
    double[] work = arena.numbers(k * m);
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
