package org.roperator.recurrent;

import java.util.Arrays;
import java.util.Optional;
import org.roperator.dense.Matrix;
import org.roperator.parallel.Arena;
import org.roperator.parallel.Scratch;

/**
 * The relaxations of the paper: {@code u ← u + ηT⁻¹(s − u + WᵀDu)} and {@code u ← u + ηT⁻¹(s − u +
 * DWu)} until they stand still, all right-hand sides together. With the time constants T of the
 * units they do if the steps are short enough and the network itself does: {@code T⁻¹(I − DW)} and
 * {@code T⁻¹(I − WᵀD)} have the eigenvalues of {@code T⁻¹(I − DWᵀ)}.
 */
final class RelaxedSystems implements FixedPointSystems {

  /** The first window, in steps of the longest length. */
  private static final int FIRST_WINDOW = 32;

  /** A window in which the residual fell by less than this has not brought it down. */
  private static final double FALLING = 0.99;

  /** A residual this many times the right-hand side is more than a network's own detour. */
  private static final double GROWN = 1e6;

  private final Dynamics dynamics;
  private final double tolerance;
  private final int limit;
  private final double[] slopes;
  private final int count;
  private final Scratch<Run> runs;

  RelaxedSystems(Dynamics dynamics, SettledBatch settled, double tolerance, int limit) {
    this.dynamics = dynamics;
    this.tolerance = tolerance;
    this.limit = limit;
    this.slopes = FixedPointSystems.slopesOf(dynamics, settled);
    this.count = settled.count();
    this.runs = Scratch.of(Run::new);
  }

  @Override
  public double[] slopes() {
    return slopes;
  }

  /** None: a Newton step would take as long as settling on. */
  @Override
  public Optional<Newton> newton() {
    return Optional.empty();
  }

  @Override
  public void solveAdjoints(double[] s, int k, Unsolved unsolved, Arena arena) {
    relax(Which.ADJOINT, s, k, unsolved);
  }

  @Override
  public void solvePairs(
      double[] tangents,
      double[] adjoints,
      int k,
      Between between,
      Unsolved unsolved,
      Arena arena) {
    relax(Which.TANGENT, tangents, k, unsolved);
    for (int row = 0; row < count; row++) {
      between.at(row);
    }
    relax(Which.ADJOINT, adjoints, k, unsolved);
  }

  private void relax(Which which, double[] s, int k, Unsolved unsolved) {
    Run run = runs.take();
    try {
      run.solve(which, s, k, count, unsolved);
    } finally {
      runs.giveBack(run);
    }
  }

  /** What is known of one system; {@code home} is its place among the right-hand sides. */
  private static final class Moving {
    private final RelaxedStep rule;
    private int home;
    private double size;
    private int age;
    private double window;
    private double windowBefore;

    Moving(double[] timeConstants) {
      this.rule = new RelaxedStep(timeConstants);
    }

    void begin(int home, double size) {
      this.home = home;
      this.size = size;
      rule.forget();
      beginWindows();
    }

    private void beginWindows() {
      age = 0;
      window = 0;
      windowBefore = Double.POSITIVE_INFINITY;
    }

    /** Whether the steps so far led nowhere, so that shorter ones are to begin again from zero. */
    boolean failed(double residual) {
      window = Math.max(window, residual);
      age++;
      boolean windowEnds = age >= FIRST_WINDOW / rule.even() && Integer.bitCount(age) == 1;
      if (residual > GROWN * size || (windowEnds && window > FALLING * windowBefore)) {
        rule.shorten();
        beginWindows();
        return true;
      }
      if (windowEnds) {
        windowBefore = window;
        window = 0;
      }
      return false;
    }
  }

  /**
   * Relaxes linear systems side by side, one matrix product per step for all that still move.
   *
   * <p>They stand still where {@code max |r| ≤ tol (max |s| + max |u|)}: near a bifurcation u is
   * much larger than s, and its rounding alone exceeds any share of s. A system whose residual has
   * not fallen from one window to the next, which is twice as long, begins again from zero with
   * even steps, and shorter ones each time. Arrays are used again.
   */
  private final class Run {
    private double[] u = new double[0];
    private double[] r = new double[0];
    private double[] product = new double[0];
    private Matrix states = Matrix.empty();
    private Matrix scaled = Matrix.empty();
    private Matrix products = Matrix.empty();
    private Moving[] moving = new Moving[0];
    private int[] rows = new int[0];

    /** Solves k systems of each pattern; s holds the right-hand sides, then the solutions. */
    void solve(Which which, double[] s, int k, int patterns, Unsolved unsolved) {
      int n = dynamics.n();
      int active = k * patterns;
      begin(s, active);
      for (int iteration = 0; active > 0; iteration++) {
        multiply(which, active, k);
        for (int p = active - 1; p >= 0; p--) {
          Moving system = moving[p];
          int at = p * n;
          int home = system.home * n;
          for (int i = 0; i < n; i++) {
            r[at + i] = s[home + i] - u[at + i] + product[at + i];
          }
          double residual = largest(r, at);
          double scale = system.size + largest(u, at);
          boolean solved = residual <= tolerance * scale;
          if (!solved && iteration < limit && residual < Double.POSITIVE_INFINITY) {
            if (system.failed(residual)) {
              Arrays.fill(u, at, at + n, 0);
            } else {
              system.rule.step(u, r, at);
            }
            continue;
          }
          if (solved) {
            System.arraycopy(u, at, s, home, n);
          } else {
            Arrays.fill(s, home, home + n, Double.NaN);
            unsolved.found(which, system.home / k, residual / scale);
          }
          active--;
          System.arraycopy(u, active * n, u, at, n);
          moving[p] = moving[active];
          moving[active] = system;
        }
      }
    }

    private void begin(double[] s, int count) {
      int n = dynamics.n();
      if (u.length < count * n) {
        u = new double[count * n];
        r = new double[count * n];
        product = new double[count * n];
        view(new double[count * n], count);
        rows = new int[count];
        moving = new Moving[count];
        for (int p = 0; p < count; p++) {
          moving[p] = new Moving(dynamics.timeConstants());
        }
      }
      Arrays.fill(u, 0, count * n, 0);
      for (int p = 0; p < count; p++) {
        moving[p].begin(p, largest(s, p * n));
      }
    }

    /** Views of the first vectors, kept as long as their number is the same. */
    private void view(double[] forScaled, int count) {
      states = Matrix.of(u, count, dynamics.n());
      scaled = Matrix.of(forScaled, count, dynamics.n());
      products = Matrix.of(product, count, dynamics.n());
    }

    private void multiply(Which which, int active, int k) {
      if (states.rows() != active) {
        view(scaled.array(), active);
      }
      for (int p = 0; p < active; p++) {
        rows[p] = moving[p].home / k;
      }
      if (which == Which.TANGENT) {
        dynamics.tangent(slopes, rows, u, scaled, products);
      } else {
        dynamics.adjoint(slopes, rows, states, products);
      }
    }

    /** NaN if an entry is. */
    private double largest(double[] v, int at) {
      double largest = 0;
      for (int i = at; i < at + dynamics.n(); i++) {
        largest = Math.max(largest, Math.abs(v[i]));
      }
      return largest;
    }
  }
}
