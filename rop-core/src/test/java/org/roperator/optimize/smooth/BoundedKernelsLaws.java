package org.roperator.optimize.smooth;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.roperator.contract.AnyDouble;
import org.roperator.contract.Samples;
import org.roperator.internal.Vectors;
import org.roperator.operator.SymmetricOperator;

/** The parts of the methods within bounds, against full matrices. */
class BoundedKernelsLaws {

  private static double[][] symmetric(RandomGenerator random, int n, double shift) {
    double[][] g = new double[n][];
    for (int i = 0; i < n; i++) {
      g[i] = Samples.gaussian(random, n);
    }
    double[][] a = new double[n][n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j <= i; j++) {
        a[i][j] = shift > 0 ? Vectors.dot(g[i], g[j]) / n + (i == j ? shift : 0) : g[i][j];
        a[j][i] = a[i][j];
      }
    }
    return a;
  }

  private static double[] times(double[][] a, double[] v) {
    double[] out = new double[a.length];
    for (int i = 0; i < out.length; i++) {
      out[i] = Vectors.dot(a[i], v);
    }
    return out;
  }

  private static Bounds box(RandomGenerator random, double[] x) {
    double[] lower = x.clone();
    double[] upper = x.clone();
    for (int i = 0; i < x.length; i++) {
      int kind = random.nextInt(5);
      lower[i] -= kind == 0 ? 0 : kind == 1 ? Double.POSITIVE_INFINITY : random.nextDouble();
      upper[i] += kind == 2 ? 0 : kind == 3 ? Double.POSITIVE_INFINITY : random.nextDouble();
    }
    return Bounds.of(lower, upper);
  }

  @Property(tries = 200)
  void aSmallSystemIsSolved(@ForAll long seed, @ForAll @IntRange(min = 1, max = 12) int n) {
    RandomGenerator random = Samples.random(seed);
    double[][] a = new double[n][];
    double[][] copy = new double[n][];
    for (int i = 0; i < n; i++) {
      a[i] = Samples.gaussian(random, n);
      copy[i] = a[i].clone();
    }
    double[] b = Samples.gaussian(random, n);
    double[] x = SmallSystem.of(copy).orElseThrow().solve(b);
    double[] back = times(a, x);
    // Partial pivoting leaves a residual of rounding beside A and x, of size 12 · 3.
    double size = 1e-14 * 40 * (1 + Vectors.norm(x));
    assertArrayEquals(b, back, size);
  }

  @Example
  void aSmallSystemTakesItsPivotsWhereTheyAre() {
    double[][] a = {{0, 2, 0}, {0, 0, 4}, {8, 0, 0}};
    assertArrayEquals(
        new double[] {3, 1, 2}, SmallSystem.of(a).orElseThrow().solve(new double[] {2, 8, 24}));
    // By the tiny pivot the first unknown would be lost.
    double[][] tiny = {{1e-20, 1}, {1, 1}};
    assertArrayEquals(
        new double[] {1, 1}, SmallSystem.of(tiny).orElseThrow().solve(new double[] {1, 2}), 1e-15);
    assertTrue(SmallSystem.of(new double[][] {{1, 2}, {2, 4}}).isEmpty());
    assertTrue(SmallSystem.of(new double[][] {{Double.NaN}}).isEmpty());
    assertTrue(SmallSystem.of(new double[][] {{Double.POSITIVE_INFINITY}}).isEmpty());
  }

  /** A matrix by updates of pairs, and the same by the formula of BFGS on a full matrix. */
  private static final class Matrices {

    private final CompactBfgs compact;
    private final double[][] full;

    private Matrices(CompactBfgs compact, double[][] full) {
      this.compact = compact;
      this.full = full;
    }

    CompactBfgs compact() {
      return compact;
    }

    double[][] full() {
      return full;
    }

    static Matrices random(RandomGenerator random, int n, int memory, int count, double first) {
      double[][] a = symmetric(random, n, 0.2);
      CompactBfgs compact = new CompactBfgs(memory, first);
      double[][] s = new double[count][];
      double[][] y = new double[count][];
      double theta = first;
      for (int k = 0; k < count; k++) {
        s[k] = Samples.gaussian(random, n);
        Vectors.scale(Math.pow(10, random.nextInt(-5, 6)), s[k]);
        y[k] = BoundedKernelsLaws.times(a, s[k]);
        compact.add(s[k].clone(), y[k].clone());
        theta = Vectors.dot(y[k], y[k]) / Vectors.dot(y[k], s[k]);
      }
      double[][] b = new double[n][n];
      for (int i = 0; i < n; i++) {
        b[i][i] = theta;
      }
      for (int k = Math.max(0, count - memory); k < count; k++) {
        double[] bs = BoundedKernelsLaws.times(b, s[k]);
        double sbs = Vectors.dot(s[k], bs);
        double sy = Vectors.dot(s[k], y[k]);
        for (int i = 0; i < n; i++) {
          for (int j = 0; j < n; j++) {
            b[i][j] += y[k][i] * y[k][j] / sy - bs[i] * bs[j] / sbs;
          }
        }
      }
      return new Matrices(compact, b);
    }

    /** Bv by the compact form. */
    double[] times(double[] v) {
      double[] weights = compact.solve(compact.timesTransposed(v));
      double[] row = new double[weights.length];
      double[] out = new double[v.length];
      for (int i = 0; i < v.length; i++) {
        compact.row(i, row);
        out[i] = Math.scalb(compact.theta() * v[i] - Vectors.dot(row, weights), compact.exponent());
      }
      return out;
    }
  }

  /**
   * Pairs of condition up to some thousands, over lengths of 1e±5; rounding of some 1e3 · 1e-14.
   */
  private static final double CLOSE = 1e-8;

  @Property(tries = 200)
  void theCompactFormIsThatOfTheUpdates(
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 8) int n,
      @ForAll @IntRange(min = 1, max = 4) int memory,
      @ForAll @IntRange(min = 0, max = 6) int count,
      @ForAll @AnyDouble(min = 1e-3, max = 1e3) double first) {
    RandomGenerator random = Samples.random(seed);
    // More pairs than dimensions say the same again, by cancellation.
    Matrices m = Matrices.random(random, n, Math.min(memory, n), count, first);
    assertEquals(Math.min(count, Math.min(memory, n)), m.compact().pairs());
    double[] v = Samples.gaussian(random, n);
    double[] expected = BoundedKernelsLaws.times(m.full(), v);
    assertTrue(Samples.relativeDistance(expected, m.times(v)) < CLOSE);
    boolean[] isFree = new boolean[n];
    double[] r = Samples.gaussian(random, n);
    for (int i = 0; i < n; i++) {
      isFree[i] = random.nextInt(3) > 0;
      r[i] = isFree[i] ? r[i] : 0;
    }
    double[] step = m.compact().newtonStep(isFree, r).orElseThrow();
    double[] back = BoundedKernelsLaws.times(m.full(), step);
    for (int i = 0; i < n; i++) {
      if (isFree[i]) {
        // The step is that of B over its power of two.
        assertEquals(
            -r[i], Math.scalb(back[i], -m.compact().exponent()), CLOSE * (1 + Vectors.norm(step)));
      } else {
        assertEquals(0, step[i]);
      }
    }
  }

  @Example
  void pairsWithoutClearCurvatureAreLeftOut() {
    CompactBfgs b = new CompactBfgs(3, 2);
    b.add(new double[] {1, 0}, new double[] {-1, 0});
    b.add(new double[] {1, 0}, new double[] {0, 1});
    b.add(new double[] {1, 0}, new double[] {0.9e-10, 1});
    b.add(new double[] {0, 0}, new double[] {0, 0});
    b.add(new double[] {1, 0}, new double[] {Double.NaN, 0});
    b.add(new double[] {1, 0}, new double[] {Double.POSITIVE_INFINITY, 0});
    assertEquals(0, b.pairs());
    assertEquals(1, b.theta());
    assertEquals(1, b.exponent());
    b.add(new double[] {1, 0}, new double[] {1.1e-10, 1});
    assertEquals(1, b.pairs());
    b.add(new double[] {1, 0}, new double[] {4, 0});
    assertEquals(2, b.pairs());
    // θ of the newest pair, 4, over the first exponent's power, 2.
    assertEquals(2, b.theta());
    b.clear();
    assertEquals(0, b.pairs());
    assertArrayEquals(new double[0], b.solve(new double[0]));
    assertArrayEquals(
        new double[] {-1.5, 0},
        b.newtonStep(new boolean[] {true, true}, new double[] {3, 0}).orElseThrow());
  }

  /** The path from bend to bend, with a full matrix. */
  private static double[] cauchyPoint(Bounds box, double[][] b, double[] x, double[] g) {
    int n = x.length;
    double[] meets = new double[n];
    double[] d = box.projectedGradient(x, g);
    Vectors.scale(-1, d);
    for (int i = 0; i < n; i++) {
      double bound = d[i] > 0 ? box.upper()[i] : box.lower()[i];
      meets[i] = d[i] == 0 ? 0 : (bound - x[i]) / d[i];
    }
    double[] bends = meets.clone();
    Arrays.sort(bends);
    double from = 0;
    for (int k = 0; k <= n; k++) {
      double to = k < n ? bends[k] : Double.POSITIVE_INFINITY;
      if (to <= from) {
        continue;
      }
      double[] z = new double[n];
      double[] along = new double[n];
      for (int i = 0; i < n; i++) {
        z[i] = d[i] * Math.min(from, meets[i]);
        along[i] = meets[i] > from ? d[i] : 0;
      }
      double slope = Vectors.dot(g, along) + Vectors.dot(times(b, z), along);
      double bend = Vectors.dot(times(b, along), along);
      if (slope >= 0 || bend == 0) {
        return moved(x, z, 0, along);
      }
      double best = from - slope / bend;
      if (best < to) {
        return moved(x, z, best - from, along);
      }
      if (k == n) {
        break;
      }
      from = to;
    }
    throw new AssertionError("no minimum on the path");
  }

  private static double[] moved(double[] x, double[] z, double far, double[] along) {
    double[] point = new double[x.length];
    for (int i = 0; i < x.length; i++) {
      point[i] = x[i] + z[i] + far * along[i];
    }
    return point;
  }

  @Property(tries = 400)
  void theCauchyPointIsTheFirstMinimumOfThePath(
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 10) int n,
      @ForAll @IntRange(min = 0, max = 4) int count) {
    RandomGenerator random = Samples.random(seed);
    Matrices m = Matrices.random(random, n, Math.min(n, 5), Math.min(n, count), 0.3);
    double[] x = Samples.gaussian(random, n);
    Bounds box = box(random, x);
    double[] g = Samples.gaussian(random, n);
    Vectors.scale(Math.pow(10, random.nextInt(-1, 2)), g);
    if (Vectors.norm(box.projectedGradient(x, g)) == 0) {
      return;
    }
    CauchyPoint found = CauchyPoint.of(box, m.compact(), x, g);
    double[] expected = cauchyPoint(box, m.full(), x, g);
    assertTrue(box.contains(found.point()));
    double[] z = new double[n];
    Vectors.sum(found.point(), -1, x, z);
    for (int i = 0; i < n; i++) {
      assertEquals(expected[i], found.point()[i], 1e-6 * (1 + Vectors.norm(z)), "at " + i);
      boolean atBound = box.isActive(i, found.point()[i]);
      assertEquals(!atBound, found.isFree()[i], "at " + i);
    }
    Vectors.scale(Math.scalb(1.0, m.compact().exponent() - found.exponent()), z);
    double[] offset = m.compact().timesTransposed(z);
    for (int i = 0; i < offset.length; i++) {
      assertEquals(offset[i], found.offset()[i], 1e-8 * (1 + Vectors.norm(offset)), "at " + i);
    }
  }

  /** What each step within a box and a radius owes, whatever the curvature. */
  @Property(tries = 600)
  void aStepOfTheModelKeepsItsPromises(
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 12) int n,
      @ForAll boolean convex,
      @ForAll @AnyDouble(min = 0.01, max = 100) double radius) {
    RandomGenerator random = Samples.random(seed);
    double[][] a = symmetric(random, n, convex ? 0.1 : 0);
    double[] x = Samples.gaussian(random, n);
    Bounds box = box(random, x);
    double[] g = Samples.gaussian(random, n);
    double norm = Vectors.norm(box.projectedGradient(x, g));
    if (norm == 0) {
      return;
    }
    int[] products = {0};
    SymmetricOperator h =
        SymmetricOperator.of(
            n,
            (v, out) -> {
              products[0]++;
              System.arraycopy(times(a, v), 0, out, 0, n);
            });
    BoxModel model = new BoxModel(box, h, x, g);
    assertEquals(norm, model.gradientNorm());
    BoxModel.Step step = model.within(radius, 1e-6);
    assertEquals(products[0], model.products());
    assertTrue(box.contains(step.point()));
    double length = Vectors.norm(step.s());
    // Rounding of a step to the boundary.
    assertTrue(length <= radius * (1 + 1e-9), "length " + length);
    double[] difference = new double[n];
    Vectors.sum(step.point(), -1, x, difference);
    assertArrayEquals(difference, step.s(), 1e-13 * (1 + length + Vectors.norm(x)));
    double[] hs = times(a, step.s());
    double fall = -Vectors.dot(g, step.s()) - 0.5 * Vectors.dot(step.s(), hs);
    double size = Vectors.norm(g) * length + Vectors.norm(hs) * length;
    assertEquals(fall, step.fall(), 1e-11 * (1 + size));
    assertTrue(step.fall() > 0);
    // The first stretch of the path, where no bound is met: that much any step brings, but for the
    // part that projected rates may leave.
    double[] d = box.projectedGradient(x, g);
    Vectors.scale(-1 / norm, d);
    double bend = Vectors.dot(d, times(a, d));
    double far = Math.min(radius, box.reach(x, d));
    far = bend > 0 ? Math.min(far, norm / bend) : far;
    double stretch = far * norm - 0.5 * far * far * bend;
    assertTrue(step.fall() >= 0.01 * stretch * (1 - 1e-9), "fall " + step.fall());
    if (step.end() == BoxModel.End.INTERIOR) {
      double sum = 0;
      for (int i = 0; i < n; i++) {
        double left = box.isActive(i, step.point()[i]) ? 0 : g[i] + hs[i];
        sum += left * left;
      }
      assertTrue(Math.sqrt(sum) <= 1e-6 * norm + 1e-11 * (1 + size), "left " + Math.sqrt(sum));
    } else {
      assertEquals(BoxModel.End.LIMITED, step.end());
      // Either the radius is reached, or all products were spent.
      assertTrue(length >= radius * (1 - 1e-5) || products[0] >= 2 * n, "length " + length);
    }
    assertTrue(products[0] <= 2 * n + 12 + 20L * step.faces(), "products " + products[0]);
    int before = products[0];
    BoxModel.Step again = model.within(radius, 1e-6);
    assertArrayEquals(step.point(), again.point());
    assertEquals(before - 1, products[0] - before, "the first product serves again");
  }

  /**
   * Where the minimum lies inside, the step is −H⁻¹g, of no more products than conjugate gradients.
   */
  @Property(tries = 200)
  void farFromBoundsAStepIsThatOfConjugateGradients(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 12) int n) {
    RandomGenerator random = Samples.random(seed);
    double[][] a = symmetric(random, n, 0.5);
    double[] g = Samples.gaussian(random, n);
    Bounds box = Bounds.of(BoundedProblems.filled(n, -1e9), BoundedProblems.filled(n, 1e9));
    BoxModel model = new BoxModel(box, SymmetricOperator.symmetric(a), new double[n], g);
    BoxModel.Step step = model.within(1e6, 1e-10);
    assertEquals(BoxModel.End.INTERIOR, step.end());
    double[] left = times(a, step.s());
    Vectors.addScaled(1, g, left);
    // The recursive residual is off by rounding of condition 20.
    assertTrue(Vectors.norm(left) <= 1e-9 * Vectors.norm(g));
    assertTrue(model.products() <= n + 3, "products " + model.products());
    assertTrue(step.faces() <= 2 && (n == 1 || step.faces() >= 1));
  }

  @Example
  void aModelWhoseProductsAreNotFiniteSaysSo() {
    Bounds box = Bounds.nonNegative(2);
    double[] g = {-1, -2};
    SymmetricOperator nan = SymmetricOperator.of(2, (v, out) -> Arrays.fill(out, Double.NaN));
    BoxModel.Step step = new BoxModel(box, nan, new double[2], g).within(1, 0.1);
    assertEquals(BoxModel.End.NOT_FINITE, step.end());
    assertArrayEquals(new double[2], step.s());
    int[] asked = {0};
    SymmetricOperator later =
        SymmetricOperator.of(
            2,
            (v, out) -> {
              out[0] = ++asked[0] > 1 ? Double.NaN : v[0];
              out[1] = 5 * v[1];
            });
    assertEquals(
        BoxModel.End.NOT_FINITE,
        new BoxModel(box, later, new double[] {9, 9}, g).within(10, 0.01).end());
    // A bound is met on the way, and the projected rate asks for the second product.
    asked[0] = 0;
    Bounds narrow = Bounds.of(new double[2], new double[] {0.01, 9});
    assertEquals(
        BoxModel.End.NOT_FINITE,
        new BoxModel(narrow, later, new double[2], g).within(10, 0.01).end());
  }

  @Example
  void anInterruptedModelGivesUp() {
    Bounds box = Bounds.nonNegative(2);
    BoxModel model =
        new BoxModel(
            box,
            SymmetricOperator.diagonal(new double[] {1, 5}),
            new double[] {9, 9},
            new double[] {-1, -2});
    Thread.currentThread().interrupt();
    try {
      assertEquals(BoxModel.End.CANCELLED, model.within(10, 0.01).end());
    } finally {
      assertTrue(Thread.interrupted());
    }
    assertEquals(BoxModel.End.INTERIOR, model.within(10, 0.01).end());
  }
}
