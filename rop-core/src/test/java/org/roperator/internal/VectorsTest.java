package org.roperator.internal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.roperator.contract.Samples;
import org.roperator.parallel.Scratch;

class VectorsTest {

  @Property(tries = 100)
  void dotIsTheSumOfProductsForEveryLength(
      @ForAll @IntRange(min = 0, max = 23) int n, @ForAll long seed) {
    var random = Samples.random(seed);
    double[] u = Samples.gaussian(random, n);
    double[] v = Samples.gaussian(random, n);
    double expected = 0;
    for (int i = 0; i < n; i++) {
      expected += u[i] * v[i];
    }
    assertEquals(expected, Vectors.dot(u, v), 1e-14 * 30); // 23 terms of size up to about 10
  }

  @Test
  void normSurvivesTheExtremesOfTheDoubleRange() {
    assertEquals(5, Vectors.norm(new double[] {3, -4}));
    assertEquals(5e200, Vectors.norm(new double[] {3e200, 4e200}), 1e186);
    assertEquals(5e-200, Vectors.norm(new double[] {3e-200, 4e-200}), 1e-214);
    assertEquals(0, Vectors.norm(new double[3]));
    assertEquals(0, Vectors.norm(new double[0]));
    assertEquals(
        Double.POSITIVE_INFINITY, Vectors.norm(new double[] {1, Double.NEGATIVE_INFINITY}));
    assertTrue(Double.isNaN(Vectors.norm(new double[] {Double.NaN, Double.POSITIVE_INFINITY})));
  }

  @Test
  void logSumExpOfWhatIsInfinite() {
    double infinity = Double.POSITIVE_INFINITY;
    assertEquals(-infinity, Vectors.logSumExp(new double[] {-infinity, -infinity}));
    assertEquals(infinity, Vectors.logSumExp(new double[] {1, infinity}));
    assertEquals(Math.log(2), Vectors.logSumExp(new double[] {0, -infinity, 0}), 1e-16);
    assertTrue(Double.isNaN(Vectors.logSumExp(new double[] {Double.NaN, 1})));
  }

  @Test
  void updatesFollowTheirFormulas() {
    double[] y = {1, 2, 3};
    Vectors.addScaled(2, new double[] {10, 20, 30}, y);
    assertArrayEquals(new double[] {21, 42, 63}, y);
    Vectors.scale(-1, y);
    assertArrayEquals(new double[] {-21, -42, -63}, y);
    double[] out = new double[3];
    Vectors.sum(y, 0.5, new double[] {2, 4, 6}, out);
    assertArrayEquals(new double[] {-20, -40, -60}, out);
    assertEquals(63, Vectors.maxAbs(y));
    assertTrue(Vectors.isFinite(y));
    assertFalse(Vectors.isFinite(new double[] {0, Double.NaN}));
    assertFalse(Vectors.isFinite(new double[] {Double.NEGATIVE_INFINITY, 0}));
  }

  @Test
  void scratchLendsOneAreaToOneCallerAtATime() {
    Scratch<double[]> scratch = Scratch.ofLength(4);
    double[] first = scratch.take();
    double[] second = scratch.take();
    assertNotSame(first, second);
    scratch.giveBack(first);
    assertSame(first, scratch.take());
  }
}
