package org.roperator.nn.layer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.random.RandomGenerator;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.roperator.contract.AnyDouble;
import org.roperator.contract.Samples;

/** The laws of {@link Activation}: a new one implements this and says where it is not smooth. */
interface ActivationContract {

  /** The activation under test. */
  Activation activation();

  /** Closed numbers or another implementation: the value at x, true to 1e-15 of max(1, |value|). */
  double expected(double x);

  /** The distance from x to the nearest point where a derivative jumps; infinite if none does. */
  default double distanceToKink(double x) {
    return Double.POSITIVE_INFINITY;
  }

  @Property(tries = 300)
  default void valueAgreesWithAnotherWayToIt(@ForAll @AnyDouble(min = -40, max = 40) double x) {
    double expected = expected(x);
    assertEquals(expected, activation().value(x), 1e-15 * Math.max(1, Math.abs(expected)));
  }

  /** Five-point differences at h = 2⁻⁷: truncation h⁴φ⁽⁵⁾/30 ~ 1e-9 φ⁽⁵⁾, rounding ~ 1e-14 |φ|. */
  @Property(tries = 300)
  default void slopeIsTheDerivativeOfTheValueAndBendThatOfTheSlope(
      @ForAll @AnyDouble(min = -30, max = 30) double x) {
    double h = 1.0 / 128;
    if (distanceToKink(x) > 2 * h) {
      Activation f = activation();
      double slope =
          (8 * (f.value(x + h) - f.value(x - h)) - (f.value(x + 2 * h) - f.value(x - 2 * h)))
              / (12 * h);
      double bend =
          (8 * (f.slope(x + h) - f.slope(x - h)) - (f.slope(x + 2 * h) - f.slope(x - 2 * h)))
              / (12 * h);
      assertEquals(slope, f.slope(x), 1e-7);
      assertEquals(bend, f.bend(x), 1e-7);
    }
  }

  @Property(tries = 50)
  default void expansionGivesTheSameNumbersBitForBit(@ForAll long seed) {
    RandomGenerator random = Samples.random(seed);
    int length = 1 + random.nextInt(9);
    double[] y = Samples.gaussian(random, length + 3);
    double[] x = y.clone();
    double[] slope = new double[length];
    double[] bend = new double[activation().isPiecewiseLinear() ? 0 : length];
    activation().expand(y, 2, slope, bend, length);
    for (int i = 0; i < y.length; i++) {
      boolean inside = i >= 2 && i < length + 2;
      assertEquals(inside ? activation().value(x[i]) : x[i], y[i]);
      if (inside) {
        assertEquals(activation().slope(x[i]), slope[i - 2]);
        assertEquals(activation().isPiecewiseLinear() ? 0 : bend[i - 2], activation().bend(x[i]));
      }
    }
  }

  /** From the largest finite input on either side no NaN comes, and slopes settle. */
  @Test
  default void staysANumberForAllFiniteInputs() {
    for (double x :
        new double[] {-1e308, -1e5, -800, -40, -1e-300, 0, 1e-300, 40, 800, 1e5, 1e308}) {
      Activation f = activation();
      assertTrue(Double.isFinite(f.value(x)), () -> f.name() + " at " + x);
      assertTrue(Double.isFinite(f.slope(x)), () -> f.name() + "' at " + x);
      assertTrue(Double.isFinite(f.bend(x)), () -> f.name() + "'' at " + x);
    }
    assertTrue(Double.isNaN(activation().value(Double.NaN)));
    assertFalse(activation().name().isEmpty());
  }
}
