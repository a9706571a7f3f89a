package org.roperator.recurrent;

import static org.junit.jupiter.api.Assertions.assertEquals;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.roperator.autodiff.Elementary;
import org.roperator.contract.AnyDouble;
import org.roperator.recurrent.LossTerm.Outputs;

class ConfidentOutputsTest {

  /** Some roundings of numbers that are not differences. */
  private static final double ROUNDING = 2e-15;

  /**
   * Two classes are one logistic outcome: with {@code d = y₀ − y₁} and the target of class 0 the
   * loss is softplus(−d), its slopes ∓σ(−d), its curvature σ(d)σ(−d)(u₀ − u₁), to the last digits
   * however confident the output.
   */
  @Property(tries = 200)
  void twoClassesAreOneLogisticOutcome(
      @ForAll @AnyDouble(min = -700, max = 700) double d,
      @ForAll @AnyDouble(min = -1, max = 1) double u) {
    LossTerm term = new SoftmaxTerm(new int[] {0, 1});
    Outputs outputs = new Outputs(new double[] {d, 0}, new double[] {1, 0}, 0, 2);
    assertClose(Elementary.SOFTPLUS.value(-d), term.value(outputs, 0));
    double[] gradient = new double[2];
    term.addGradient(1, outputs, 0, gradient);
    assertClose(-Elementary.SIGMOID.value(-d), gradient[0]);
    assertClose(Elementary.SIGMOID.value(-d), gradient[1]);
    double[] product = new double[2];
    term.addCurvature(1, outputs, 0, new double[] {u, 0}, product, 0);
    double curvature = Elementary.SIGMOID.value(d) * Elementary.SIGMOID.value(-d);
    assertClose(curvature * u, product[0]);
    assertClose(-curvature * u, product[1]);
  }

  /** Likewise of a logistic outcome with a target of 1 or 0, and of its mirror. */
  @Property(tries = 200)
  void logisticOutcomesKeepTheirDigits(@ForAll @AnyDouble(min = -700, max = 700) double y) {
    LossTerm term = SeparableTerm.logisticCrossEntropy(new int[0]);
    Outputs outputs = new Outputs(new double[] {y, -y}, new double[] {1, 0}, 0, 2);
    // Both units say the same: softplus(−y) twice.
    assertClose(2 * Elementary.SOFTPLUS.value(-y), term.value(outputs, 0));
    double[] gradient = new double[2];
    term.addGradient(1, outputs, 0, gradient);
    assertClose(-Elementary.SIGMOID.value(-y), gradient[0]);
    assertClose(Elementary.SIGMOID.value(-y), gradient[1]);
  }

  private static void assertClose(double expected, double actual) {
    // Below the normal numbers a rounding is that of the smallest of them.
    assertEquals(expected, actual, ROUNDING * Math.abs(expected) + 4 * Double.MIN_VALUE);
  }
}
