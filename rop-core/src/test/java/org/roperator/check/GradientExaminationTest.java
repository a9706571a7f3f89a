package org.roperator.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.roperator.check.CheckReport.Finding;
import org.roperator.function.Expansion;
import org.roperator.function.Objective;
import org.roperator.function.ParameterLayout;
import org.roperator.operator.SymmetricOperator;

/** What is said of gradients, and what it costs to say it. */
class GradientExaminationTest {

  private static List<Verdict> verdicts(CheckReport report) {
    return report.findings().stream().map(Finding::verdict).toList();
  }

  /** The numbers that stand in the groups of a pattern that a whole message must match. */
  private static double[] numbers(String pattern, String message) {
    Matcher matcher = Pattern.compile(pattern).matcher(message);
    assertTrue(matcher.matches(), message);
    double[] found = new double[matcher.groupCount()];
    Arrays.setAll(found, k -> Double.parseDouble(matcher.group(k + 1)));
    return found;
  }

  private static Objective bowl(int n) {
    return Objective.quadratic(SymmetricOperator.identity(n), new double[n]);
  }

  /** {@code 2w + 3|w|}, of slopes −1 and 5 at 0, where any slope can be claimed. */
  private static Objective kinkedAtZero(double claimed) {
    return Broken.of(Objective.quadratic(SymmetricOperator.zero(1), new double[1]))
        .value(w -> 2 * w[0] + 3 * Math.abs(w[0]))
        .gradient((w, g) -> g[0] = w[0] == 0 ? claimed : 2 + 3 * Math.signum(w[0]));
  }

  @Test
  void slopesOnBothSidesOfAKinkAreQuoted() {
    for (double subgradient : new double[] {-0.99, 2, 4.99}) {
      CheckReport report = DerivativeCheck.of(kinkedAtZero(subgradient)).at(new double[1]);
      assertEquals(List.of(Verdict.KINK, Verdict.KINK), verdicts(report), report::toString);
      double[] slopes =
          numbers(
              "Along one direction the slope is (\\S+) on one side and (\\S+) on the other, down"
                  + " to steps of 1e-10\\.",
              report.findings().get(0).message());
      assertTrue(slopes[0] < 0 && slopes[1] > 0, report::toString);
      double less = Math.min(-slopes[0], slopes[1]);
      double more = Math.max(-slopes[0], slopes[1]);
      assertEquals(5, more / less, 1e-4, report::toString);
      assertEquals(
          "The gradient jumps at the point: its differences grow steadily down to steps of 1e-10.",
          report.findings().get(1).message());
    }
  }

  @Test
  void slopeBeyondBothSidesOfAKinkIsWrong() {
    for (double slope : new double[] {-1.5, 5.5}) {
      CheckReport report = DerivativeCheck.of(kinkedAtZero(slope)).at(new double[1]);
      assertEquals(Verdict.WRONG_GRADIENT, report.verdict(), report::toString);
    }
  }

  @Test
  void kinkBesideThePointIsRemarkedUponAndNoFault() {
    double kink = 1 + 1e-4;
    Objective objective =
        Broken.of(bowl(1))
            .value(w -> 0.5 * w[0] * w[0] + Math.abs(w[0] - kink))
            .gradient((w, g) -> g[0] += Math.signum(w[0] - kink));
    CheckReport report = DerivativeCheck.of(objective).at(new double[] {1});
    report.assertCorrect();
    assertEquals(List.of(Verdict.CORRECT), verdicts(report), report::toString);
    double[] distance =
        numbers(
            "There seems to be a kink beside the point: values agree only at steps below (\\S+)\\.",
            report.findings().get(0).message());
    // A step of h moves w by |v|h with a Gaussian v, by a third of h to three times it.
    assertTrue(distance[0] > 3e-5 && distance[0] < 3e-3, report::toString);
    assertTrue(
        report.toString().contains("\n  Remark: There seems to be a kink"), report::toString);
  }

  @Test
  void wrongGradientIsReportedOnceAndNotAsAWrongHessianToo() {
    CheckReport report =
        DerivativeCheck.of(Broken.of(bowl(3)).gradient((w, g) -> g[1] = -g[1]))
            .at(new double[] {1, 2, 3});
    assertEquals(List.of(Verdict.WRONG_GRADIENT), verdicts(report), report::toString);
    String said = report.findings().get(0).message();
    assertTrue(
        said.matches(
            ".* One entry alone is wrong: w\\[1] is -2\\.00000, differences say 2\\.0000\\d"
                + " \\(the opposite sign\\)\\."),
        said);
  }

  /**
   * {@code E = ½ Σ cᵢwᵢ²} where the last c is too small to be felt in any random direction: the
   * Hessian's entry gives the gradient's away, and values decide between them.
   */
  @Test
  void entryTooSmallForRandomDirectionsIsFoundThroughTheHessian() {
    int n = 20;
    double[] c = new double[n];
    Arrays.fill(c, 1);
    c[n - 1] = 3e-8;
    double[] w = new double[n];
    Arrays.fill(w, 2);
    Objective right = Objective.quadratic(SymmetricOperator.diagonal(c), new double[n]);
    DerivativeCheck.of(right).at(w).assertCorrect();

    CheckReport gradient =
        DerivativeCheck.of(Broken.of(right).gradient((x, g) -> g[n - 1] *= 2)).at(w);
    assertEquals(List.of(Verdict.WRONG_GRADIENT), verdicts(gradient), gradient::toString);
    double[] numbers =
        numbers(
            "The entry of w\\[19] is 1\\.2000000e-07, but values change by (\\S+) ± (\\S+)"
                + " \\(2 times\\)\\.",
            gradient.findings().get(0).message());
    assertEquals(6e-8, numbers[0], 1e-11);
    assertTrue(numbers[1] > 0 && numbers[1] < 1e-11, gradient::toString);

    CheckReport hessian =
        DerivativeCheck.of(Broken.of(right).product((x, v, hv) -> hv[n - 1] *= 2)).at(w);
    assertEquals(List.of(Verdict.WRONG_HESSIAN), verdicts(hessian), hessian::toString);
    String said = hessian.findings().get(0).message();
    assertTrue(said.contains("One entry alone is wrong: w[19] is "), said);
    assertTrue(said.endsWith(" (2 times)."), said);
  }

  /** How many values are taken of a bowl whose parameters lie in slices of one length. */
  private static long values(int slices, int length) {
    ParameterLayout.Builder builder = ParameterLayout.builder();
    for (int k = 0; k < slices; k++) {
      builder.add("slice" + k, length);
    }
    ParameterLayout layout = builder.build();
    int n = layout.dimension();
    Objective right = bowl(n);
    Objective named =
        new Objective() {
          @Override
          public int dimension() {
            return n;
          }

          @Override
          public ParameterLayout layout() {
            return layout;
          }

          @Override
          public double value(double[] w) {
            return right.value(w);
          }

          @Override
          public Expansion expandAt(double[] w) {
            return right.expandAt(w);
          }
        };
    double[] w = new double[n];
    Arrays.setAll(w, i -> 1 + i);
    CheckReport report = DerivativeCheck.of(named).at(w);
    report.assertCorrect();
    return report.valueEvaluations();
  }

  /** A direction costs 19 steps to both sides. */
  @Test
  void everyOneOfFewParametersIsLookedAtAndAtMostEightSlicesOfMany() {
    long randomOnly = values(1, 17);
    assertEquals(16 * 38, values(1, 16) - randomOnly);
    assertEquals(2 * 38, values(2, 9) - randomOnly);
    assertEquals(8 * 38, values(8, 3) - randomOnly);
    // Every second of 12, every third of 24.
    assertEquals(6 * 38, values(12, 2) - randomOnly);
    assertEquals(8 * 38, values(24, 1) - randomOnly);
  }

  @Test
  void curvesAreThoseOfTheFirstDirection() {
    Objective bent =
        Broken.of(bowl(2))
            .value(w -> Math.exp(w[0]) * w[1])
            .gradient(
                (w, g) -> {
                  g[0] = Math.exp(w[0]) * w[1];
                  g[1] = Math.exp(w[0]);
                })
            .product(
                (w, v, hv) -> {
                  hv[0] = Math.exp(w[0]) * (w[1] * v[0] + v[1]);
                  hv[1] = Math.exp(w[0]) * v[0];
                });
    double[] w = {0.5, 2};
    CheckReport one = DerivativeCheck.of(bent).withDirections(1).at(w);
    CheckReport five = DerivativeCheck.of(bent).withDirections(5).at(w);
    assertEquals(one.gradientCurve(), five.gradientCurve());
    assertEquals(19, five.gradientCurve().points().size());
    assertEquals(19, five.hvCurve().points().size());
    assertTrue(five.gradientError() >= one.gradientError());
  }

  @Test
  void precisionIsToldInDigits() {
    assertEquals(
        "7 digits (noise 1e-07), as single precision does", GradientExamination.digits(1e-7));
    assertEquals("3 digits (noise 1e-03)", GradientExamination.digits(1e-3));
    assertEquals("10 digits (noise 1e-10)", GradientExamination.digits(1e-10));
  }

  @Test
  void worstErrorPassesOverDirectionsWithout() {
    assertEquals(1, GradientExamination.max(Double.NaN, 1));
    assertEquals(1, GradientExamination.max(1, Double.NaN));
    assertEquals(2, GradientExamination.max(1, 2));
    assertEquals(2, GradientExamination.max(2, 1));
    assertEquals(2, GradientExamination.median(List.of(3.0, 1.0, 2.0)));
    assertEquals(2, GradientExamination.median(List.of(4.0, 3.0, 1.0, 2.0)));
  }
}
