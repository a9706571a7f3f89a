package org.roperator.optimize.smooth;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.roperator.function.FiniteSum;
import org.roperator.function.Objective;
import org.roperator.operator.SymmetricOperator;
import org.roperator.optimize.Ending;
import org.roperator.optimize.OptimizationRun;
import org.roperator.solve.TrustRegionOutcome;
import org.roperator.solve.TrustRegionStep;

/** The parts of steps without bounds, on numbers worked out by hand. */
class StepPartsTest {

  private static final double[] NONE = {};

  private static StepModel model(Subproblem how, double[] h, double[] g, double... diagonal) {
    return StepModel.of(how, SymmetricOperator.diagonal(h), g, 1e-12, diagonal);
  }

  /** Whatever the preconditioner, far inside its region a step is Newton's. */
  @ParameterizedTest
  @EnumSource(Subproblem.class)
  void insideTheRegionAStepIsNewtons(Subproblem how) {
    for (double[] diagonal : new double[][] {NONE, {4, 25}}) {
      double[] g = {-2, 6};
      StepModel model = model(how, new double[] {1, 4}, g, diagonal);
      assertEquals(0, model.operatorNorm());
      TrustRegionStep step = model.step(100);
      assertEquals(TrustRegionOutcome.INTERIOR, step.outcome());
      // A residual of 1e-12.
      assertArrayEquals(new double[] {2, -1.5}, step.step(), 1e-11);
      // ½gᵀH⁻¹g = ½(4 + 9).
      assertEquals(6.5, step.decrease(), 1e-11);
      assertArrayEquals(new double[] {-2, 6}, g);
    }
  }

  /** In so short a region the slope is all: along −D⁻¹g, as long as the radius by D. */
  @ParameterizedTest
  @EnumSource(Subproblem.class)
  void theNormIsThatOfThePreconditioner(Subproblem how) {
    double[] g = {-4, 25};
    TrustRegionStep plain = model(how, new double[] {1, 4}, g, NONE).step(1e-9);
    double norm = Math.hypot(4, 25);
    // Curvature turns it by some 1e-9.
    assertArrayEquals(new double[] {4e-9 / norm, -25e-9 / norm}, plain.step(), 1e-16);
    TrustRegionStep other = model(how, new double[] {1, 4}, g, 4, 25).step(1e-9);
    // D⁻¹g = (−1, 1), whose length by D is √29.
    double part = 1e-9 / Math.sqrt(29);
    assertArrayEquals(new double[] {part, -part}, other.step(), 1e-16);
    assertEquals(29 * part, other.decrease(), 1e-15);
  }

  /** Of one number all sizes of the curvature are the same, {@code |h|/d}, to its sign. */
  @ParameterizedTest
  @EnumSource(Subproblem.class)
  void curvaturesHaveASize(Subproblem how) {
    for (double h : new double[] {5, -5}) {
      StepModel plain = model(how, new double[] {h}, new double[] {3}, NONE);
      assertEquals(5, plain.gradientCurvature(), 1e-14);
      plain.step(1);
      assertEquals(5, plain.operatorNorm(), 1e-14);
      StepModel other = model(how, new double[] {h}, new double[] {3}, 4);
      assertEquals(1.25, other.gradientCurvature(), 1e-14);
      other.step(1);
      assertEquals(1.25, other.operatorNorm(), 1e-14);
    }
    // ‖Hg‖/‖g‖ is met on the way, and no more than ‖H‖ is claimed.
    StepModel two = model(how, new double[] {1, -4}, new double[] {3, 1}, NONE);
    two.gradientCurvature();
    two.step(10);
    assertTrue(two.operatorNorm() >= Math.sqrt(25 / 10.0) * (1 - 1e-14));
    assertTrue(two.operatorNorm() <= 4 * (1 + 1e-14));
  }

  @ParameterizedTest
  @CsvSource({
    // most, power, ratio, residual
    "0.3, 0.5, 1, 0.3",
    "0.3, 0.5, 0.0625, 0.25",
    "0.3, 1, 0.0625, 0.0625",
    "0.3, 0, 0.0625, 0.3",
    "0.5, 1, 1e-300, 1e-15",
    "0.5, 0.5, 0, 1e-15",
  })
  void equationsAreSolvedAsExactlyAsGradientsAreSmall(
      double most, double power, double ratio, double residual) {
    assertEquals(residual, new Forcing(most, power).residual(ratio), 1e-16);
  }

  private static double firstLength(double value, double[] gradient, double... w) {
    Objective linear = Objective.quadratic(SymmetricOperator.zero(w.length), negative(gradient));
    OptimizationRun run =
        OptimizationRun.of(FiniteSum.ofOne(linear), new double[w.length], Ending.standard());
    return SteepestDescent.firstLength(run.trialOf(w, value));
  }

  private static double[] negative(double[] x) {
    double[] turned = new double[x.length];
    for (int i = 0; i < x.length; i++) {
      turned[i] = -x[i];
    }
    return turned;
  }

  /** A tenth of the parameters' length; at 0 a tenth of 2|E|/‖g‖; or 1. */
  @Test
  void firstStepsHaveALength() {
    double[] g = {0, 2};
    assertEquals(0.5, firstLength(6, g, 3, -4), 1e-15);
    assertEquals(0.6, firstLength(6, g, 0, 0), 1e-15);
    assertEquals(0.6, firstLength(-6, g, 0, 0), 1e-15);
    assertEquals(1, firstLength(0, g, 0, 0));
    assertEquals(1, firstLength(Double.POSITIVE_INFINITY, g, 0, 0));
  }

  /** Along −g, whose squares may be no doubles. */
  @Test
  void stepsAlongTheGradientHaveTheLengthAskedFor() {
    double[] out = new double[2];
    for (double unit : new double[] {1, 0x1p-1000, 0x1p1000, 0x1p-1070}) {
      double[] g = {3 * unit, -4 * unit};
      SteepestDescent.ofLength(10, g, out);
      assertArrayEquals(new double[] {-6, 8}, out, 1e-14);
      assertArrayEquals(new double[] {3 * unit, -4 * unit}, g);
    }
  }

  @Test
  void powersOfTwoBeyondTheDoublesAreTwoFactors() {
    double[] x = {Double.MIN_VALUE, -3 * Double.MIN_VALUE};
    PowersOfTwo.scale(2000, x);
    assertArrayEquals(new double[] {0x1p926, -0x1.8p927}, x);
    PowersOfTwo.scale(-1999, x);
    assertArrayEquals(new double[] {0x1p-1073, -3 * 0x1p-1073}, x);
    double[] y = {5};
    PowersOfTwo.scale(3, y);
    PowersOfTwo.scale(0, y);
    assertEquals(40, y[0]);
    PowersOfTwo.scale(-3, y);
    assertEquals(5, y[0]);
  }
}
