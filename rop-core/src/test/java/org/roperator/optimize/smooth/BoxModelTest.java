package org.roperator.optimize.smooth;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.roperator.operator.SymmetricOperator;
import org.roperator.optimize.smooth.BoxModel.End;
import org.roperator.optimize.smooth.BoxModel.Step;

/** Steps of two numbers, worked out by hand: where they lead, how they end, and what they cost. */
class BoxModelTest {

  private static final double NONE = Double.POSITIVE_INFINITY;

  /** Rounding of some ten operations on the numbers of these tests. */
  private static final double ROUNDED = 1e-13;

  /** From 0, with bounds above alone. */
  private static BoxModel model(double[][] h, double[] g, double... upper) {
    return new BoxModel(
        Bounds.atMost(upper), SymmetricOperator.symmetric(h), new double[upper.length], g);
  }

  /** What a step must be; its fall is worked out from the model once more, by the matrix. */
  private static void assertStep(
      BoxModel model, Step step, double[][] h, double[] g, double... expected) {
    assertArrayEquals(expected, step.s(), ROUNDED);
    assertArrayEquals(expected, step.point(), ROUNDED);
    double q = 0;
    for (int i = 0; i < expected.length; i++) {
      q += g[i] * expected[i];
      for (int j = 0; j < expected.length; j++) {
        q += 0.5 * expected[i] * h[i][j] * expected[j];
      }
    }
    assertEquals(-q, step.fall(), 10 * ROUNDED);
    assertEquals(Math.hypot(g[0], g[1]), model.gradientNorm(), ROUNDED);
  }

  private static void assertCost(End end, int products, int faces, BoxModel model, Step step) {
    assertEquals(end, step.end());
    assertEquals(products, model.products());
    assertEquals(faces, step.faces());
  }

  /** q = −6s₁ − 8s₂ + ‖s‖² is lowest at (3, 4), straight ahead. */
  @Test
  void theFirstStretchMayBeAll() {
    double[][] h = {{2, 0}, {0, 2}};
    double[] g = {-6, -8};
    BoxModel model = model(h, g, NONE, NONE);
    Step step = model.within(6, 1e-6);
    assertStep(model, step, h, g, 3, 4);
    assertEquals(25, step.fall(), ROUNDED);
    assertCost(End.INTERIOR, 1, 0, model, step);
    assertEquals(2, model.gradientCurvature(), ROUNDED);
    Step shorter = model.within(2, 1e-6);
    assertStep(model, shorter, h, g, 1.2, 1.6);
    assertCost(End.LIMITED, 1, 0, model, shorter);
  }

  /** Without curvature, and against it, a step is as long as the radius. */
  @Test
  void withoutCurvatureTheRadiusIsTheEnd() {
    double[] g = {-6, -8};
    for (double bend : new double[] {0, -2}) {
      double[][] h = {{bend, 0}, {0, bend}};
      BoxModel model = model(h, g, NONE, NONE);
      Step step = model.within(5, 1e-6);
      assertStep(model, step, h, g, 3, 4);
      assertCost(End.LIMITED, 1, 0, model, step);
      assertEquals(bend, model.gradientCurvature(), ROUNDED);
    }
  }

  /** Along (1, 1)/√2 to 0.8 each; conjugate gradients lead on to the minimum (2, ½). */
  @Test
  void theSecondDirectionEndsInTwoDimensions() {
    double[][] h = {{1, 0}, {0, 4}};
    double[] g = {-2, -2};
    BoxModel model = model(h, g, NONE, NONE);
    Step step = model.within(10, 1e-6);
    assertStep(model, step, h, g, 2, 0.5);
    assertCost(End.INTERIOR, 2, 1, model, step);
    // What is left at (0.8, 0.8) is (−1.2, 1.2), 0.6 of what it was.
    Step rough = model.within(10, 0.61);
    assertStep(model, rough, h, g, 0.8, 0.8);
    assertCost(End.INTERIOR, 2, 0, model, rough);
    assertStep(model, model.within(10, 0.59), h, g, 2, 0.5);
    // (0.8 + 1.2t, 0.8 − 0.3t) is 1.5 long where 1.53t² + 1.44t = 0.97.
    double t = (Math.sqrt(1.44 * 1.44 + 4 * 1.53 * 0.97) - 1.44) / (2 * 1.53);
    BoxModel fresh = model(h, g, NONE, NONE);
    Step limited = fresh.within(1.5, 1e-6);
    assertStep(fresh, limited, h, g, 0.8 + 1.2 * t, 0.8 - 0.3 * t);
    assertCost(End.LIMITED, 2, 1, fresh, limited);
  }

  /**
   * The same with s₁ ≤ 1: from (0.8, 0.8) towards (2, ½) the bound is met on the way, and the
   * projection (1, ½) of the end is the minimum in the box.
   */
  @Test
  void conjugateGradientsAreProjected() {
    double[][] h = {{1, 0}, {0, 4}};
    double[] g = {-2, -2};
    BoxModel model = model(h, g, 1, NONE);
    Step step = model.within(10, 1e-6);
    assertStep(model, step, h, g, 1, 0.5);
    assertEquals(1, step.point()[0]);
    assertCost(End.INTERIOR, 3, 1, model, step);
    assertEquals(2, step.fall(), ROUNDED);
  }

  /** One bound ahead, at 1 of 2: the path ends there. */
  @Test
  void aPathEndsInACorner() {
    double[][] h = {{2, 0}, {0, 2}};
    double[] g = {-4, -4};
    BoxModel model = model(h, g, 1, 1);
    Step step = model.within(10, 1e-6);
    assertStep(model, step, h, g, 1, 1);
    assertArrayEquals(new double[] {1, 1}, step.point());
    assertCost(End.INTERIOR, 2, 0, model, step);
  }

  private static final double[][] NARROW = {{7, -8}, {-8, 10}};

  private static final double[] DOWN = {-3, -4};

  /**
   * Along (0.6, 0.8) the curvature is 1.24, so that the rate 5/1.24 is tried first, beyond the
   * bound 0.06: (0.06, 4/1.24) rises, and the parabola along it says by how much to go back. What
   * is left of the gradient after that is −0.302.
   */
  @Test
  void thePathThatBendsIsCutByItsParabola() {
    BoxModel model = model(NARROW, DOWN, 0.06, NONE);
    Step step = model.within(10, 0.1);
    double far = 4 / 1.24;
    double slope = -0.18 - 4 * far;
    double bend = 7 * 0.0036 - 16 * 0.06 * far + 10 * far * far;
    double share = -slope / bend;
    assertTrue(share > 0.1 && share < 0.5);
    assertStep(model, step, NARROW, DOWN, 0.06, share * far);
    assertEquals(0.06, step.point()[0]);
    assertCost(End.INTERIOR, 3, 0, model, step);
    // From there the second number alone: 10s₂ = 4 + 8 · 0.06.
    Step all = model.within(10, 1e-6);
    assertStep(model, all, NARROW, DOWN, 0.06, 0.448);
    assertCost(End.INTERIOR, 6, 1, model, all);
  }

  /** At the bound 0.6 the parabola goes back to before it, so that the path ends there. */
  @Test
  void thePathIsCutNoShorterThanToTheFirstBound() {
    BoxModel model = model(NARROW, DOWN, 0.6, NONE);
    Step step = model.within(10, 0.2);
    assertStep(model, step, NARROW, DOWN, 0.6, 0.8);
    assertEquals(0.6, step.point()[0]);
    assertEquals(4.38, step.fall(), ROUNDED);
    assertCost(End.INTERIOR, 2, 0, model, step);
    Step all = model.within(10, 1e-6);
    // 10s₂ = 4 + 8 · 0.6.
    assertStep(model, all, NARROW, DOWN, 0.6, 0.88);
    assertCost(End.INTERIOR, 4, 1, model, all);
  }

  /** The same from another point, between bounds that are no sums of what is added. */
  @Test
  void aBoundIsMetToTheLastBit() {
    // 0.01 + 0.6 · 0.75, the way to 0.46, is 0.46 less its last bit.
    double[] x = {0.01, -0.3};
    Bounds box = Bounds.of(new double[] {-1, -9}, new double[] {0.46, 9});
    BoxModel model = new BoxModel(box, SymmetricOperator.symmetric(NARROW), x, DOWN);
    Step step = model.within(10, 0.33);
    assertEquals(0.46, step.point()[0]);
    assertEquals(0.3, step.point()[1], ROUNDED);
    assertArrayEquals(new double[] {0.45, 0.6}, step.s(), ROUNDED);
    assertArrayEquals(new double[] {0.01, -0.3}, x);
    // Downwards, by signs turned.
    Bounds below = Bounds.of(new double[] {-0.46, -9}, new double[] {1, 9});
    double[] turned = {-0.01, 0.3};
    Step back =
        new BoxModel(below, SymmetricOperator.symmetric(NARROW), turned, new double[] {3, 4})
            .within(10, 0.33);
    assertEquals(-0.46, back.point()[0]);
    assertArrayEquals(new double[] {-step.point()[0], -step.point()[1]}, back.point());
  }

  /**
   * (½, 5/11) is the projected step of the rate √5/2.2. There the second number falls back, along
   * negative curvature, to the other side of the radius: ¼ + s₂² = 4.
   */
  @Test
  void negativeCurvatureLeadsBackToTheOtherSide() {
    double[][] h = {{0, 3}, {3, -1}};
    double[] g = {-2, -1};
    BoxModel model = model(h, g, 0.5, NONE);
    Step step = model.within(2, 1e-6);
    assertStep(model, step, h, g, 0.5, -Math.sqrt(3.75));
    assertCost(End.LIMITED, 3, 1, model, step);
    // A tenth of the gradient is more than what is left there, 1/22.
    Step early = model.within(2, 0.1);
    assertStep(model, early, h, g, 0.5, 5 / 11.0);
    assertEquals(End.INTERIOR, early.end());
  }

  /** Where a radius leads into a bound it is met first, and the step goes on along it. */
  @Test
  void aRadiusBeyondABoundGoesOnAlongIt() {
    double[][] h = {{0, 0}, {0, 0}};
    double[] g = {-3, -4};
    BoxModel model = model(h, g, 3, NONE);
    Step step = model.within(13, 1e-6);
    // Along the gradient 13 · (0.6, 0.8) is (7.8, 10.4), projected to (3, 10.4); then s₂ alone.
    assertStep(model, step, h, g, 3, Math.sqrt(160));
    assertCost(End.LIMITED, 3, 1, model, step);
    BoxModel corner = model(h, g, 3, 12);
    Step inside = corner.within(13, 1e-6);
    assertStep(corner, inside, h, g, 3, 12);
    assertEquals(12, inside.point()[1]);
  }

  /**
   * The first stretch ends short of the bound, by a fifth of the last bit of x₁, which rounds to
   * it: with s = 2⁻⁵²(0.8, 0.8). What is left is s₂ alone, 1/h₂ long, in one product.
   */
  @Test
  void roundingMayMeetABoundThatTheStepDoesNot() {
    double unit = 0x1p-52;
    double[] x = {1, 0};
    Bounds box = Bounds.atMost(new double[] {Math.nextUp(1.0), NONE});
    SymmetricOperator h = SymmetricOperator.diagonal(new double[] {0.5 / unit, 2 / unit});
    BoxModel model = new BoxModel(box, h, x, new double[] {-1, -1});
    Step step = model.within(1, 1e-6);
    assertEquals(Math.nextUp(1.0), step.point()[0]);
    assertArrayEquals(new double[] {0.8 * unit, 0.5 * unit}, step.s(), ROUNDED * unit);
    assertCost(End.INTERIOR, 2, 1, model, step);
  }

  /** A product that is not finite ends a step where it was, wherever it comes. */
  @Test
  void theProductThatIsNotFiniteEndsTheStep() {
    double[][] ends = {{0, 0}, {0.8, 0.8}, {0.8, 0.8}};
    for (int good = 0; good < ends.length; good++) {
      int[] left = {good};
      SymmetricOperator h =
          SymmetricOperator.of(
              2,
              (v, out) -> {
                out[0] = left[0]-- > 0 ? v[0] : Double.NaN;
                out[1] = 4 * v[1];
              });
      Bounds box = Bounds.atMost(new double[] {1, NONE});
      Step step = new BoxModel(box, h, new double[2], new double[] {-2, -2}).within(10, 1e-6);
      assertEquals(End.NOT_FINITE, step.end());
      assertArrayEquals(ends[good], step.s(), ROUNDED);
    }
  }

  /** Where nothing is small enough 10 + 2n products are spent: Hilbert's matrix keeps them busy. */
  @Test
  void productsAreLimited() {
    int n = 8;
    double[][] hilbert = new double[n][n];
    double[] g = new double[n];
    double[] none = new double[n];
    for (int i = 0; i < n; i++) {
      none[i] = NONE;
      for (int j = 0; j < n; j++) {
        hilbert[i][j] = 1.0 / (1 + i + j);
        g[i] -= hilbert[i][j] * (1 + j);
      }
    }
    BoxModel model = model(hilbert, g, none);
    Step step = model.within(1e6, 0);
    assertEquals(End.LIMITED, step.end());
    assertEquals(10 + 2 * n, model.products());
    // H(1, …, n) = −g: what is left over at rounding of a product.
    double[] back = SymmetricOperator.symmetric(hilbert).times(step.s());
    for (int i = 0; i < n; i++) {
      assertEquals(-g[i], back[i], 1e-9);
    }
  }
}
