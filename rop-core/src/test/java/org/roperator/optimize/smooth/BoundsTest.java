package org.roperator.optimize.smooth;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class BoundsTest {

  private static final double NONE = Double.POSITIVE_INFINITY;
  private static final Bounds BOX =
      Bounds.of(new double[] {-1, 0, -NONE, 2}, new double[] {1, NONE, 5, 2});

  @Test
  void projectsToTheNearestPointToTheLastBit() {
    assertArrayEquals(new double[] {-1, 0, 5, 2}, BOX.project(new double[] {-3, -1e-300, 6, 1}));
    assertArrayEquals(new double[] {1, 7, -9, 2}, BOX.project(new double[] {3, 7, -9, 3}));
    assertArrayEquals(
        new double[] {0.5, 0, 5, 2},
        BOX.project(new double[] {0.5, 0, 5, Double.POSITIVE_INFINITY}));
    assertArrayEquals(
        new double[] {Double.NaN, NONE, -NONE, 2},
        BOX.project(new double[] {Double.NaN, NONE, -NONE, 2}));
  }

  @Test
  void containsItsSidesAndNoNaN() {
    assertTrue(BOX.contains(new double[] {-1, 0, 5, 2}));
    assertTrue(BOX.contains(new double[] {1, 1e300, -1e300, 2}));
    assertFalse(BOX.contains(new double[] {Math.nextDown(-1.0), 0, 0, 2}));
    assertFalse(BOX.contains(new double[] {Math.nextUp(1.0), 0, 0, 2}));
    assertFalse(BOX.contains(new double[] {0, 0, 0, 2.5}));
    assertFalse(BOX.contains(new double[] {0, 0, Double.NaN, 2}));
  }

  @Test
  void hasSidesOfEachKind() {
    assertArrayEquals(new double[] {-1, 0, -NONE, 2}, BOX.lower());
    assertArrayEquals(new double[] {1, NONE, 5, 2}, BOX.upper());
    assertEquals(4, BOX.dimension());
    assertArrayEquals(new double[] {3}, Bounds.atLeast(new double[] {3}).lower());
    assertArrayEquals(new double[] {NONE}, Bounds.atLeast(new double[] {3}).upper());
    assertArrayEquals(new double[] {-NONE}, Bounds.atMost(new double[] {3}).lower());
    assertArrayEquals(new double[] {3}, Bounds.atMost(new double[] {3}).upper());
    assertArrayEquals(new double[2], Bounds.nonNegative(2).lower());
    assertArrayEquals(new double[] {NONE, NONE}, Bounds.nonNegative(2).upper());
    assertEquals("Bounds of 4 parameters", BOX.toString());
  }

  @Test
  void keepsNoArrayOfOthers() {
    double[] lower = {0};
    double[] upper = {1};
    Bounds box = Bounds.of(lower, upper);
    lower[0] = 5;
    upper[0] = -5;
    box.lower()[0] = 5;
    box.upper()[0] = -5;
    assertArrayEquals(new double[] {0}, box.lower());
    assertArrayEquals(new double[] {1}, box.upper());
    double[] x = {-4};
    box.project(x);
    assertArrayEquals(new double[] {-4}, x);
  }

  /** Entries at a bound, and what is left of a gradient there, by the definition. */
  @Test
  void leavesOfAGradientWhatMayMove() {
    Bounds box = Bounds.of(new double[6], new double[] {1, 1, 1, 1, 1, 0});
    double[] x = {0, 0, 1, 1, 0.5, 0};
    double[] g = {3, -4, 5, -6, 7, -8};
    assertArrayEquals(new double[] {0, -4, 5, 0, 7, 0}, box.projectedGradient(x, g));
    BoundMultipliers multipliers = box.multipliers(x, g);
    assertArrayEquals(new double[] {3, 0, 0, 0, 0, 0}, multipliers.lower());
    assertArrayEquals(new double[] {0, 0, 0, 6, 0, 8}, multipliers.upper());
    assertArrayEquals(new double[] {0, -4, 5, 0, 7, 0}, multipliers.remainder());
    assertEquals(Math.sqrt(90), multipliers.remainderNorm(), 1e-15);
    assertEquals(5, multipliers.activeCount());
    assertTrue(multipliers.isActive(2) && multipliers.isActive(5) && !multipliers.isActive(4));
    assertArrayEquals(new double[] {3, -4, 5, -6, 7, -8}, g);
    multipliers.lower()[0] = -1;
    multipliers.upper()[0] = -1;
    multipliers.remainder()[0] = -1;
    assertEquals(3, multipliers.lower()[0]);
    assertEquals(0, multipliers.upper()[0]);
    assertEquals(0, multipliers.remainder()[0]);
  }

  /** A multiplier is what the minimum falls by for each unit that its bound is moved outwards. */
  @Test
  void multipliersArePricesOfBounds() {
    // (x − 3)² within x ≤ 1: the minimum 4 at 1, with slope −4; moved to 1.001 it is 1.999².
    BoundMultipliers price =
        Bounds.atMost(new double[] {1}).multipliers(new double[] {1}, new double[] {-4});
    assertEquals((4 - 1.999 * 1.999) / 0.001, price.upper()[0], 1e-3 + 1e-12);
    assertEquals(0, price.lower()[0]);
  }

  @Test
  void refusesWhatIsNoBox() {
    assertMessage(
        "At index 1 the lower bound is 2.0, but the upper bound is 1.0; a number must lie between"
            + " them.",
        () -> Bounds.of(new double[] {0, 2}, new double[] {0, 1}));
    assertMessage(
        "At index 0 the lower bound is NaN, but the upper bound is 1.0; a number must lie between"
            + " them.",
        () -> Bounds.of(new double[] {Double.NaN}, new double[] {1}));
    assertMessage(
        "At index 0 the lower bound is 1.0, but the upper bound is NaN; a number must lie between"
            + " them.",
        () -> Bounds.of(new double[] {1}, new double[] {Double.NaN}));
    assertMessage(
        "At index 0 the lower bound is Infinity, but the upper bound is Infinity; a number must"
            + " lie between them.",
        () -> Bounds.atLeast(new double[] {NONE}));
    assertMessage(
        "At index 0 the lower bound is -Infinity, but the upper bound is -Infinity; a number must"
            + " lie between them.",
        () -> Bounds.atMost(new double[] {-NONE}));
    assertMessage(
        "There are 1 lower bounds, but 2 upper ones; give each parameter both, infinite where"
            + " there is none.",
        () -> Bounds.of(new double[1], new double[2]));
    assertMessage(
        "The number of parameters is -1, but must be at least 0.", () -> Bounds.nonNegative(-1));
  }

  @Test
  void refusesPointsOfAnotherLength() {
    String point = "The point has length 3, but there are bounds of 4 parameters.";
    assertMessage(point, () -> BOX.contains(new double[3]));
    assertMessage(point, () -> BOX.project(new double[3]));
    assertMessage(point, () -> BOX.projectedGradient(new double[3], new double[4]));
    assertMessage(
        "The gradient has length 3, but there are bounds of 4 parameters.",
        () -> BOX.multipliers(new double[4], new double[3]));
  }

  /** −0 and 0 are one number, so that a bound of the one holds the other as it is. */
  @Test
  void zerosKeepTheirSigns() {
    Bounds up = Bounds.atLeast(new double[] {0});
    assertEquals(0, Double.compare(-0.0, up.project(new double[] {-0.0})[0]));
    Bounds down = Bounds.atMost(new double[] {-0.0});
    assertEquals(0, Double.compare(0.0, down.project(new double[] {0.0})[0]));
    assertTrue(up.contains(new double[] {-0.0}) && down.contains(new double[] {0.0}));
  }

  @Test
  void tellsWhatStandsAtABoundAndHowFarOthersAreFromOne() {
    double[] x = {-1, 3, 5, 2};
    assertEquals(3, BOX.activeCount(x));
    assertEquals(1, BOX.activeCount(new double[] {0, 3, 4, 2}));
    assertEquals(-1, BOX.lower(0));
    assertEquals(5, BOX.upper(2));
    // (1 + 1)/4 and (0 − 3)/−12; the third goes away from its bound, the fourth stays.
    assertEquals(0.25, BOX.reach(x, new double[] {4, -12, -1, 0}));
    assertEquals(0.5, BOX.reach(x, new double[] {4, 12, -1, 0}));
    assertEquals(NONE, BOX.reach(x, new double[] {0, 12, -1, 0}));
    assertEquals(0, BOX.reach(x, new double[] {4, -12, -1, 1}));
    assertEquals(-1, BOX.ahead(0, -3));
    assertEquals(1, BOX.ahead(0, 3));
  }

  @Test
  void refusesStartsOutside() {
    BOX.requireStart(new double[] {1, 0, 5, 2});
    assertMessage(
        "The start has the entry 1.5 at index 0, but its upper bound is 1.0; Bounds.project gives"
            + " the nearest start inside.",
        () -> BOX.requireStart(new double[] {1.5, 0, 5, 2}));
    assertMessage(
        "The start has the entry 1.0 at index 3, but its lower bound is 2.0; Bounds.project gives"
            + " the nearest start inside.",
        () -> BOX.requireStart(new double[] {1, 0, 5, 1}));
    assertMessage(
        "The start has length 1, but there are bounds of 4 parameters.",
        () -> BOX.requireStart(new double[1]));
    BOX.requireDimension(4);
    assertMessage(
        "There are bounds of 4 parameters, but the objective has 3; give each of its parameters"
            + " bounds, infinite where there are none.",
        () -> BOX.requireDimension(3));
  }

  private static void assertMessage(String message, Executable mistake) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, mistake).getMessage());
  }
}
