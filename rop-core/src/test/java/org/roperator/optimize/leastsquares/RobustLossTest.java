package org.roperator.optimize.leastsquares;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.roperator.contract.Refusals.assertRefused;

import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.roperator.autodiff.TapeMap;
import org.roperator.autodiff.Var;
import org.roperator.contract.AnyDouble;
import org.roperator.function.ScalarFunction;
import org.roperator.optimize.OptimizationOutcome;

/** Robust losses, and fits with them to data of which three points are wrong. */
class RobustLossTest {

  private static final List<RobustLoss> ALL =
      List.of(
          RobustLoss.squares(),
          RobustLoss.huber(1),
          RobustLoss.softL1(1),
          RobustLoss.cauchy(1),
          RobustLoss.tukey(1));

  private static final double[] NOISE = {
    .12, -.07, .03, .18, -.11, .05, -.16, .09, -.02, .14, -.08, .01, -.13, .06, .10
  };

  /** {@code 3 exp(−0.8 t) + 0.5} at t = i/3, with small noise and three outliers. */
  static TapeMap decay() {
    double[] y = new double[15];
    for (int i = 0; i < y.length; i++) {
      y[i] = 3 * Math.exp(-0.8 * (i / 3.0)) + 0.5 + 0.1 * NOISE[i];
    }
    y[3] += 2.5;
    y[8] -= 1.75;
    y[12] += 3;
    return TapeMap.of(
        3,
        b -> {
          Var[] r = new Var[y.length];
          for (int i = 0; i < r.length; i++) {
            r[i] = b[0].multiply(b[1].multiply(-i / 3.0).exp()).add(b[2]).subtract(y[i]);
          }
          return r;
        });
  }

  private static void assertFit(
      RobustLoss loss, double[] start, double[] expected, double cost, double tolerance) {
    for (LevenbergMarquardt method :
        List.of(
            LevenbergMarquardt.standard(),
            LevenbergMarquardt.standard().withSolver(StepSolver.matrixFree()),
            LevenbergMarquardt.standard().withCurvature(FitCurvature.FULL_HESSIAN))) {
      LeastSquaresResult fit = method.withLoss(loss).minimize(decay(), start);
      assertEquals(OptimizationOutcome.CONVERGED, fit.outcome(), fit::toString);
      assertEquals(cost, fit.value(), 1e-12 * cost, fit::toString);
      assertArrayEquals(expected, fit.parameters(), tolerance, fit::toString);
      assertTrue(fit.iterations() < 60, fit::toString);
    }
  }

  /**
   * scipy.optimize.least_squares 1.17.1, method trf with analytic Jacobian and tolerances of 1e-15.
   * The norm of its gradient at the end is below the tolerance here times the smallest eigenvalue
   * of the Hessian, about 1.
   */
  @Test
  void fitsAreThoseOfScipy() {
    double[] start = {2, 1, 0};
    assertFit(
        RobustLoss.squares(),
        start,
        new double[] {2.9978866638096235, 0.7923538374294073, 0.7455471023583056},
        8.692396847440186,
        1e-6);
    assertFit(
        RobustLoss.huber(0.1),
        start,
        new double[] {3.005080636188071, 0.8064107828399648, 0.5135064080327685},
        0.710595118583402,
        1e-7);
    assertFit(
        RobustLoss.softL1(0.1),
        start,
        new double[] {3.0051500880890045, 0.8062557969697992, 0.5134924386494837},
        0.696238355285154,
        1e-7);
    assertFit(
        RobustLoss.cauchy(0.1),
        start,
        new double[] {2.9984563434063136, 0.8110003305340491, 0.5109513847937992},
        0.09529381189767229,
        1e-7);
  }

  /** The same, with Tukey's ρ given to scipy as a function. */
  @Test
  void tukeyLeavesOutliersOut() {
    assertFit(
        RobustLoss.tukey(0.2),
        new double[] {3, 0.8, 0.5},
        new double[] {2.9977317075500753, 0.8112455370493097, 0.511219665926251},
        0.020400540023218193,
        1e-8); // the relative gradient
  }

  /** Slope and bend against central differences of the value and the slope. */
  @Property
  void derivativesAreThoseOfTheLoss(@ForAll @AnyDouble(min = 1e-3, max = 50) double z) {
    double h = 1e-5 * z;
    for (RobustLoss loss : ALL) {
      ScalarFunction rho = loss.rho();
      if (Math.abs(z - 1) < 2 * h) {
        continue; // Huber's slope and Tukey's bend have a corner there
      }
      // Differences are off by h² f‴, and by rounding over h.
      double tolerance = 1e-8 / Math.min(1, z);
      assertEquals((rho.value(z + h) - rho.value(z - h)) / (2 * h), rho.slope(z), tolerance);
      assertEquals((rho.slope(z + h) - rho.slope(z - h)) / (2 * h), rho.bend(z), tolerance);
    }
  }

  @Property
  void smallResidualsAreSquaredAndNoneCountsMore(
      @ForAll @AnyDouble(min = 0, max = 1e300) double z) {
    for (RobustLoss loss : ALL) {
      assertEquals(0, loss.rho().value(0), loss.name());
      assertEquals(1, loss.rho().slope(0), loss.name());
      assertTrue(loss.rho().value(z) <= z * (1 + 0x1p-50), loss.name());
      assertTrue(loss.rho().slope(z) >= 0, loss.name());
      // ρ = z + ½ρ″z² with bends of at most 2.
      double small = 1e-9;
      assertEquals(small, loss.rho().value(small), 2e-18, loss.name());
    }
  }

  /** By hand, at z = 4: r = 4, s = 2. */
  @Test
  void valuesAreThoseByHand() {
    double[] r = {4};
    assertEquals(8, Weights.valueOf(RobustLoss.squares(), r), 0);
    assertEquals(6, Weights.valueOf(RobustLoss.huber(2), r), 1e-15); // s|r| − s²/2
    assertEquals(4 * (Math.sqrt(5) - 1), Weights.valueOf(RobustLoss.softL1(2), r), 1e-14);
    assertEquals(2 * Math.log(5), Weights.valueOf(RobustLoss.cauchy(2), r), 1e-14);
    assertEquals(2.0 / 3, Weights.valueOf(RobustLoss.tukey(2), r), 1e-15); // s²/6
    assertEquals(
        Double.NaN, Weights.valueOf(RobustLoss.tukey(2), new double[] {Double.NaN}), "NaN");
    assertEquals(
        Double.NaN,
        Weights.valueOf(RobustLoss.tukey(2), new double[] {Double.POSITIVE_INFINITY}),
        "infinite");
  }

  /** ψ = s sign(r) beyond s and ψ′ = 0, so that the weight is the least, 1e-3 ρ′. */
  @Test
  void weightsKeepSlopesAndStayPositive() {
    Weights weights = new Weights(RobustLoss.huber(2), new double[] {1, -4});
    assertArrayEquals(new double[] {1, -2}, weights.slopes());
    assertArrayEquals(new double[] {1, 0}, weights.bends());
    assertArrayEquals(new double[] {1, Math.sqrt(5e-4)}, weights.roots(), 1e-17);
    double[] back = weights.weighted().clone();
    for (int i = 0; i < back.length; i++) {
      back[i] *= weights.roots()[i];
    }
    assertArrayEquals(weights.slopes(), back, 1e-15);
    Weights beyond = new Weights(RobustLoss.tukey(1), new double[] {5});
    assertEquals(0, beyond.weighted()[0]);
    assertEquals(0, beyond.roots()[0]);
  }

  @Test
  void scalesMustBePositive() {
    assertRefused(() -> RobustLoss.huber(0), "The scale is 0.0");
    assertRefused(() -> RobustLoss.tukey(Double.NaN), "NaN");
    assertEquals(
        List.of("squares", "huber", "soft-l1", "cauchy", "tukey"),
        ALL.stream().map(RobustLoss::name).toList());
    assertEquals(3, RobustLoss.cauchy(3).scale());
  }

  /**
   * The sandwich of a Huber fit of one number, a location: {@code m/(m − 1) Σψ²/(Σψ′)²}, with ψ
   * clipped at the scale.
   */
  @Test
  void sandwichOfALocationIsThatByHand() {
    double[] y = {-1, 0, 0.25, 0.5, 9};
    TapeMap location =
        TapeMap.of(1, b -> Arrays.stream(y).mapToObj(b[0]::subtract).toArray(Var[]::new));
    LeastSquaresResult fit =
        LevenbergMarquardt.standard()
            .withLoss(RobustLoss.huber(1))
            .minimize(location, new double[] {3});
    // Σψ = 0: −1 + b ≥ −1 … with two beyond: (b+1 clipped to 1) + b + (b − ¼) + (b − ½) − 1 = 0.
    // A relative gradient of 1e-8.
    assertEquals(0.25, fit.parameters()[0], 1e-7);
    double psi2 = 1 + 0.0625 + 0 + 0.0625 + 1;
    Covariance covariance = fit.covariance();
    assertEquals(5.0 / 4 * psi2 / 9, covariance.matrix()[0][0], 1e-7);
    assertEquals(psi2 / 4, covariance.noiseVariance(), 1e-7);
    assertEquals(4, covariance.degreesOfFreedom());
  }
}
