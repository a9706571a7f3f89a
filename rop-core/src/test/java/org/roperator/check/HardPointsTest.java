package org.roperator.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.roperator.contract.Samples;
import org.roperator.function.Expansion;
import org.roperator.function.Objective;
import org.roperator.operator.SymmetricOperator;

/** What is said where differences know little: at jumps, beside fine ripples, of coarse values. */
class HardPointsTest {

  private static Broken zero(int n) {
    return Broken.of(Objective.quadratic(SymmetricOperator.zero(n), new double[n]));
  }

  private static Objective angle() {
    return zero(2)
        .value(w -> Math.atan2(w[1], w[0]))
        .gradient(
            (w, g) -> {
              double square = w[0] * w[0] + w[1] * w[1];
              g[0] = -w[1] / square;
              g[1] = w[0] / square;
            })
        .product(
            (w, v, hv) -> {
              double x = w[0];
              double y = w[1];
              double fourth = (x * x + y * y) * (x * x + y * y);
              hv[0] = (2 * x * y * v[0] + (y * y - x * x) * v[1]) / fourth;
              hv[1] = ((y * y - x * x) * v[0] - 2 * x * y * v[1]) / fourth;
            });
  }

  /** The angle of (x, y), which jumps by 2π across the negative x-axis. */
  @Test
  void branchCutIsAJump() {
    Objective angle = angle();
    DerivativeCheck.of(angle).at(new double[] {-1, 0.3}).assertCorrect();
    CheckReport report = DerivativeCheck.of(angle).at(new double[] {-1, 0});
    assertEquals(Verdict.JUMP, report.verdict(), report::toString);
    String said = report.findings().get(0).message();
    assertTrue(said.contains("is 3.14159 on one side") || said.contains("is -3.14159 on"), said);
    assertTrue(said.contains(", 3.14159 at the point and "), said);
  }

  /** From below: the angle of (−1, −0.0) is −π. */
  @Test
  void branchCutAtNegativeZeroIsAJump() {
    CheckReport report = DerivativeCheck.of(angle()).at(new double[] {-1, -0.0});
    assertEquals(Verdict.JUMP, report.verdict(), report::toString);
    String said = report.findings().get(0).message();
    assertTrue(said.contains(", -3.14159 at the point and "), said);
  }

  /** The length of (x, y), and its distance from (0, 1), with subgradients at the origin. */
  @Test
  void lengthsAtZerosOfEitherSignAreKinks() {
    Objective length =
        zero(2)
            .value(w -> Math.hypot(w[0], w[1]))
            .gradient(
                (w, g) -> {
                  double r = Math.hypot(w[0], w[1]);
                  g[0] = r == 0 ? 0 : w[0] / r;
                  g[1] = r == 0 ? 0 : w[1] / r;
                })
            .product(
                (w, v, hv) -> {
                  double r = Math.hypot(w[0], w[1]);
                  double turn = r == 0 ? 0 : (w[0] * v[1] - w[1] * v[0]) / (r * r * r);
                  hv[0] = -w[1] * turn;
                  hv[1] = w[0] * turn;
                });
    DerivativeCheck.of(length).at(new double[] {-0.0, 1.7}).assertCorrect();
    for (double[] w : new double[][] {{0, 0}, {-0.0, 0}, {-0.0, -0.0}}) {
      CheckReport report = DerivativeCheck.of(length).at(w);
      assertEquals(Verdict.KINK, report.verdict(), report::toString);
    }
    Objective size =
        zero(1).value(w -> Math.abs(w[0])).gradient((w, g) -> g[0] = Math.copySign(1, w[0]));
    for (double x : new double[] {0.0, -0.0}) {
      CheckReport report = DerivativeCheck.of(size).at(new double[] {x});
      assertEquals(Verdict.KINK, report.verdict(), report::toString);
    }
  }

  @Test
  void stepAndASingleWrongValueAreJumps() {
    CheckReport step =
        DerivativeCheck.of(zero(1).value(w -> Math.floor(w[0]))).at(new double[] {3});
    assertEquals(Verdict.JUMP, step.verdict(), step::toString);
    Objective hole =
        zero(1)
            .value(w -> w[0] == 0 ? 0 : Math.cos(w[0]))
            .gradient((w, g) -> g[0] = -Math.sin(w[0]))
            .product((w, v, hv) -> hv[0] = -Math.cos(w[0]) * v[0]);
    CheckReport report = DerivativeCheck.of(hole).at(new double[1]);
    assertEquals(Verdict.JUMP, report.verdict(), report::toString);
    assertTrue(
        report
            .findings()
            .get(0)
            .message()
            .contains("is 1.00000 on one side, 0.00000 at the point and 1.00000 on the other"),
        report::toString);
  }

  private static Objective ripples(double omega) {
    return zero(1)
        .value(w -> Math.sin(omega * w[0]))
        .gradient((w, g) -> g[0] = omega * Math.cos(omega * w[0]))
        .product((w, v, hv) -> hv[0] = -omega * omega * Math.sin(omega * w[0]) * v[0]);
  }

  /** Some steps are within a ripple of 1e9, none is within one of 1e10 and finer ones. */
  @Test
  void ripplesThatNoStepResolvesAreNotCorrect() {
    for (double omega : new double[] {1e6, 1e7, 1e8}) {
      CheckReport fine = DerivativeCheck.of(ripples(omega)).at(new double[] {1.1});
      assertEquals(Verdict.CORRECT, fine.verdict(), fine::toString);
    }
    for (double omega : new double[] {1e10, 3e10, 1e11, 1e12}) {
      for (long seed = 1; seed <= 5; seed++) {
        double[] w = {0.3 * seed};
        CheckReport report = DerivativeCheck.of(ripples(omega)).withSeed(seed).at(w);
        boolean large = report.gradientError() > 0.01 || report.hvError() > 0.01;
        assertTrue(!large || report.verdict() != Verdict.CORRECT, report::toString);
      }
    }
  }

  /** {@code sin(ωx) + ½(x² + y² + z²) + xy}, all derivatives right but for one of H's entries. */
  private static Objective rippleAmongOthers(double omega, double fault) {
    return zero(3)
        .value(
            w ->
                Math.sin(omega * w[0])
                    + 0.5 * (w[0] * w[0] + w[1] * w[1] + w[2] * w[2])
                    + w[0] * w[1])
        .gradient(
            (w, g) -> {
              g[0] = omega * Math.cos(omega * w[0]) + w[0] + w[1];
              g[1] = w[1] + w[0];
              g[2] = w[2];
            })
        .product(
            (w, v, hv) -> {
              hv[0] = (1 - omega * omega * Math.sin(omega * w[0])) * v[0] + v[1];
              hv[1] = v[0] + v[1];
              hv[2] = (1 + fault) * v[2];
            });
  }

  /** The other terms are as smooth as can be; the fault of 1.0 in one of them must not pass. */
  @Test
  void fineRippleHidesNoFaultOfAnotherTerm() {
    for (long seed = 1; seed <= 8; seed++) {
      double[] w = {0.4 + 0.1 * seed, -0.7, 1.3};
      CheckReport smooth = DerivativeCheck.of(rippleAmongOthers(1, 1)).withSeed(seed).at(w);
      assertEquals(Verdict.WRONG_HESSIAN, smooth.verdict(), smooth::toString);
      for (double omega : new double[] {1e10, 1e11}) {
        for (double fault : new double[] {0, 1}) {
          CheckReport report =
              DerivativeCheck.of(rippleAmongOthers(omega, fault)).withSeed(seed).at(w);
          // To differences the ripple is noise, and what is right beside it is not called wrong.
          Verdict verdict = report.verdict();
          assertTrue(
              verdict == Verdict.INCONCLUSIVE
                  || verdict == Verdict.LOW_PRECISION
                  || (fault == 1 && verdict == Verdict.WRONG_HESSIAN),
              report::toString);
        }
      }
    }
  }

  private static final Pattern CLAIM =
      Pattern.compile(
          "(?:⟨∇E, v⟩|The entry of \\S+) is (\\S+?),?(?: along a random v,)? but values change by"
              + " (\\S+) ± ([-+e\\d.]*\\d).*");

  /** The claimed slope is 1.1 times the right one, which is so known. */
  private static void isHonestAbout(DoubleUnaryOperator coarse, double leastNoise) {
    isHonestAbout(1, coarse, leastNoise);
  }

  /** The same of a function so many times as large. */
  private static void isHonestAbout(double size, DoubleUnaryOperator coarse, double leastNoise) {
    for (long seed = 1; seed <= 12; seed++) {
      Objective wrong =
          zero(2)
              .value(w -> coarse.applyAsDouble(size * (5 + Math.exp(w[0]) + Math.sin(w[1]))))
              .gradient(
                  (w, g) -> {
                    g[0] = size * 1.1 * Math.exp(w[0]);
                    g[1] = size * 1.1 * Math.cos(w[1]);
                  });
      CheckReport report = DerivativeCheck.of(wrong).withSeed(seed).at(new double[] {0.7, -0.4});
      assertEquals(Verdict.WRONG_GRADIENT, report.verdict(), report::toString);
      int last = report.findings().size() - 1;
      Matcher claim = CLAIM.matcher(report.findings().get(last).message());
      assertTrue(claim.matches(), report::toString);
      double right = Double.parseDouble(claim.group(1)) / 1.1;
      double said = Double.parseDouble(claim.group(2));
      double uncertainty = Double.parseDouble(claim.group(3));
      // The uncertainty is printed with one digit, which may be a third less than it was, and both
      // numbers with eight, of which half a unit is up to 5e-8 of it.
      assertEquals(right, said, 1.5 * uncertainty + 1e-7 * Math.abs(right), report::toString);
      assertTrue(uncertainty >= leastNoise, report::toString);
      assertTrue(uncertainty < 0.03 * Math.abs(right), report::toString);
    }
  }

  /** Half a unit in the last place of floats near 7 is 2.4e-7, and no step is beyond 0.3. */
  @Test
  void uncertaintyOfADifferenceHasTheNoiseOfTheValues() {
    isHonestAbout(x -> (float) x, 2e-7);
    isHonestAbout(x -> Math.rint(x * 1e5) / 1e5, 1e-6);
    isHonestAbout(x -> x, 0);
  }

  /** Floats near 7e6 are half a unit apart, those near 7e-6 some 5e-13. */
  @Test
  void soHasThatOfFloatsOfOtherSizes() {
    isHonestAbout(1e6, x -> (float) x, 0.2);
    isHonestAbout(1e-6, x -> (float) x, 2e-13);
    isHonestAbout(1e5, Math::rint, 0.1);
  }

  /**
   * What differences can't see: of 1e-26 sin(1e12 x) beside ½x² the value has nothing, the gradient
   * no more than its rounding, the Hessian a hundredth.
   */
  @Test
  void rippleBelowTheRoundingOfTheGradientPasses() {
    Objective hidden =
        zero(1)
            .value(w -> 0.5 * w[0] * w[0] + 1e-26 * Math.sin(1e12 * w[0]))
            .gradient((w, g) -> g[0] = w[0] + 1e-14 * Math.cos(1e12 * w[0]))
            .product((w, v, hv) -> hv[0] = v[0]);
    CheckReport report = DerivativeCheck.of(hidden).at(new double[] {1.1});
    assertEquals(Verdict.CORRECT, report.verdict(), report::toString);
  }

  /** A triangle wave is a ripple too, whose slopes are as wrong between all steps. */
  @Test
  void triangleWaveFinerThanAllStepsIsNotCorrect() {
    double period = 3e-12;
    Objective wave =
        zero(1)
            .value(w -> Math.abs(Math.IEEEremainder(w[0], period)) / period)
            .gradient((w, g) -> g[0] = Math.signum(Math.IEEEremainder(w[0], period)) / period);
    for (long seed = 1; seed <= 8; seed++) {
      CheckReport report =
          DerivativeCheck.of(wave).withSeed(seed).at(new double[] {0.2 + 0.1 * seed});
      assertTrue(report.verdict() != Verdict.CORRECT, report::toString);
    }
  }

  /** Of curvatures from 1 to 8e5, one entry of 1 alone has no mirror. */
  @Test
  void oneUnsymmetricEntryBesideFarLargerOnesIsNamed() {
    int n = 60;
    double[] diagonal = new double[n];
    Arrays.setAll(diagonal, i -> Math.pow(10, 0.1 * i));
    Objective spread = Objective.quadratic(SymmetricOperator.diagonal(diagonal), new double[n]);
    CheckReport report =
        DerivativeCheck.of(Broken.of(spread).product((w, v, hv) -> hv[3] += v[57]))
            .at(Samples.gaussian(Samples.random(2), n));
    assertEquals(Verdict.NOT_SYMMETRIC, report.verdict(), report::toString);
    assertTrue(report.toString().contains("w[57]"), report::toString);
  }

  /** {@code out = Hv − out}: what stood there counts once, with the opposite sign. */
  @Test
  void productThatSubtractsWhatStoodInItsArrayAddsToIt() {
    SymmetricOperator h = SymmetricOperator.diagonal(new double[] {3, 2});
    Objective bowl = Objective.quadratic(h, new double[2]);
    SymmetricOperator subtracting =
        SymmetricOperator.of(
            2,
            (v, out) -> {
              out[0] = 3 * v[0] - out[0];
              out[1] = 2 * v[1] - out[1];
            });
    Objective wrong =
        new Objective() {
          @Override
          public int dimension() {
            return 2;
          }

          @Override
          public double value(double[] w) {
            return bowl.value(w);
          }

          @Override
          public Expansion expandAt(double[] w) {
            Expansion at = bowl.expandAt(w);
            return Broken.expansion(at.value(), at.gradient(), subtracting);
          }
        };
    CheckReport report = DerivativeCheck.of(wrong).at(new double[] {1, -2});
    assertEquals(Verdict.ADDS_TO_OUT, report.verdict(), report::toString);
    assertTrue(report.toString().contains("-1.00000 times what stood"), report::toString);
  }
}
