package org.roperator.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;

/** Curves whose derivatives at 0 are known, or known not to be there. */
class DifferenceSweepTest {

  private static DifferenceSweep sweep(DoubleUnaryOperator phi, double claimed) {
    return DifferenceSweep.of(
        (t, out) -> out[0] = phi.applyAsDouble(t),
        new double[] {phi.applyAsDouble(0)},
        new double[] {claimed},
        0.1,
        1e-10);
  }

  @Test
  void derivativeOfASmoothCurveIsFoundWithinItsUncertainty() {
    DifferenceSweep sweep = sweep(t -> Math.exp(2 * t), 2);
    assertEquals(2, sweep.derivative()[0], 1e-10);
    assertTrue(sweep.error() <= sweep.uncertainty(), sweep.error() + ", " + sweep.uncertainty());
    assertTrue(sweep.uncertainty() < 1e-9 && sweep.uncertainty() > 0);
    assertEquals(sweep.uncertainty(), sweep.uncertainties()[0]);
    assertTrue(sweep.isResolved());
    assertTrue(sweep.agreesWithin(1e-9));
    assertFalse(sweep.agreesWithin(sweep.uncertainty() / 2) && sweep.error() > 0);
    assertFalse(sweep.contradicts(1e-7));
    assertEquals(2, sweep.curve(2).order().orElseThrow(), 0.02);
    // e^0.2, the largest value of the sweep, and its change.
    assertEquals(1.2214027581601699, sweep.largestPhi(), 1e-12);
    assertEquals(0.2214027581601699, sweep.variation(), 1e-12);
    assertEquals(19, sweep.rows().size());
    assertEquals(0.1, sweep.rows().get(0).step());
    // (e^0.2 − e^−0.2)/0.2 and its distance to 2, by hand.
    assertEquals(2.0133600254109, sweep.rows().get(0).size(), 1e-12);
    assertEquals(0.0133600254109, sweep.rows().get(0).plainError(), 1e-12);
    assertTrue(sweep.bestStep() < 0.1 && sweep.bestStep() > 1e-5, "" + sweep.bestStep());
    assertEquals(0, sweep.slopeJump());
    assertFalse(sweep.divergesSteadily());
  }

  @Test
  void wrongClaimIsContradictedUnlessItIsAllowed() {
    DifferenceSweep sweep = sweep(Math::sin, 1.001);
    assertEquals(1e-3, sweep.error(), 1e-9);
    assertTrue(sweep.contradicts(1e-4));
    assertFalse(sweep.contradicts(1e-2));
  }

  @Test
  void kinkAtThePointHasTheJumpOfItsSlopes() {
    // Slopes −1 and 3: any claim between is a subgradient.
    DifferenceSweep sweep = sweep(t -> t > 0 ? 3 * t : -t, 1);
    assertEquals(4, sweep.slopeJump(), 1e-9);
    assertFalse(sweep.divergesSteadily());
  }

  @Test
  void kinkBesideThePointShowsWhereTheDifferencesSuddenlyAgree() {
    double at = 1e-4;
    DifferenceSweep sweep = sweep(t -> t + Math.max(0, t - at), 1);
    assertEquals(0, sweep.slopeJump());
    double distance = sweep.suddenAgreement();
    assertTrue(distance > at && distance < 4 * at, "" + distance);
    assertTrue(Double.isNaN(sweep(Math::exp, 1).suddenAgreement()));
    assertFalse(sweep.contradicts(1e-7));
  }

  @Test
  void infiniteSlopeAndJumpDivergeSteadily() {
    assertTrue(sweep(Math::cbrt, 1).divergesSteadily());
    assertTrue(sweep(Math::signum, 0).divergesSteadily());
    assertFalse(sweep(t -> 3 * t, 3).divergesSteadily());
  }

  @Test
  void noiseIsThatOfTheCurve() {
    assertTrue(sweep(Math::exp, 1).noise() < 1e-15);
    double noise = sweep(t -> (float) Math.exp(t), 1).noise();
    assertTrue(noise > 1e-9 && noise < 1e-6, "" + noise);
  }

  @Test
  void stepsOutsideTheDomainAreLeftOut() {
    DifferenceSweep sweep = sweep(t -> Math.log(t + 0.01), 100);
    assertTrue(sweep.rows().get(0).step() < 0.01);
    assertEquals(100, sweep.derivative()[0], 1e-5);
    DifferenceSweep nowhere = sweep(t -> t == 0 ? 0 : Double.NaN, 1);
    assertTrue(Double.isNaN(nowhere.bestStep()) && Double.isNaN(nowhere.error()));
    assertEquals(Double.POSITIVE_INFINITY, nowhere.uncertainty());
    assertFalse(nowhere.isResolved() || nowhere.agreesWithin(1) || nowhere.contradicts(0));
  }
}
