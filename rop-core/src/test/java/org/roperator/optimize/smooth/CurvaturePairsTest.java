package org.roperator.optimize.smooth;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.random.RandomGenerator;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.roperator.contract.Samples;
import org.roperator.function.FiniteSum;
import org.roperator.function.Objective;
import org.roperator.operator.SymmetricOperator;
import org.roperator.optimize.Ending;
import org.roperator.optimize.OptimizationRun;
import org.roperator.optimize.Trial;

/** The inverse Hessian of some pairs against the formula of BFGS on whole matrices. */
class CurvaturePairsTest {

  private static final double[] DIAGONAL = {1, 3, 10, 0.2, -2};

  /** ½wᵀDw of the diagonal above times c, in units a: gradients are (c/a²)·D·w. */
  private static OptimizationRun run(double c, double a) {
    double size = c / a / a;
    SymmetricOperator h =
        SymmetricOperator.of(
            5,
            (v, out) -> {
              for (int i = 0; i < 5; i++) {
                out[i] = size * DIAGONAL[i] * v[i];
              }
            });
    return OptimizationRun.of(
        FiniteSum.ofOne(Objective.quadratic(h, new double[5])), new double[5], Ending.standard());
  }

  private static Trial at(OptimizationRun run, double unit, double... w) {
    double[] point = w.clone();
    for (int i = 0; i < point.length; i++) {
      point[i] *= unit;
    }
    return run.trial(point);
  }

  /** A point of no negative curvature from 0. */
  private static double[] point(RandomGenerator random) {
    double[] w = Samples.gaussian(random, 5);
    w[4] = 0;
    return w;
  }

  private static double[] dense(int from, double[][] s, double[][] y, double[] g) {
    int last = s.length - 1;
    double gamma = dot(s[last], y[last]) / dot(y[last], y[last]);
    double[][] h = new double[5][5];
    for (int i = 0; i < 5; i++) {
      h[i][i] = gamma;
    }
    for (int k = from; k < s.length; k++) {
      double rho = 1 / dot(s[k], y[k]);
      double[][] v = new double[5][5];
      for (int i = 0; i < 5; i++) {
        for (int j = 0; j < 5; j++) {
          v[i][j] = (i == j ? 1 : 0) - rho * y[k][i] * s[k][j];
        }
      }
      double[][] next = new double[5][5];
      for (int i = 0; i < 5; i++) {
        for (int j = 0; j < 5; j++) {
          next[i][j] = rho * s[k][i] * s[k][j];
          for (int p = 0; p < 5; p++) {
            for (int q = 0; q < 5; q++) {
              next[i][j] += v[p][i] * h[p][q] * v[q][j];
            }
          }
        }
      }
      h = next;
    }
    double[] d = new double[5];
    for (int i = 0; i < 5; i++) {
      d[i] = -dot(h[i], g);
    }
    return d;
  }

  private static double dot(double[] x, double[] y) {
    double sum = 0;
    for (int i = 0; i < x.length; i++) {
      sum += x[i] * y[i];
    }
    return sum;
  }

  @Property(tries = 100)
  void directionIsThatOfTheWholeMatrix(
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 4) int memory,
      @ForAll @IntRange(min = 1, max = 9) int count) {
    RandomGenerator random = Samples.random(seed);
    CurvaturePairs pairs = new CurvaturePairs(memory);
    OptimizationRun run = run(1, 1);
    double[][] s = new double[count][];
    double[][] y = new double[count][5];
    for (int k = 0; k < count; k++) {
      // Steps of very different lengths.
      double[] from = Samples.gaussian(random, 5);
      s[k] = point(random);
      double[] to = new double[5];
      for (int i = 0; i < 5; i++) {
        s[k][i] *= Math.pow(10, k % 3);
        to[i] = from[i] + s[k][i];
        y[k][i] = DIAGONAL[i] * s[k][i];
      }
      assertTrue(pairs.add(at(run, 1, from), at(run, 1, to)));
      assertEquals(Math.min(memory, k + 1), pairs.size());
    }
    double[] g = Samples.gaussian(random, 5);
    double[] d = new double[5];
    pairs.direction(g, d);
    double[] expected = dense(Math.max(0, count - memory), s, y, g);
    // Products of up to four factors of norms below 50 each.
    assertEquals(0, Samples.relativeDistance(expected, d), 1e-9);
    double[] sLast = s[count - 1];
    double[] yLast = y[count - 1];
    pairs.direction(yLast, d);
    for (int i = 0; i < 5; i++) {
      sLast[i] = -sLast[i];
    }
    // The secant equation Hy = s of the newest pair.
    assertEquals(0, Samples.relativeDistance(sLast, d), 1e-9);
    assertEquals(
        Math.sqrt(dot(yLast, yLast) / dot(sLast, sLast)),
        pairs.curvature(),
        1e-10 * pairs.curvature());
  }

  @Property(tries = 100)
  void powersOfTwoChangeNoBit(
      @ForAll long seed,
      @ForAll @IntRange(min = -500, max = 500) int values,
      @ForAll @IntRange(min = -400, max = 400) int units) {
    int e = Math.max(-900, Math.min(900, values - units)) + units;
    double a = Math.scalb(1.0, units / 2);
    double c = Math.scalb(1.0, Math.max(-500, Math.min(500, e)));
    OptimizationRun plain = run(1, 1);
    OptimizationRun other = run(c, a);
    CurvaturePairs ones = new CurvaturePairs(3);
    CurvaturePairs others = new CurvaturePairs(3);
    RandomGenerator random = Samples.random(seed);
    for (int k = 0; k < 5; k++) {
      double[] from = point(random);
      double[] to = point(random);
      assertTrue(ones.add(at(plain, 1, from), at(plain, 1, to)));
      assertTrue(others.add(at(other, a, from), at(other, a, to)));
    }
    double[] g = Samples.gaussian(random, 5);
    double[] d = new double[5];
    double[] scaled = new double[5];
    ones.direction(g, d);
    double[] gradient = g.clone();
    for (int i = 0; i < 5; i++) {
      gradient[i] *= c / a;
    }
    others.direction(gradient, scaled);
    for (int i = 0; i < 5; i++) {
      scaled[i] /= a;
    }
    assertArrayEquals(d, scaled);
  }

  @Test
  void pairsWithoutClearCurvatureAreLeftOut() {
    OptimizationRun run = run(1, 1);
    CurvaturePairs pairs = new CurvaturePairs(2);
    Trial zero = at(run, 1, 0, 0, 0, 0, 0);
    assertEquals(0, pairs.curvature());
    assertTrue(pairs.add(zero, at(run, 1, 1, 0, 0, 0, 0)));
    assertTrue(pairs.add(zero, at(run, 1, 1, 1, 0, 0, 0)));
    double[] g = {1, 2, 3, 4, 5};
    double[] before = new double[5];
    pairs.direction(g, before);
    double curvature = pairs.curvature();
    // Negative; sᵀDs = 2 − 2 = 0; cosine 8.6e-11 and 1.2e-10 where 1e-10 is asked; no step at all.
    assertFalse(pairs.add(zero, at(run, 1, 0, 0, 0, 0, 1)));
    assertFalse(pairs.add(zero, at(run, 1, Math.sqrt(2), 0, 0, 0, 1)));
    assertFalse(pairs.add(zero, at(run, 1, Math.sqrt(2 + 3.65e-10), 0, 0, 0, 1)));
    assertFalse(pairs.add(zero, zero));
    assertFalse(pairs.add(zero, at(run(Double.MIN_VALUE, 1), 1e-5, 1, 0, 0, 0, 0)));
    assertFalse(pairs.add(zero, at(run(1e300, 1), 1e20, 1, 0, 0, 0, 0)));
    assertEquals(2, pairs.size());
    assertEquals(curvature, pairs.curvature());
    double[] after = new double[5];
    pairs.direction(g, after);
    assertArrayEquals(before, after);
    assertTrue(pairs.add(zero, at(run, 1, Math.sqrt(2 + 5e-10), 0, 0, 0, 1)));
    pairs.clear();
    assertEquals(0, pairs.size());
    assertEquals(0, pairs.curvature());
  }

  @Test
  void powersOfTwoBeyondTheDoublesAreMadeInTwo() {
    double[] x = {0x1p-600, -3};
    PowersOfTwo.scale(1100, x);
    assertArrayEquals(new double[] {0x1p500, Double.NEGATIVE_INFINITY}, x);
    double[] y = {0x1.8p600, 1};
    PowersOfTwo.scale(-1101, y);
    assertArrayEquals(new double[] {0x1.8p-501, 0}, y);
    double[] same = {1.5, Double.MAX_VALUE, Double.MIN_VALUE};
    PowersOfTwo.scale(0, same);
    assertArrayEquals(new double[] {1.5, Double.MAX_VALUE, Double.MIN_VALUE}, same);
    double[] odd = {1};
    PowersOfTwo.scale(-7, odd);
    assertArrayEquals(new double[] {0x1p-7}, odd);
  }
}
