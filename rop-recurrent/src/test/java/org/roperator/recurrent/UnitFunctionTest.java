package org.roperator.recurrent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.Test;
import org.roperator.nn.Activation;

class UnitFunctionTest {

  /**
   * Slope and bend against central differences of fourth order: h⁴/30 times a fifth derivative of
   * up to 16, and 1e-16 times |x|/h of rounding, are below 1e-10 at h = 1e-3.
   */
  @Property(tries = 100)
  void slopesAndBendsAreDerivatives(@ForAll @DoubleRange(min = -30, max = 30) double x) {
    for (UnitFunction function : Nets.functions()) {
      double h = 1e-3;
      double slope =
          (8 * (function.value(x + h) - function.value(x - h))
                  - (function.value(x + 2 * h) - function.value(x - 2 * h)))
              / (12 * h);
      double bend =
          (8 * (function.slope(x + h) - function.slope(x - h))
                  - (function.slope(x + 2 * h) - function.slope(x - 2 * h)))
              / (12 * h);
      assertEquals(slope, function.slope(x), 1e-10, function.name());
      assertEquals(bend, function.bend(x), 1e-10, function.name());
    }
  }

  /** The activations of feedforward networks are taken as they are, and agree where both exist. */
  @Property(tries = 100)
  void activationsOfFeedforwardNetworksServe(@ForAll @DoubleRange(min = -40, max = 40) double x) {
    check(Activation.tanh(), UnitFunction.tanh(), x);
    check(Activation.logistic(), UnitFunction.logistic(), x);
    check(Activation.softplus(), UnitFunction.softplus(), x);
    check(Activation.identity(), UnitFunction.identity(), x);
  }

  private static void check(Activation a, UnitFunction function, double x) {
    UnitFunction theirs = UnitFunction.of(a.name(), a::value, a::slope, a::bend);
    assertEquals(theirs.name(), function.name());
    // Four roundings of numbers up to 1; softplus grows as x.
    double rounding = 1e-15 * Math.max(1, Math.abs(x));
    assertEquals(theirs.value(x), function.value(x), rounding);
    assertEquals(theirs.slope(x), function.slope(x), rounding);
    assertEquals(theirs.bend(x), function.bend(x), rounding);
  }

  @Test
  void nothingOverflows() {
    for (double x : new double[] {-1e300, -800, 800, 1e300}) {
      for (UnitFunction function :
          new UnitFunction[] {UnitFunction.tanh(), UnitFunction.logistic()}) {
        assertTrue(Math.abs(function.value(x)) <= 1);
        assertEquals(0, function.slope(x), 0.0);
        assertEquals(0, function.bend(x), 0.0);
      }
      assertEquals(Math.max(x, 0), UnitFunction.softplus().value(x), 0.0);
    }
  }
}
