package org.roperator.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.roperator.contract.Refusals.assertRefused;

import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.roperator.check.CheckReport.ErrorCurve;
import org.roperator.contract.Samples;
import org.roperator.function.Expansion;
import org.roperator.function.FiniteSum;
import org.roperator.function.Objective;
import org.roperator.operator.SymmetricOperator;

class DerivativeCheckTest {

  /** Rosenbrock's function with its derivatives typed out. */
  private static final Objective ROSENBROCK =
      new Objective() {
        @Override
        public int dimension() {
          return 2;
        }

        @Override
        public double value(double[] w) {
          double x = w[0];
          double y = w[1];
          return 100 * (y - x * x) * (y - x * x) + (1 - x) * (1 - x);
        }

        @Override
        public Expansion expandAt(double[] w) {
          double x = w[0];
          double y = w[1];
          double[] gradient = {-400 * x * (y - x * x) - 2 * (1 - x), 200 * (y - x * x)};
          SymmetricOperator hessian =
              SymmetricOperator.symmetric(
                  new double[][] {{1200 * x * x - 400 * y + 2, -400 * x}, {-400 * x, 200}});
          return Broken.expansion(value(w), gradient, hessian);
        }
      };

  private static final double[] START = {-1.2, 1};

  @Test
  void rosenbrockIsCorrectAndItsErrorsFallAsTheSquareOfTheStep() {
    CheckReport report = DerivativeCheck.of(ROSENBROCK).at(START);
    assertEquals(Verdict.CORRECT, report.verdict());
    assertTrue(report.isCorrect());
    assertEquals(List.of(), report.findings());
    assertTrue(report.hvError() < 1e-10);
    assertTrue(report.gradientError() < 1e-10);
    assertTrue(report.symmetryError() < 1e-15);
    assertTrue(report.linearityError() < 1e-15);
    assertEquals(2, report.gradientCurve().order().orElseThrow(), 0.02);
    assertEquals(2, report.hvCurve().order().orElseThrow(), 0.02);
    report.assertCorrect();
  }

  @Test
  void errorCurveIsATheVOfTruncationAndRounding() {
    List<ErrorCurve.Point> curve = DerivativeCheck.of(ROSENBROCK).at(START).hvCurve().points();
    assertEquals(19, curve.size());
    assertEquals(0.1, curve.get(0).step());
    assertEquals(1e-10, curve.get(18).step(), 1e-15);
    double least = curve.stream().mapToDouble(ErrorCurve.Point::error).min().orElseThrow();
    // The best plain difference is near 1e-11, at a step near the cube root of the rounding unit.
    assertTrue(least < 1e-9 && least > 0);
    assertTrue(curve.get(0).error() > 1e4 * least);
    assertTrue(curve.get(18).error() > 1e2 * least);
  }

  @Test
  void minimumWhereTheGradientVanishesIsCorrect() {
    CheckReport report = DerivativeCheck.of(ROSENBROCK).at(new double[] {1, 1});
    assertEquals(Verdict.CORRECT, report.verdict(), report::toString);
    assertTrue(report.gradientError() < 1e-8);
  }

  @Test
  void quadraticsHaveNoOrderBecauseTheyHaveNoTruncation() {
    Objective quadratic =
        Objective.quadratic(
            SymmetricOperator.symmetric(new double[][] {{4, 1}, {1, -3}}), new double[] {1, 2});
    CheckReport report = DerivativeCheck.of(quadratic).at(new double[] {0.3, -0.8});
    assertEquals(Verdict.CORRECT, report.verdict(), report::toString);
    assertEquals(OptionalDouble.empty(), report.hvCurve().order());
    assertTrue(report.hvError() < 1e-11);
    assertEquals(
        Verdict.CORRECT,
        DerivativeCheck.of(FiniteSum.ofOne(quadratic)).at(new double[2]).verdict());
  }

  @Test
  void linearAndConstantFunctionsAreCorrect() {
    SymmetricOperator zero = SymmetricOperator.zero(3);
    Objective linear = Objective.quadratic(zero, new double[] {1, 1e4, -3});
    assertEquals(Verdict.CORRECT, DerivativeCheck.of(linear).at(new double[] {1, 2, 3}).verdict());
    Objective constant = Objective.quadratic(zero, new double[3]);
    CheckReport report = DerivativeCheck.of(constant).at(new double[] {1, 2, 3});
    assertEquals(Verdict.CORRECT, report.verdict(), report::toString);
    assertEquals(0, report.hvError());
    // A value of 7 has a rounding error, of which a derivative of 0 is not a multiple.
    CheckReport seven =
        DerivativeCheck.of(Broken.of(constant).value(w -> 7)).at(new double[] {1, 2, 3});
    assertEquals(Verdict.CORRECT, seven.verdict(), seven::toString);
  }

  @Test
  void functionWithAnEdgeNearThePointIsCheckedWithinItsDomain() {
    Objective logarithm =
        Broken.of(Objective.quadratic(SymmetricOperator.zero(1), new double[1]))
            .value(w -> Math.log(w[0]))
            .gradient((w, g) -> g[0] = 1 / w[0])
            .product((w, v, hv) -> hv[0] = -v[0] / (w[0] * w[0]));
    CheckReport report =
        DerivativeCheck.of(logarithm).withSteps(1000, 1e-10).at(new double[] {0.7});
    assertEquals(Verdict.CORRECT, report.verdict(), report::toString);
    assertTrue(report.gradientCurve().points().get(0).step() < 1000);
  }

  @Test
  void costIsBoundedForManyParameters() {
    int n = 100_000;
    double[] diagonal = new double[n];
    Arrays.setAll(diagonal, i -> 1 + i % 7);
    Objective large = Objective.quadratic(SymmetricOperator.diagonal(diagonal), new double[n]);
    double[] w = Samples.gaussian(Samples.random(4), n);
    CheckReport report = DerivativeCheck.of(large).withDirections(2).at(w);
    assertEquals(Verdict.CORRECT, report.verdict(), report::toString);
    // Two directions and one beside the point, each of 19 steps to both sides, some manners, four
    // points on the way out, and four neighbors, looked at before they are taken.
    assertTrue(report.valueEvaluations() <= 2 * 38 + 14 + 5, report::toString);
    assertTrue(report.expansions() <= 3 * 38 + 20 + 4, report::toString);
    assertTrue(report.products() <= 30 + 4, report::toString);
    assertEquals(2, report.directions());
  }

  @Test
  void sameSeedGivesTheSameReportAndAnotherSeedOtherDirections() {
    DerivativeCheck check = DerivativeCheck.of(ROSENBROCK).withSeed(5);
    assertEquals(check.at(START).toString(), check.at(START).toString());
    assertFalse(check.at(START).hvCurve().equals(check.withSeed(6).at(START).hvCurve()));
  }

  @Test
  void toleranceLetsSmallFaultsPass() {
    Objective slightlyWrong =
        Broken.of(ROSENBROCK).product((w, v, hv) -> hv[0] *= 1 + 1e-5).gradient((w, g) -> {});
    DerivativeCheck check = DerivativeCheck.of(slightlyWrong);
    assertFalse(check.at(START).isCorrect());
    CheckReport lenient = check.withTolerance(1e-3).at(START);
    assertTrue(
        lenient.findings().stream().noneMatch(f -> f.verdict() == Verdict.WRONG_HESSIAN),
        lenient::toString);
  }

  @Test
  void reportCarriesTheSizesOfTheFaults() {
    double[] w = {1, 2};
    SymmetricOperator h = SymmetricOperator.diagonal(new double[] {1, 1});
    Objective bowl = Objective.quadratic(h, new double[2]);
    CheckReport tenth = DerivativeCheck.of(Broken.of(bowl).gradient((x, g) -> g[0] *= 1.1)).at(w);
    assertTrue(tenth.gradientError() > 1e-3 && tenth.gradientError() < 0.11, tenth::toString);
    CheckReport twice = DerivativeCheck.of(Broken.of(bowl).product((x, v, hv) -> hv[0] *= 2)).at(w);
    assertTrue(twice.hvError() > 0.1 && twice.hvError() < 2, twice::toString);
    CheckReport turned =
        DerivativeCheck.of(Broken.of(bowl).product((x, v, hv) -> hv[0] += v[1])).at(w);
    assertTrue(turned.symmetryError() > 0.01 && turned.symmetryError() <= 1, turned::toString);
    CheckReport bent =
        DerivativeCheck.of(Broken.of(bowl).product((x, v, hv) -> hv[0] += v[0] * v[0])).at(w);
    assertTrue(bent.linearityError() > 0.01, bent::toString);
    for (CheckReport report : List.of(tenth, twice, turned, bent)) {
      assertTrue(report.valueEvaluations() >= 38 && report.expansions() >= 38, report::toString);
      assertTrue(report.products() >= 10, report::toString);
    }
  }

  @Test
  void failedAssertionCarriesTheReport() {
    Objective wrong = Broken.of(ROSENBROCK).gradient((w, g) -> g[1] = -g[1]);
    CheckReport report = DerivativeCheck.of(wrong).at(START);
    AssertionError error = assertThrows(AssertionError.class, report::assertCorrect);
    assertEquals(report.toString(), error.getMessage());
  }

  @Test
  void reportReadsAsATableWithAVerdictAndANextStep() {
    List<String> right = DerivativeCheck.of(ROSENBROCK).at(START).toString().lines().toList();
    assertEquals("CORRECT: value, gradient and Hessian agree.", right.get(0));
    assertTrue(
        right.get(3).matches("  the gradient, against values +\\d\\.\\de-1\\d +h\\^2\\.0\\d"));
    assertTrue(right.get(4).matches("  Hv, against gradients +\\d\\.\\de-1\\d +h\\^2\\.0\\d"));
    assertEquals(right.get(3).length(), right.get(4).length());
    assertTrue(right.get(5).matches("  symmetry .* –"));
    assertTrue(right.get(right.size() - 1).startsWith("  2 parameters, 4 random directions"));
    Objective wrong = Broken.of(ROSENBROCK).gradient((w, g) -> g[1] = -g[1]);
    List<String> lines = DerivativeCheck.of(wrong).at(START).toString().lines().toList();
    assertEquals("WRONG_GRADIENT: the gradient is not the derivative of the value.", lines.get(0));
    assertTrue(
        lines.contains("  Next: Mend the gradient first; the Hessian is checked against it."));
    assertTrue(lines.stream().allMatch(line -> line.length() <= 100), lines::toString);
  }

  @Test
  void everyVerdictExplainsItself() {
    for (Verdict verdict : Verdict.values()) {
      assertTrue(verdict.explanation().length() > 10);
      assertTrue(verdict.nextStep().endsWith("."));
    }
    assertEquals(
        List.of(
            Verdict.JUMP,
            Verdict.KINK,
            Verdict.OUT_OF_BUDGET,
            Verdict.INCONCLUSIVE,
            Verdict.CORRECT),
        Arrays.stream(Verdict.values()).filter(v -> !v.isFault()).toList());
  }

  @Test
  void pureNoiseIsInconclusiveOrImprecise() {
    Objective rough =
        Broken.of(Objective.quadratic(SymmetricOperator.zero(4), new double[4]))
            .value(w -> Samples.random(Arrays.hashCode(w)).nextDouble());
    CheckReport report = DerivativeCheck.of(rough).at(new double[] {1, 2, 3, 4});
    assertEquals(Verdict.LOW_PRECISION, report.verdict(), report::toString);
  }

  /** {@code sin(10¹⁴ w)} turns 10,000 times within the finest step; its derivatives are right. */
  @Test
  void ripplesFinerThanEveryStepAreNotCalledWrong() {
    double omega = 1e14;
    Objective ripples =
        Broken.of(Objective.quadratic(SymmetricOperator.zero(1), new double[1]))
            .value(w -> Math.sin(omega * w[0]))
            .gradient((w, g) -> g[0] = omega * Math.cos(omega * w[0]))
            .product((w, v, hv) -> hv[0] = -omega * omega * Math.sin(omega * w[0]) * v[0]);
    CheckReport report = DerivativeCheck.of(ripples).at(new double[] {1.1});
    // From a function of few digits it can't be told apart; but nothing is said of derivatives.
    assertEquals(Verdict.LOW_PRECISION, report.verdict(), report::toString);
    assertTrue(
        report.findings().stream().allMatch(f -> f.verdict() == Verdict.LOW_PRECISION),
        report::toString);
  }

  /** The domain of {@code √(w − 1)} ends 1e-13 beside the point, nearer than any step. */
  @Test
  void pointAtTheEdgeOfItsDomainIsInconclusive() {
    Objective root =
        Broken.of(Objective.quadratic(SymmetricOperator.zero(1), new double[1]))
            .value(w -> Math.sqrt(w[0] - 1))
            .gradient((w, g) -> g[0] = 0.5 / Math.sqrt(w[0] - 1))
            .product((w, v, hv) -> hv[0] = -0.25 * Math.pow(w[0] - 1, -1.5) * v[0]);
    CheckReport report = DerivativeCheck.of(root).at(new double[] {1 + 1e-13});
    assertEquals(Verdict.INCONCLUSIVE, report.verdict(), report::toString);
    assertFalse(report.verdict().isFault());
    assertTrue(
        report.findings().get(0).message().startsWith("Differences of values along"),
        report::toString);
    // Nothing was confirmed, so that a test must not pass.
    assertThrows(AssertionError.class, report::assertCorrect);
  }

  @Test
  void refusesBadPointsAndSettings() {
    DerivativeCheck check = DerivativeCheck.of(ROSENBROCK);
    assertRefused(() -> check.at(new double[3]), 3, 2);
    assertRefused(() -> check.at(new double[] {1, Double.NaN}), "NaN at index 1");
    assertRefused(() -> check.withDirections(0), "is 0");
    assertRefused(() -> check.withTolerance(0), "is 0");
    assertRefused(() -> check.withSteps(1e-3, 1e-4), 1e-3, 1e-4);
    assertRefused(() -> check.withSteps(Double.NaN, 1e-4), "NaN");
  }

  @Test
  void pointIsNeitherModifiedNorKept() {
    double[] w = START.clone();
    DerivativeCheck.of(ROSENBROCK).at(w);
    assertTrue(IntStream.range(0, 2).allMatch(i -> w[i] == START[i]));
  }
}
