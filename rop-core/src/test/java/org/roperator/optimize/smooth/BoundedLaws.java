package org.roperator.optimize.smooth;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.roperator.contract.AnyDouble;
import org.roperator.contract.Samples;
import org.roperator.function.Expansion;
import org.roperator.function.Objective;
import org.roperator.internal.Vectors;
import org.roperator.operator.SymmetricOperator;
import org.roperator.optimize.OptimizationListener.Signal;
import org.roperator.optimize.OptimizationOutcome;
import org.roperator.optimize.OptimizationResult;
import org.roperator.optimize.Optimizer;

/** Laws of minimization within bounds, on random quadratics, whose minima are found by hand. */
class BoundedLaws {

  private static final List<String> NAMES = List.of("newton", "bfgs");

  private static Optimizer method(int which, Bounds bounds) {
    return which == 0
        ? ProjectedTrustRegionNewton.within(bounds)
        : BoundedLimitedMemoryBfgs.within(bounds);
  }

  /** {@code ½xᵀAx − bᵀx} within a box with open, closed and flat sides, and a start in it. */
  private static final class Case {

    private final double[][] a;
    private final double[] b;
    private final Bounds bounds;
    private final double[] start;

    private Case(double[][] a, double[] b, Bounds bounds, double[] start) {
      this.a = a;
      this.b = b;
      this.bounds = bounds;
      this.start = start;
    }

    static Case random(long seed, int n, double shift, boolean closed) {
      RandomGenerator random = Samples.random(seed);
      double[][] g = new double[n][];
      for (int i = 0; i < n; i++) {
        g[i] = Samples.gaussian(random, n);
      }
      double[][] a = new double[n][n];
      for (int i = 0; i < n; i++) {
        for (int j = 0; j <= i; j++) {
          double sum = i == j ? shift : 0;
          for (int k = 0; k < n; k++) {
            sum += shift > 0 ? g[i][k] * g[j][k] / n : 0;
          }
          a[i][j] = shift > 0 ? sum : g[i][j];
          a[j][i] = a[i][j];
        }
      }
      double[] b = Samples.gaussian(random, n);
      Vectors.scale(2, b);
      double[] lower = new double[n];
      double[] upper = new double[n];
      for (int i = 0; i < n; i++) {
        double from = 2 * random.nextDouble() - 1.5;
        double to = random.nextInt(8) == 0 ? from : from + 2 * random.nextDouble();
        lower[i] = !closed && random.nextInt(4) == 0 ? Double.NEGATIVE_INFINITY : from;
        upper[i] = !closed && random.nextInt(4) == 0 ? Double.POSITIVE_INFINITY : to;
      }
      Bounds bounds = Bounds.of(lower, upper);
      double[] guess = Samples.gaussian(random, n);
      return new Case(a, b, bounds, bounds.project(guess));
    }

    Objective f() {
      return Objective.quadratic(SymmetricOperator.symmetric(a), b);
    }

    double[] gradient(double[] x) {
      double[] g = new double[b.length];
      for (int i = 0; i < g.length; i++) {
        g[i] = Vectors.dot(a[i], x) - b[i];
      }
      return g;
    }

    double value(double[] x) {
      double sum = 0;
      for (int i = 0; i < x.length; i++) {
        sum += x[i] * (0.5 * Vectors.dot(a[i], x) - b[i]);
      }
      return sum;
    }

    /** The lowest point among the minima over all 3ⁿ choices of a bound or none for each entry. */
    double[] minimizer() {
      int n = b.length;
      double lowest = Double.POSITIVE_INFINITY;
      double[] best = start;
      int choices = (int) Math.round(Math.pow(3, n));
      for (int choice = 0; choice < choices; choice++) {
        double[] x = new double[n];
        List<Integer> free = new ArrayList<>();
        int rest = choice;
        for (int i = 0; i < n; i++) {
          int kind = rest % 3;
          rest /= 3;
          x[i] = kind == 0 ? bounds.lower(i) : kind == 1 ? bounds.upper(i) : 0;
          if (kind == 2) {
            free.add(i);
          }
        }
        if (!Vectors.isFinite(x)) {
          continue;
        }
        solveOver(free, x);
        // Rounding of the solution of a free entry may lie outside by some 1e-13.
        double[] inside = bounds.project(x);
        boolean feasible = true;
        for (int i = 0; i < n; i++) {
          feasible &= Math.abs(inside[i] - x[i]) <= 1e-9;
        }
        if (feasible && value(inside) < lowest) {
          lowest = value(inside);
          best = inside;
        }
      }
      return best;
    }

    /** Gaussian elimination over the free entries; A is positive definite. */
    private void solveOver(List<Integer> free, double[] x) {
      int k = free.size();
      double[][] m = new double[k][k + 1];
      double[] g = gradient(x);
      for (int i = 0; i < k; i++) {
        for (int j = 0; j < k; j++) {
          m[i][j] = a[free.get(i)][free.get(j)];
        }
        m[i][k] = -g[free.get(i)];
      }
      for (int j = 0; j < k; j++) {
        for (int i = 0; i < k; i++) {
          if (i != j) {
            double factor = m[i][j] / m[j][j];
            for (int c = j; c <= k; c++) {
              m[i][c] -= factor * m[j][c];
            }
          }
        }
      }
      for (int i = 0; i < k; i++) {
        x[free.get(i)] = m[i][k] / m[i][i];
      }
    }
  }

  @Property(tries = 400)
  void findsTheMinimumThatAllActiveSetsHave(
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 6) int n,
      @ForAll @IntRange(min = 0, max = 1) int which) {
    Case c = Case.random(seed, n, 0.1, false);
    Watched f = new Watched(c.f(), c.bounds);
    double[] largest = {0};
    OptimizationResult result =
        method(which, c.bounds)
            .minimize(
                f,
                c.start,
                iteration -> {
                  largest[0] =
                      Math.max(
                          largest[0],
                          iteration.figures().getOrDefault("gradient_norm", Double.NaN));
                  return Signal.CONTINUE;
                });
    f.assertFeasibleAndCounted(result);
    assertEquals(OptimizationOutcome.CONVERGED, result.outcome(), result::toString);
    double[] difference = new double[n];
    double[] minimizer = c.minimizer();
    Vectors.sum(result.parameters(), -1, minimizer, difference);
    // ‖x − P(x − g/L)‖ ≤ ‖pg‖/L, and x is off by at most 2L/μ of that; μ ≥ 0.1, and pg is 1e-8 of
    // the largest. And rounding by A of size 10.
    double bound = 2 * 1e-8 * largest[0] / 0.1 + 1e-12;
    assertTrue(Vectors.norm(difference) <= bound, () -> NAMES.get(which) + " " + result);
  }

  /** Indefinite: minima are many, but each has multipliers of the right sign. */
  @Property(tries = 400)
  void firstOrderConditionsHoldWhateverTheCurvature(
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 30) int n,
      @ForAll @IntRange(min = 0, max = 1) int which) {
    Case c = Case.random(seed, n, 0, true);
    Watched f = new Watched(c.f(), c.bounds);
    double[] largest = {Vectors.norm(c.bounds.projectedGradient(c.start, c.gradient(c.start)))};
    OptimizationResult result =
        method(which, c.bounds)
            .minimize(
                f,
                c.start,
                iteration -> {
                  largest[0] =
                      Math.max(
                          largest[0],
                          iteration.figures().getOrDefault("gradient_norm", Double.NaN));
                  return Signal.CONTINUE;
                });
    f.assertFeasibleAndCounted(result);
    assertEquals(
        OptimizationOutcome.CONVERGED, result.outcome(), () -> NAMES.get(which) + " " + result);
    double[] x = result.parameters();
    double[] g = c.gradient(x);
    // What a run calls converged, and rounding of g.
    double tolerance = 1.001e-8 * largest[0] + 1e-13;
    for (int i = 0; i < n; i++) {
      if (x[i] > c.bounds.lower(i)) {
        assertTrue(g[i] <= tolerance, "at " + i + " downwards " + g[i]);
      }
      if (x[i] < c.bounds.upper(i)) {
        assertTrue(g[i] >= -tolerance, "at " + i + " upwards " + g[i]);
      }
    }
    BoundMultipliers multipliers = c.bounds.multipliers(x, g);
    for (int i = 0; i < n; i++) {
      double lambda = multipliers.lower()[i];
      double mu = multipliers.upper()[i];
      assertTrue(lambda >= 0 && mu >= 0);
      assertTrue(lambda == 0 || x[i] == c.bounds.lower(i));
      assertTrue(mu == 0 || x[i] == c.bounds.upper(i));
      // One of three subtractions may round.
      assertEquals(g[i] - lambda + mu, multipliers.remainder()[i], 1e-15 * Math.abs(g[i]));
    }
  }

  /** A function in other units: {@code c·f(x/a)}. */
  private static Objective inUnits(Objective f, double c, double a) {
    return new Objective() {
      @Override
      public int dimension() {
        return f.dimension();
      }

      private double[] old(double[] w) {
        double[] old = w.clone();
        for (int i = 0; i < old.length; i++) {
          old[i] /= a;
        }
        return old;
      }

      @Override
      public double value(double[] w) {
        return c * f.value(old(w));
      }

      @Override
      public Expansion expandAt(double[] w) {
        Expansion at = f.expandAt(old(w));
        double[] g = at.gradient();
        Vectors.scale(c / a, g);
        return Expansion.of(c * at.value(), g, at.hessian().scaledBy(c / a / a));
      }
    };
  }

  private static double[] times(double a, double[] x) {
    double[] scaled = x.clone();
    Vectors.scale(a, scaled);
    return scaled;
  }

  /**
   * Powers of two, so that all numbers scale without rounding and every bit is the same; up to
   * where norms are summed in another way, whose squares are near the ends of the doubles.
   */
  @Property(tries = 200)
  void unitsOfValuesAndParametersChangeNothing(
      @ForAll @IntRange(min = 0, max = 7) int problem,
      @ForAll @IntRange(min = -400, max = 400) int values,
      @ForAll @IntRange(min = 0, max = 1) int which) {
    assertSameInUnits(problem, Math.scalb(1.0, values), 1, which);
  }

  /** Parameters of 1e±120, whose second derivatives are 1e±240. */
  @Property(tries = 200)
  void unitsOfParametersChangeNothing(
      @ForAll @IntRange(min = 0, max = 7) int problem,
      @ForAll @IntRange(min = -400, max = 400) int parameters,
      @ForAll @IntRange(min = 0, max = 1) int which) {
    assertSameInUnits(problem, 1, Math.scalb(1.0, parameters), which);
  }

  private static void assertSameInUnits(int problem, double c, double a, int which) {
    BoundedProblems.Problem p = BoundedProblems.hockSchittkowski().get(problem);
    OptimizationResult plain = method(which, p.bounds()).minimize(p.f(), p.from());
    Bounds scaled = Bounds.of(times(a, p.bounds().lower()), times(a, p.bounds().upper()));
    Watched f = new Watched(inUnits(p.f(), c, a), scaled);
    OptimizationResult other = method(which, scaled).minimize(f, times(a, p.from()));
    f.assertFeasibleAndCounted(other);
    assertEquals(OptimizationOutcome.CONVERGED, other.outcome(), other::toString);
    assertEquals(plain.iterations(), other.iterations(), other::toString);
    assertArrayEquals(plain.parameters(), times(1 / a, other.parameters()), other::toString);
  }

  /** Any numbers for units: outcome and minimum are the same, but for rounding. */
  @Property(tries = 100)
  void anyUnitsWillDo(
      @ForAll @AnyDouble(min = -149, max = 149) double power,
      @ForAll boolean ofValues,
      @ForAll @IntRange(min = 0, max = 1) int which) {
    BoundedProblems.Problem p = BoundedProblems.hockSchittkowski().get(4);
    double unit = Math.pow(10, power);
    double a = ofValues ? 1 : unit;
    Bounds scaled = Bounds.of(times(a, p.bounds().lower()), times(a, p.bounds().upper()));
    Watched f = new Watched(inUnits(p.f(), ofValues ? unit : 1, a), scaled);
    OptimizationResult result = method(which, scaled).minimize(f, times(a, p.from()));
    f.assertFeasibleAndCounted(result);
    assertEquals(OptimizationOutcome.CONVERGED, result.outcome(), result::toString);
    // A gradient of 1e-8 of some 3 over the least eigenvalue, 1.7.
    assertArrayEquals(p.at(), times(1 / a, result.parameters()), 1e-7);
  }
}
