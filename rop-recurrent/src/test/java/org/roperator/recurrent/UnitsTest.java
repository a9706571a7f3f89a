package org.roperator.recurrent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.roperator.autodiff.Elementary;
import org.roperator.contract.AnyDouble;
import org.roperator.function.ScalarFunction;
import org.roperator.nn.layer.Activation;

class UnitsTest {

  /**
   * Slope and bend against central differences of fourth order: h⁴/30 times a fifth derivative of
   * up to 16, and 1e-16 times |x|/h of rounding, are below 1e-10 at h = 1e-3.
   */
  @Property(tries = 100)
  void slopesAndBendsAreDerivatives(@ForAll @AnyDouble(min = -30, max = 30) double x) {
    for (ScalarFunction function : Nets.functions()) {
      double h = 1e-3;
      double slope =
          (8 * (function.value(x + h) - function.value(x - h))
                  - (function.value(x + 2 * h) - function.value(x - 2 * h)))
              / (12 * h);
      double bend =
          (8 * (function.slope(x + h) - function.slope(x - h))
                  - (function.slope(x + 2 * h) - function.slope(x - 2 * h)))
              / (12 * h);
      assertEquals(slope, function.slope(x), 1e-10, function.toString());
      assertEquals(bend, function.bend(x), 1e-10, function.toString());
    }
  }

  /** The activations of feedforward networks are taken as they are, and agree where both exist. */
  @Property(tries = 100)
  void activationsOfFeedforwardNetworksServe(@ForAll @AnyDouble(min = -40, max = 40) double x) {
    check(Activation.tanh(), Elementary.TANH, x);
    check(Activation.logistic(), Elementary.SIGMOID, x);
    check(Activation.softplus(), Elementary.SOFTPLUS, x);
    check(Activation.identity(), ScalarFunction.identity(), x);
  }

  private static void check(Activation theirs, ScalarFunction function, double x) {
    // Four roundings of numbers up to 1; softplus grows as x.
    double rounding = 1e-15 * Math.max(1, Math.abs(x));
    assertEquals(theirs.value(x), function.value(x), rounding);
    assertEquals(theirs.slope(x), function.slope(x), rounding);
    assertEquals(theirs.bend(x), function.bend(x), rounding);
  }

  @Test
  void nothingOverflows() {
    for (double x : new double[] {-1e300, -800, 800, 1e300}) {
      for (ScalarFunction function : new ScalarFunction[] {Elementary.TANH, Elementary.SIGMOID}) {
        assertTrue(Math.abs(function.value(x)) <= 1);
        assertEquals(0, function.slope(x), 0.0);
        assertEquals(0, function.bend(x), 0.0);
      }
      assertEquals(Math.max(x, 0), Elementary.SOFTPLUS.value(x), 0.0);
    }
  }
}
