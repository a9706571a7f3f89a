package org.roperator.optimize.leastsquares;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.roperator.autodiff.TapeMap;
import org.roperator.autodiff.Var;
import org.roperator.function.Residuals;
import org.roperator.internal.Vectors;
import org.roperator.operator.SymmetricOperator;
import org.roperator.optimize.OptimizationOutcome;

/** Linear fits by closed forms, and the covariances of estimates. */
class CovarianceTest {

  private static final LevenbergMarquardt METHOD = LevenbergMarquardt.standard();
  private static final double[] T = {1, 2, 3, 4, 6};
  private static final double[] Y = {2, 3, 5, 4, 9};

  private static final Residuals LINE =
      Residuals.of(
          2,
          w -> {
            double[] r = new double[T.length];
            for (int i = 0; i < r.length; i++) {
              r[i] = w[0] + w[1] * T[i] - Y[i];
            }
            return r;
          },
          w -> {
            double[][] j = new double[T.length][];
            for (int i = 0; i < j.length; i++) {
              j[i] = new double[] {1, T[i]};
            }
            return j;
          });

  /**
   * Sums by hand: Σt = 16, Σt² = 66, Σy = 23, Σty = 93; D = 5·66 − 16² = 74; b = (5·93 − 16·23)/74
   * = 97/74, a = (66·23 − 16·93)/74 = 30/74; ‖r‖² = Σy² − aΣy − bΣty = 135 − (690 + 9021)/74.
   */
  @Test
  void aLineIsTheOneByHandWithItsErrors() {
    double squares = 135 - 9711.0 / 74;
    for (StepSolver solver : List.of(StepSolver.dense(), StepSolver.matrixFree())) {
      LeastSquaresResult fit = METHOD.withSolver(solver).minimize(LINE, new double[] {-3, 10});
      assertEquals(OptimizationOutcome.CONVERGED, fit.outcome(), fit::toString);
      assertArrayEquals(new double[] {30.0 / 74, 97.0 / 74}, fit.parameters(), 1e-7);
      assertEquals(squares / 2, fit.value(), 1e-13);
      double[] r = fit.residuals();
      assertEquals(2 * fit.value(), Vectors.dot(r, r), 1e-13);
      double variance = squares / 3;
      Covariance covariance = fit.covariance();
      assertEquals(variance, covariance.noiseVariance(), 1e-12);
      assertEquals(3, covariance.degreesOfFreedom());
      assertEquals(2, covariance.rank());
      double[][] matrix = covariance.matrix();
      assertArrayEquals(new double[] {variance * 66 / 74, -variance * 16 / 74}, matrix[0], 1e-12);
      assertArrayEquals(new double[] {-variance * 16 / 74, variance * 5 / 74}, matrix[1], 1e-12);
      assertArrayEquals(
          new double[] {Math.sqrt(variance * 66 / 74), Math.sqrt(variance * 5 / 74)},
          covariance.standardErrors(),
          1e-12);
      matrix[0][0] = 7;
      assertEquals(variance * 66 / 74, covariance.matrix()[0][0], 1e-12);
      assertTrue(covariance.toString().endsWith("with 3 degrees of freedom"), covariance::toString);
    }
  }

  /** White's: {@code m/(m − n) (XᵀX)⁻¹ (Σ rᵢ² xᵢxᵢᵀ) (XᵀX)⁻¹}, for a mean m/(m − 1) Σr²/m². */
  @Test
  void theSandwichOfAMeanIsThatByHand() {
    TapeMap mean =
        TapeMap.of(1, w -> new Var[] {w[0].subtract(1), w[0].subtract(2), w[0].subtract(6)});
    LeastSquaresResult fit = METHOD.minimize(mean, new double[] {10});
    assertEquals(3, fit.parameters()[0], 1e-12);
    assertEquals(1.5 * 14 / 9, fit.sandwich().matrix()[0][0], 1e-12);
    assertEquals(7.0 / 3, fit.covariance().matrix()[0][0], 1e-12);
    // Residuals that are linear have no curvature to differ by.
    assertEquals(7.0 / 3, fit.covarianceWithCurvature().matrix()[0][0], 1e-12);
  }

  /**
   * {@code r = (e^w − 1, e^w − 4)}: e^w = 5/2, ‖r‖² = 9/2, JᵀJ = 2e^{2w} = 25/2, and H = JᵀJ + e^w
   * Σr with Σr = 0: no difference; with {@code r = (w² − 1, w² + 2w − 6, w)} H is worked by
   * differences.
   */
  @Test
  void theWholeHessianDiffersWhereResidualsBend() {
    TapeMap bent =
        TapeMap.of(
            1,
            w -> {
              Var square = w[0].square();
              return new Var[] {square.subtract(1), square.add(w[0].multiply(2)).subtract(6), w[0]};
            });
    LeastSquaresResult fit = METHOD.minimize(bent, new double[] {1});
    double w = fit.parameters()[0];
    double[] r = {w * w - 1, w * w + 2 * w - 6, w};
    double[] slopes = {2 * w, 2 * w + 2, 1};
    double jj = slopes[0] * slopes[0] + slopes[1] * slopes[1] + 1;
    double hessian = jj + 2 * r[0] + 2 * r[1];
    double variance = (r[0] * r[0] + r[1] * r[1] + r[2] * r[2]) / 2;
    assertEquals(variance / jj, fit.covariance().matrix()[0][0], 1e-14);
    assertEquals(variance / hessian, fit.covarianceWithCurvature().matrix()[0][0], 1e-14);
    LeastSquaresResult robust =
        METHOD.withLoss(RobustLoss.softL1(1e6)).minimize(bent, new double[] {1});
    double meat = 0;
    for (int i = 0; i < 3; i++) {
      meat += r[i] * r[i] * slopes[i] * slopes[i];
    }
    // Squares to 1e-12, so the sandwich with ψ = r.
    assertEquals(
        1.5 * meat / (hessian * hessian),
        robust.covarianceWithCurvature().matrix()[0][0],
        1e-7 * meat);
  }

  /** w₀ + w₁ is determined, w₂ too, but neither w₀ nor w₁; w₃ does nothing. */
  @Test
  void parametersThatNothingDeterminesAreNamed() {
    TapeMap sums =
        TapeMap.of(
            4,
            w -> {
              Var sum = w[0].add(w[1]);
              return new Var[] {
                sum.subtract(1), sum.subtract(2), w[2].subtract(1), w[2].subtract(4), sum.add(w[2])
              };
            });
    LeastSquaresResult fit = METHOD.minimize(sums, new double[] {1, 1, 1, 1});
    assertEquals(OptimizationOutcome.CONVERGED, fit.outcome(), fit::toString);
    assertTrue(
        fit.reason()
            .endsWith(
                " The 5 residuals have a Jacobian of rank 2 there and don't determine all 4"
                    + " parameters: other points near fit as well."),
        fit::toString);
    Covariance covariance = fit.covariance();
    assertEquals(2, covariance.rank());
    assertEquals(List.of(0, 1, 3), covariance.undetermined());
    double[] errors = covariance.standardErrors();
    assertEquals(Double.POSITIVE_INFINITY, errors[0]);
    assertEquals(Double.NaN, covariance.matrix()[0][2]);
    // A = [[3, 1], [1, 3]] in (sum, w₂): variance of w₂ 3/8 σ².
    double variance = 2 * fit.value() / 3;
    assertEquals(Math.sqrt(variance * 3 / 8), errors[2], 1e-12);
    assertTrue(
        covariance.toString().endsWith("rank 2, parameters not determined: [0, 1, 3]"),
        covariance::toString);
    assertThrows(IllegalStateException.class, fit::sandwich);
  }

  /**
   * w₁ + w₂ alone is determined, and w₀ is, although its column is at no right angle to theirs: A =
   * [[2, 1], [1, 2]] in (w₀, w₁ + w₂), so that the variance of w₀ is ⅔σ².
   */
  @Test
  void whatIsDeterminedBesideOthersHasItsError() {
    TapeMap sums =
        TapeMap.of(
            3,
            w -> {
              Var sum = w[1].add(w[2]);
              return new Var[] {sum.add(w[0]).subtract(1), w[0].subtract(2), sum.subtract(5)};
            });
    LeastSquaresResult fit = METHOD.minimize(sums, new double[] {1, 1, 1});
    Covariance covariance = fit.covariance();
    assertEquals(2, covariance.rank());
    assertEquals(1, covariance.degreesOfFreedom());
    assertEquals(List.of(1, 2), covariance.undetermined());
    // The residuals' part along (1, −1, −1)/√3: (−1 + 2 + 5)²/3.
    assertEquals(12, covariance.noiseVariance(), 1e-12);
    assertEquals(8, covariance.matrix()[0][0], 1e-12);
  }

  /**
   * Two means of two numbers, the second in units of 1e20: one parameter is as known as the other.
   */
  @Test
  void unitsOfAParameterDoNotLeaveItUndetermined() {
    TapeMap means =
        TapeMap.of(
            2,
            w -> {
              Var second = w[1].multiply(1e-20);
              return new Var[] {
                w[0].subtract(1), w[0].subtract(3), second.subtract(4), second.subtract(8)
              };
            });
    LeastSquaresResult fit = METHOD.minimize(means, new double[] {1, 1e20});
    Covariance covariance = fit.covariance();
    assertEquals(2, covariance.rank());
    assertEquals(List.of(), covariance.undetermined());
    // ‖r‖² = 1 + 1 + 4 + 4 over two degrees of freedom, halved for a mean of two.
    assertEquals(2.5, covariance.matrix()[0][0], 1e-12);
    assertEquals(2.5e40, covariance.matrix()[1][1], 1e28);
    assertEquals(0, covariance.matrix()[0][1], 1e8);
  }

  @Test
  void fewerResidualsThanParametersLeaveNoNoiseToTell() {
    TapeMap one = TapeMap.of(2, w -> new Var[] {w[0].multiply(w[1]).subtract(6)});
    LeastSquaresResult fit = METHOD.minimize(one, new double[] {1, 1});
    assertEquals(OptimizationOutcome.CONVERGED, fit.outcome(), fit::toString);
    assertEquals(6, fit.parameters()[0] * fit.parameters()[1], 1e-12);
    assertTrue(fit.reason().contains("The 1 residuals have a Jacobian of rank 1"), fit::toString);
    assertEquals(0, fit.covariance().degreesOfFreedom());
    assertEquals(Double.NaN, fit.covariance().noiseVariance());
  }

  @Test
  void inversesOfDefiniteOperatorsAreThoseByHand() {
    SymmetricOperator a = SymmetricOperator.symmetric(new double[][] {{4, 2e8}, {2e8, 3e16}});
    double[][] inverse = Definite.inverse(a);
    // det = 12e16 − 4e16.
    assertArrayEquals(new double[] {3.0 / 8, -2e8 / 8e16}, inverse[0], 1e-15);
    assertArrayEquals(new double[] {-2e8 / 8e16, 4 / 8e16}, inverse[1], 1e-24);
    IllegalStateException refused =
        assertThrows(
            IllegalStateException.class,
            () ->
                Definite.inverse(
                    SymmetricOperator.symmetric(new double[][] {{1, 0, 0}, {0, 1, 2}, {0, 2, 1}})));
    assertTrue(
        String.valueOf(refused.getMessage()).contains("not positive definite at parameter 2"),
        refused.getMessage());
  }
}
