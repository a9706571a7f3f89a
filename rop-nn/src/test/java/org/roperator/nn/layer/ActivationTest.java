package org.roperator.nn.layer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.roperator.contract.Refusals.assertRefused;

import org.apache.commons.math3.special.Erf;
import org.junit.jupiter.api.Test;

/** What single activations promise besides the laws of all. */
class ActivationTest {

  @Test
  void kinksTakeTheSideThatIsStated() {
    assertEquals(0, Activation.relu().slope(0));
    assertEquals(0, Activation.relu().value(-3));
    assertEquals(0, Activation.relu().value(Double.NEGATIVE_INFINITY));
    assertEquals(0.25, Activation.leakyRelu(0.25).slope(0));
    assertEquals(-0.75, Activation.leakyRelu(0.25).value(-3));
    assertEquals(2, Activation.elu(2).slope(0));
    assertEquals(2, Activation.elu(2).bend(0));
    assertEquals(0, Activation.elu().bend(1e-300));
    assertTrue(Activation.identity().isPiecewiseLinear());
  }

  /** Worked out with 40 digits: tanh 0.3, 1 − tanh² 20, logistic(−40), Φ(−10), −Φ(−3)·3. */
  @Test
  void smallNumbersKeepTheirDigits() {
    assertEquals(0.2913126124515909, Activation.tanh().value(0.3), 1e-16);
    assertEquals(1e-10, Activation.tanh().value(1e-10), 1e-25);
    assertEquals(1.6993417021166355e-17, Activation.tanh().slope(20), 1e-31);
    assertEquals(4.248354255291589e-18, Activation.logistic().value(-40), 1e-32);
    assertEquals(-7.61985302416e-23, Activation.gelu().value(-10), 1e-34);
    assertEquals(-3 * 1.349898031630094e-3, Activation.gelu().value(-3), 1e-17);
    assertEquals(1e-12, Activation.elu().value(1e-12));
    assertEquals(-1e-12, Activation.elu().value(-1e-12), 1e-24);
  }

  @Test
  void normalDistributionAgreesWithCommonsMath() {
    for (double t = 0; t < 20; t += 0.0173) {
      double expected = Erf.erfc(t) / 2;
      double x = -t * Math.sqrt(2);
      double below = NormalDistribution.below(x, Math.exp(-x * x / 2));
      // The exponents are rounded: t² ≤ 400 by half an ulp here, and about as much there.
      assertEquals(expected, below, expected * (1e-14 + 1e-15 * t * t));
    }
  }

  @Test
  void slopesThatAreNoNumbersAreRefused() {
    assertRefused(() -> Activation.leakyRelu(Double.NaN), "NaN");
    assertRefused(() -> Activation.elu(Double.POSITIVE_INFINITY), "Infinity");
  }
}
