package org.roperator.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.roperator.contract.Refusals;
import org.roperator.contract.Samples;
import org.roperator.dense.Blas;
import org.roperator.dense.Matrix;
import org.roperator.internal.Vectors;
import org.roperator.nn.layer.Workspace;

/** The laws of {@link Loss}: value, gradient and curvature against differences of one another. */
interface LossContract {

  int EXAMPLES = 5;
  int OUTPUTS = 3;
  double WEIGHT = 0.25;
  double H = 1e-5;

  /** Central differences at h = 1e-5: truncation h² ~ 1e-10, rounding ε/h ~ 1e-11. */
  double DIFFERENCES = 1e-8;

  /** The loss under test. */
  Loss loss();

  private Dataset data() {
    return Nets.suiting(loss(), EXAMPLES, 1, OUTPUTS, 4);
  }

  @Property(tries = 30)
  default void sumIsTheValue(@ForAll long seed, @ForAll @IntRange(min = 0, max = 3) int first) {
    double[] y = draw(seed, EXAMPLES - first);
    double value = loss().value(batch(y), data(), first);
    assertEquals(value, forward(y, first).sum(), 1e-14 * Math.max(1, value));
    double[] offset = new double[y.length + 4];
    System.arraycopy(y, 0, offset, 4, y.length);
    Matrix elsewhere = Matrix.of(offset, 4, EXAMPLES - first, OUTPUTS);
    assertEquals(value, loss().value(elsewhere, data(), first));
    LossPass pass = loss().forward(elsewhere, data(), first, WEIGHT, workspace());
    assertEquals(
        0, Samples.relativeDistance(numbers(forward(y, first).yBar()), numbers(pass.yBar())));
    assertTrue(value >= 0);
  }

  @Property(tries = 30)
  default void gradientIsTheDerivativeOfTheValue(@ForAll long seed) {
    double[] y = draw(seed, EXAMPLES);
    double[] u = draw(seed + 1, EXAMPLES);
    double slope =
        (loss().value(batch(moved(y, H, u)), data(), 0)
                - loss().value(batch(moved(y, -H, u)), data(), 0))
            / (2 * H);
    assertEquals(WEIGHT * slope, Vectors.dot(numbers(forward(y, 0).yBar()), u), DIFFERENCES * 10);
  }

  @Property(tries = 30)
  default void curvatureIsTheDerivativeOfTheGradient(@ForAll long seed) {
    double[] y = draw(seed, EXAMPLES);
    double[] u = draw(seed + 1, EXAMPLES);
    double[] above = numbers(forward(moved(y, H, u), 0).yBar());
    double[] expected = new double[y.length];
    Vectors.sum(above, -1, numbers(forward(moved(y, -H, u), 0).yBar()), expected);
    Vectors.scale(1 / (2 * H), expected);
    double[] actual = numbers(forward(y, 0).yBarDot(batch(u.clone()), 1, workspace()));
    assertTrue(Samples.relativeDistance(expected, actual) <= DIFFERENCES);
  }

  @Property(tries = 20)
  default void stackedDirectionsGiveWhatSingleOnesGive(@ForAll long seed) {
    double[] y = draw(seed, EXAMPLES);
    double[] u = draw(seed + 1, EXAMPLES);
    double[] v = draw(seed + 2, EXAMPLES);
    LossPass pass = forward(y, 0);
    double[] both = new double[2 * u.length + 1];
    for (int n = 0; n < EXAMPLES; n++) {
      System.arraycopy(u, n * OUTPUTS, both, 1 + 2 * n * OUTPUTS, OUTPUTS);
      System.arraycopy(v, n * OUTPUTS, both, 1 + (2 * n + 1) * OUTPUTS, OUTPUTS);
    }
    double[] products =
        numbers(pass.yBarDot(Matrix.of(both, 1, 2 * EXAMPLES, OUTPUTS), 2, workspace()));
    double[] hu = numbers(pass.yBarDot(batch(u), 1, workspace()));
    double[] hv = numbers(pass.yBarDot(batch(v), 1, workspace()));
    for (int n = 0; n < EXAMPLES; n++) {
      for (int k = 0; k < OUTPUTS; k++) {
        assertEquals(hu[n * OUTPUTS + k], products[2 * n * OUTPUTS + k]);
        assertEquals(hv[n * OUTPUTS + k], products[(2 * n + 1) * OUTPUTS + k]);
      }
    }
  }

  private CanonicalLossPass canonical(double[] y) {
    return (CanonicalLossPass) forward(y, 0);
  }

  /** The loss's Hessian at an example, weighted, by products with unit vectors. */
  private double[][] curvature(double[] y, int example) {
    double[][] columns = new double[OUTPUTS][];
    for (int k = 0; k < OUTPUTS; k++) {
      double[] unit = new double[y.length];
      unit[example * OUTPUTS + k] = 1;
      double[] product = numbers(forward(y, 0).yBarDot(batch(unit), 1, workspace()));
      columns[k] = Arrays.copyOfRange(product, example * OUTPUTS, (example + 1) * OUTPUTS);
    }
    return columns;
  }

  /** Roots are checked where a loss has them. */
  @Property(tries = 10)
  default void rootsGiveTheCurvature(@ForAll long seed) {
    double[] y = draw(seed, EXAMPLES);
    double[][] expected = curvature(y, 1);
    double[] root = new double[OUTPUTS + 2];
    double[][] sum = new double[OUTPUTS][OUTPUTS];
    for (int which = 0; which < OUTPUTS; which++) {
      canonical(y).curvatureRoot(1, which, root, 2);
      for (int i = 0; i < OUTPUTS; i++) {
        for (int j = 0; j < OUTPUTS; j++) {
          sum[i][j] += root[2 + i] * root[2 + j];
        }
      }
    }
    for (int i = 0; i < OUTPUTS; i++) {
      assertArrayEquals(expected[i], sum[i], 1e-15);
    }
  }

  /**
   * Gradients at drawn targets have mean zero and the curvature's variance. Means of 40,000 terms,
   * each at most of order one, deviate by 1/200; five of these are allowed.
   */
  @Test
  default void drawnGradientsHaveTheCurvatureAsVariance() {
    double[] y = draw(3, EXAMPLES);
    double[][] expected = curvature(y, 1);
    int draws = 40_000;
    double[] mean = new double[OUTPUTS];
    double[][] square = new double[OUTPUTS][OUTPUTS];
    double[] g = new double[OUTPUTS];
    RandomGenerator random = Samples.random(1);
    CanonicalLossPass pass = canonical(y);
    for (int m = 0; m < draws; m++) {
      pass.drawGradient(1, random, g, 0);
      for (int i = 0; i < OUTPUTS; i++) {
        mean[i] += g[i] / WEIGHT / draws;
        for (int j = 0; j < OUTPUTS; j++) {
          square[i][j] += g[i] * g[j] / WEIGHT / draws;
        }
      }
    }
    assertArrayEquals(new double[OUTPUTS], mean, 5.0 / 200);
    for (int i = 0; i < OUTPUTS; i++) {
      assertArrayEquals(expected[i], square[i], 5.0 / 200 * WEIGHT * 2);
    }
  }

  @Test
  default void memoryIsNoMoreThanStated() {
    Workspace memory = workspace();
    loss().forward(batch(draw(1, EXAMPLES)), data(), 0, WEIGHT, memory);
    memory.rewind();
    assertTrue(memory.lentNumbers() <= EXAMPLES * loss().numbersKeptPerExample(OUTPUTS));
  }

  @Test
  default void targetsOfAnotherWidthAreRefused() {
    Refusals.assertRefused(() -> loss().requireFit(data(), 4), 4, OUTPUTS);
    loss().requireFit(data(), OUTPUTS);
  }

  private LossPass forward(double[] y, int first) {
    return loss().forward(batch(y.clone()), data(), first, WEIGHT, workspace());
  }

  private static double[] draw(long seed, int rows) {
    return Samples.gaussian(Samples.random(seed), rows * OUTPUTS);
  }

  private static Matrix batch(double[] y) {
    return Matrix.of(y, 0, y.length / OUTPUTS, OUTPUTS);
  }

  private static double[] numbers(Matrix batch) {
    return Arrays.copyOfRange(batch.array(), batch.from(), batch.from() + batch.size());
  }

  private static double[] moved(double[] y, double h, double[] u) {
    double[] there = new double[y.length];
    Vectors.sum(y, h, u, there);
    return there;
  }

  private static Workspace workspace() {
    return Workspace.over(Blas.instance());
  }
}
