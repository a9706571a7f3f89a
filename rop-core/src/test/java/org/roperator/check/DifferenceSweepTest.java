package org.roperator.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
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
    assertEquals(0.0133600254109, sweep.rows().get(0).off().plain(), 1e-12);
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

  @Test
  void stepOfTheBestDerivativeIsOneOfTheSteps() {
    DifferenceSweep sweep = sweep(t -> Math.exp(2 * t), 1.5);
    DifferenceSweep.Row best =
        sweep.rows().stream()
            .filter(row -> Math.abs(row.step() / sweep.bestStep() - 1) < 1e-9)
            .findFirst()
            .orElseThrow();
    assertEquals(best.off().extrapolated(), sweep.error());
  }

  @Test
  void uncertaintyNeedsThreeSteps() {
    List<DifferenceSweep.Row> rows = sweep(Math::exp, 1).rows();
    assertEquals(Double.POSITIVE_INFINITY, rows.get(0).off().uncertainty());
    assertEquals(Double.POSITIVE_INFINITY, rows.get(1).off().uncertainty());
    // From there on the neighbors differ by the h⁴ that one extrapolation leaves.
    assertEquals(1e-4, rows.get(2).off().uncertainty() / rows.get(0).step(), 1e-4);
    assertTrue(rows.get(2).off().uncertainty() > 0);
  }

  /** A straight line has no truncation, and all its differences point the same way. */
  @Test
  void errorsOfAStraightLineAreBoundedByRounding() {
    DifferenceSweep sweep = sweep(t -> 1 + 5 * t, 5);
    List<DifferenceSweep.Row> rows = sweep.rows();
    for (int j = 0; j < rows.size(); j++) {
      DifferenceSweep.Row row = rows.get(j);
      assertTrue(row.off().plain() <= row.rounding(), row::toString);
      assertTrue(row.rounding() < 2e-15 / row.step(), row::toString);
      assertTrue(j == 0 || Math.abs(row.turn() - 1) < 1e-12, row::toString);
    }
  }

  @Test
  void sweepGoesOnWhereTheFinestStepsStillImproveButNotForEver() {
    double omega = 1e9;
    DifferenceSweep fast = sweep(t -> Math.sin(omega * t), omega);
    assertTrue(fast.rows().size() > 19 && fast.rows().size() < 25, "" + fast.rows().size());
    assertEquals(omega, fast.derivative()[0], 1e-5 * omega);
    // Differences of t|t|^0.1 fall as h^0.1, which no step resolves.
    DifferenceSweep slow =
        DifferenceSweep.of(
            (t, out) -> out[0] = t + t * Math.pow(Math.abs(t), 0.1),
            new double[1],
            new double[] {1},
            1e-6,
            1e-8);
    assertEquals(5 + 6, slow.rows().size());
    // The finest steps of single precision do not improve: its best ones are coarse.
    assertEquals(19, sweep(t -> (float) Math.exp(t), 1).rows().size());
  }

  @Test
  void vanishingDerivativeIsResolved() {
    DifferenceSweep flat = sweep(t -> Math.cos(t) + t * t * t, 0);
    assertTrue(flat.isResolved());
    assertTrue(flat.agreesWithin(1e-9));
    assertTrue(sweep(t -> Math.cos(t) + t * t * t, 1e-3).contradicts(1e-6));
  }

  /** Ripples of height a and slope 1 that only steps below a feel. */
  @Test
  void finerStepsThatSideWithTheClaimExcuseIt() {
    double a = 1e-9;
    DifferenceSweep sweep = sweep(t -> 1 + t + a * Math.sin(t / a), 2);
    assertEquals(1, sweep.derivative()[0], 1e-6);
    assertFalse(sweep.contradicts(1e-7));
    assertTrue(sweep(t -> 1 + t + a * Math.sin(t / a), 3).contradicts(1e-7));
  }

  /** A slope of 2 beyond a thousandth, of 1 within. */
  @Test
  void coarserStepsThatSideWithTheClaimDoNotExcuseIt() {
    DifferenceSweep sweep = sweep(t -> 2 * t - 1e-3 * Math.tanh(t / 1e-3), 2);
    assertEquals(1, sweep.derivative()[0], 1e-9);
    assertTrue(sweep.contradicts(1e-7));
  }

  /** The finest differences of {@code 1 + sin t} are wrong by up to 2e-6, this way or that. */
  @Test
  void finerStepsThatSideWithTheClaimByChanceDoNotExcuseIt() {
    for (int k = -20; k <= 20; k++) {
      if (Math.abs(k) >= 3) {
        assertTrue(sweep(t -> 1 + Math.sin(t), 1 + 1e-7 * k).contradicts(1e-8), "" + k);
      }
    }
  }

  @Test
  void kinkIsSeenThroughTheRoundingOfTheFinestStepsButNotOfMost() {
    assertEquals(2, sweep(t -> 3e6 + Math.abs(t), 0).slopeJump(), 0.05);
    assertEquals(0, sweep(t -> 4e8 + Math.abs(t), 0).slopeJump());
  }
}
