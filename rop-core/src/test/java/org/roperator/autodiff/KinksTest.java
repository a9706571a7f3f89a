package org.roperator.autodiff;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

/**
 * Smooth functions written with pieces, roots and angles, at the points where their parts have no
 * derivatives: values, gradients and Hessians typed out.
 */
class KinksTest {

  /** Some roundings of numbers of order one. */
  private static final double ROUNDING = 4e-16;

  private static final double LN2 = 0.6931471805599453;
  private static final double[][] IDENTITY = {{1, 0}, {0, 1}};

  /** A program for every active number. */
  private interface Program {
    <T extends ActiveNumber<T>> T of(T[] x);
  }

  /**
   * A smooth function at one point; {@code dual} tells whether dual numbers, which know one
   * direction only, can tell its derivative.
   */
  private static final class Smooth {

    final String name;
    final Program program;
    final double[] at;
    final double value;
    final double[] gradient;
    final double[][] hessian;
    final boolean dual;

    Smooth(
        String name,
        Program program,
        double[] at,
        double value,
        double[] gradient,
        double[][] hessian,
        boolean dual) {
      this.name = name;
      this.program = program;
      this.at = at;
      this.value = value;
      this.gradient = gradient;
      this.hessian = hessian;
      this.dual = dual;
    }

    static Smooth of1(String name, Program program, double x, double y, double slope, double bend) {
      double[][] hessian = {{bend}};
      return new Smooth(name, program, new double[] {x}, y, new double[] {slope}, hessian, true);
    }

    static Smooth radial(String name, Program program, double y, double bend) {
      double[][] hessian = {{bend, 0}, {0, bend}};
      return new Smooth(name, program, new double[2], y, new double[2], hessian, true);
    }

    Smooth notForDuals() {
      return new Smooth(name, program, at, value, gradient, hessian, false);
    }
  }

  private static <T extends ActiveNumber<T>> T number(T like, double c) {
    return like.getField().getZero().add(c);
  }

  // Binary cross-entropy with target 1 as libraries write it, and in other words.

  static <T extends ActiveNumber<T>> T crossEntropy(T[] x) {
    return x[0].max(0).subtract(x[0]).add(x[0].abs().negate().exp().log1p());
  }

  static <T extends ActiveNumber<T>> T crossEntropyZeroFirst(T[] x) {
    T zero = number(x[0], 0);
    return zero.max(x[0]).subtract(x[0]).add(x[0].negate().abs().negate().exp().log1p());
  }

  static <T extends ActiveNumber<T>> T crossEntropyByMin(T[] x) {
    return x[0].min(0).negate().add(x[0].abs().negate().exp().log1p());
  }

  static <T extends ActiveNumber<T>> T crossEntropyByBranch(T[] x) {
    T size = x[0].isAboveZero() ? x[0] : x[0].negate();
    T rest = x[0].isAboveZero() ? number(x[0], 0) : x[0].negate();
    return rest.add(size.negate().exp().log1p());
  }

  /** Of the margin 2x − y. */
  static <T extends ActiveNumber<T>> T logisticLoss(T[] x) {
    T m = x[0].multiply(2).subtract(x[1]);
    return m.negate().max(0).add(m.abs().negate().exp().log1p());
  }

  static <T extends ActiveNumber<T>> T logSumExp(T[] x) {
    T m = x[1].max(x[0]);
    return x[0].subtract(m).exp().add(x[1].subtract(m).exp()).log().add(m);
  }

  static <T extends ActiveNumber<T>> T maxPlusMin(T[] x) {
    return x[0].max(x[1]).add(x[1].min(x[0])).exp();
  }

  static <T extends ActiveNumber<T>> T maxPlusMinAlike(T[] x) {
    return x[0].max(x[1]).add(x[0].min(x[1])).exp();
  }

  static <T extends ActiveNumber<T>> T maxTimesMin(T[] x) {
    return x[1].max(x[0]).multiply(x[0].min(x[1]));
  }

  /** (a + b + |a − b|)/2 − max(a, b), which is zero, and a product. */
  static <T extends ActiveNumber<T>> T maxByAbs(T[] x) {
    T byAbs = x[0].add(x[1]).add(x[1].subtract(x[0]).abs()).multiply(0.5);
    return byAbs.subtract(x[0].max(x[1])).exp().multiply(x[0]).multiply(x[1]);
  }

  /** The squares of three numbers in order, weighted alike. */
  static <T extends ActiveNumber<T>> T sortedSquares(T[] x) {
    T low = x[0].min(x[1]);
    T high = x[1].max(x[0]);
    T middle = high.min(x[2]);
    high = x[2].max(high);
    T lowest = middle.min(low);
    middle = low.max(middle);
    return lowest.square().add(middle.square()).add(high.square());
  }

  static <T extends ActiveNumber<T>> T squareOfAbs(T[] x) {
    return x[0].abs().square();
  }

  static <T extends ActiveNumber<T>> T coshOfAbs(T[] x) {
    return x[0].negate().abs().cosh();
  }

  static <T extends ActiveNumber<T>> T reluDifference(T[] x) {
    T zero = number(x[0], 0);
    return x[0].max(0).subtract(zero.max(x[0].negate())).exp();
  }

  static <T extends ActiveNumber<T>> T reluSquares(T[] x) {
    return x[0].max(0).square().add(x[0].negate().max(0).square());
  }

  static <T extends ActiveNumber<T>> T huber(T[] x) {
    T size = x[0].abs();
    T inside = size.min(1);
    return inside.multiply(size.subtract(inside.multiply(0.5)));
  }

  static <T extends ActiveNumber<T>> T smoothAbs(T[] x) {
    return x[0].abs().square().add(4).sqrt();
  }

  /** max(0, x²) and its like, where only second derivatives tell the pieces apart. */
  static <T extends ActiveNumber<T>> T maxOfZeroAndSquare(T[] x) {
    T zero = number(x[0], 0);
    return zero.max(x[0].square()).add(x[0].square().negate().min(zero));
  }

  static <T extends ActiveNumber<T>> T largerOfSquares(T[] x) {
    return x[0].square().max(x[0].square().multiply(3));
  }

  static <T extends ActiveNumber<T>> T norm(T[] x) {
    return x[0].square().add(x[1].square()).sqrt();
  }

  static <T extends ActiveNumber<T>> T squareOfNorm(T[] x) {
    return norm(x).square();
  }

  static <T extends ActiveNumber<T>> T productOfNorms(T[] x) {
    T r = norm(x);
    return r.multiply(3).multiply(r);
  }

  static <T extends ActiveNumber<T>> T squareOfHypot(T[] x) {
    return x[0].hypot(x[1]).pow(2);
  }

  static <T extends ActiveNumber<T>> T squareOfNestedHypot(T[] x) {
    return x[0].hypot(x[1]).hypot(x[0]).pow(2.0);
  }

  static <T extends ActiveNumber<T>> T hypotWithConstant(T[] x) {
    return x[0].hypot(x[1]).hypot(number(x[0], 2));
  }

  static <T extends ActiveNumber<T>> T fourthPowerOfNorm(T[] x) {
    return norm(x).pow(4);
  }

  static <T extends ActiveNumber<T>> T cubeOfNorm(T[] x) {
    return norm(x).pow(3);
  }

  static <T extends ActiveNumber<T>> T powerOfSquares(T[] x) {
    return x[0].square().add(x[1].square()).pow(1.25);
  }

  static <T extends ActiveNumber<T>> T sineOfNormTimesNorm(T[] x) {
    T r = norm(x);
    return r.sin().multiply(r);
  }

  static <T extends ActiveNumber<T>> T squareOfExpm1OfNorm(T[] x) {
    return norm(x).expm1().square();
  }

  static <T extends ActiveNumber<T>> T sixthPowerOfCubeRootOfMinusNorm(T[] x) {
    return norm(x).negate().cbrt().pow(6);
  }

  static <T extends ActiveNumber<T>> T squareOfTanhOfNormByRoots(T[] x) {
    return norm(x).tanh().negate().abs().sqrt().pow(4);
  }

  static <T extends ActiveNumber<T>> T squareOfWhatIsNeverPositive(T[] x) {
    return norm(x).tanh().negate().max(0).square();
  }

  static <T extends ActiveNumber<T>> T cosineOfNorm(T[] x) {
    return norm(x).cos();
  }

  static <T extends ActiveNumber<T>> T coshOfHypot(T[] x) {
    return x[0].hypot(x[1]).multiply(2).cosh();
  }

  static <T extends ActiveNumber<T>> T squareOfNormOfArray(T[] x) {
    return ActiveNumber.norm(x).square();
  }

  static <T extends ActiveNumber<T>> T bump(T[] x) {
    return norm(x).square().multiply(-0.5).exp();
  }

  static <T extends ActiveNumber<T>> T huberOfNorm(T[] x) {
    T r = norm(x);
    T inside = r.min(1);
    return inside.multiply(r.subtract(inside.multiply(0.5)));
  }

  static <T extends ActiveNumber<T>> T squareOfRoot(T[] x) {
    return x[0].sqrt().square();
  }

  static <T extends ActiveNumber<T>> T productOfRoots(T[] x) {
    return x[0].sqrt().multiply(x[0].multiply(4).sqrt());
  }

  static <T extends ActiveNumber<T>> T fourthPowerOfRoot(T[] x) {
    return x[0].sqrt().pow(4);
  }

  static <T extends ActiveNumber<T>> T cubeOfCubeRoot(T[] x) {
    return x[0].cbrt().pow(3);
  }

  static <T extends ActiveNumber<T>> T cubeOfCubeRootByProducts(T[] x) {
    return x[0].cbrt().multiply(x[0].cbrt()).multiply(x[0].cbrt());
  }

  static <T extends ActiveNumber<T>> T fifthPowerOfFifthRoot(T[] x) {
    return x[0].rootN(5).pow(5);
  }

  static <T extends ActiveNumber<T>> T rootOfRootToTheFourth(T[] x) {
    return x[0].sqrt().sqrt().pow(4);
  }

  static <T extends ActiveNumber<T>> T squareOfArcCosine(T[] x) {
    return x[0].acos().square();
  }

  static <T extends ActiveNumber<T>> T squareOfArcSineFromPole(T[] x) {
    return x[0].asin().subtract(Math.PI / 2).square();
  }

  static <T extends ActiveNumber<T>> T squareOfInverseCosh(T[] x) {
    return x[0].acosh().square();
  }

  /** The squared angle between (cos x, sin x) and (cos y, sin y): (x − y)². */
  static <T extends ActiveNumber<T>> T squaredAngleOfDirections(T[] x) {
    T cosine = x[0].cos().multiply(x[1].cos()).add(x[0].sin().multiply(x[1].sin()));
    return cosine.acos().square();
  }

  static <T extends ActiveNumber<T>> T angleSquared(T[] x) {
    return x[1].atan2(x[0]).square();
  }

  private static final List<Smooth> SMOOTH =
      List.of(
          Smooth.of1("cross-entropy", KinksTest::crossEntropy, 0, LN2, -0.5, 0.25),
          Smooth.of1("zero first", KinksTest::crossEntropyZeroFirst, 0, LN2, -0.5, 0.25),
          Smooth.of1("by min", KinksTest::crossEntropyByMin, 0, LN2, -0.5, 0.25),
          Smooth.of1("by branch", KinksTest::crossEntropyByBranch, 0, LN2, -0.5, 0.25),
          Smooth.of1("by branch at −0", KinksTest::crossEntropyByBranch, -0.0, LN2, -0.5, 0.25),
          Smooth.of1("cross-entropy at −0", KinksTest::crossEntropy, -0.0, LN2, -0.5, 0.25),
          new Smooth(
              "logistic loss",
              KinksTest::logisticLoss,
              new double[] {1.5, 3},
              LN2,
              new double[] {-1, 0.5},
              new double[][] {{1, -0.5}, {-0.5, 0.25}},
              true),
          new Smooth(
              "log-sum-exp",
              KinksTest::logSumExp,
              new double[] {1, 1},
              1 + LN2,
              new double[] {0.5, 0.5},
              new double[][] {{0.25, -0.25}, {-0.25, 0.25}},
              true),
          new Smooth(
              "max + min",
              KinksTest::maxPlusMin,
              new double[2],
              1,
              new double[] {1, 1},
              new double[][] {{1, 1}, {1, 1}},
              true),
          new Smooth(
              "max + min, arguments alike",
              KinksTest::maxPlusMinAlike,
              new double[2],
              1,
              new double[] {1, 1},
              new double[][] {{1, 1}, {1, 1}},
              true),
          new Smooth(
              "max · min",
              KinksTest::maxTimesMin,
              new double[] {3, 3},
              9,
              new double[] {3, 3},
              new double[][] {{0, 1}, {1, 0}},
              true),
          new Smooth(
              "max by abs",
              KinksTest::maxByAbs,
              new double[] {3, 3},
              9,
              new double[] {3, 3},
              new double[][] {{0, 1}, {1, 0}},
              true),
          new Smooth(
              "sorted",
              KinksTest::sortedSquares,
              new double[] {2, 2, 2},
              12,
              new double[] {4, 4, 4},
              new double[][] {{2, 0, 0}, {0, 2, 0}, {0, 0, 2}},
              true),
          Smooth.of1("|x|²", KinksTest::squareOfAbs, 0, 0, 0, 2),
          Smooth.of1("cosh |−x|", KinksTest::coshOfAbs, 0, 1, 0, 1),
          Smooth.of1("exp of relus", KinksTest::reluDifference, 0, 1, 1, 1),
          Smooth.of1("squared relus", KinksTest::reluSquares, 0, 0, 0, 2),
          Smooth.of1("Huber at 0", KinksTest::huber, 0, 0, 0, 1),
          Smooth.of1("√(|x|² + 4)", KinksTest::smoothAbs, 0, 2, 0, 0.5),
          Smooth.of1("max(0, x²)", KinksTest::maxOfZeroAndSquare, 0, 0, 0, 0).notForDuals(),
          Smooth.of1("max(x², 3x²)", KinksTest::largerOfSquares, 0, 0, 0, 6),
          Smooth.radial("‖x‖²", KinksTest::squareOfNorm, 0, 2),
          Smooth.radial("3‖x‖ ‖x‖", KinksTest::productOfNorms, 0, 6),
          Smooth.radial("norm²", KinksTest::squareOfNormOfArray, 0, 2),
          Smooth.radial("hypot²", KinksTest::squareOfHypot, 0, 2),
          new Smooth(
              "nested hypot²",
              KinksTest::squareOfNestedHypot,
              new double[2],
              0,
              new double[2],
              new double[][] {{4, 0}, {0, 2}},
              true),
          Smooth.radial("hypot with 2", KinksTest::hypotWithConstant, 2, 0.5),
          Smooth.radial("‖x‖⁴", KinksTest::fourthPowerOfNorm, 0, 0),
          Smooth.radial("‖x‖³", KinksTest::cubeOfNorm, 0, 0),
          Smooth.radial("‖x‖^2.5", KinksTest::powerOfSquares, 0, 0),
          Smooth.radial("(∛−‖x‖)⁶", KinksTest::sixthPowerOfCubeRootOfMinusNorm, 0, 2),
          Smooth.radial("√|−tanh ‖x‖|⁴", KinksTest::squareOfTanhOfNormByRoots, 0, 2),
          Smooth.radial("max(−tanh ‖x‖, 0)²", KinksTest::squareOfWhatIsNeverPositive, 0, 0),
          Smooth.radial("cos ‖x‖", KinksTest::cosineOfNorm, 1, -1),
          Smooth.radial("‖x‖ sin ‖x‖", KinksTest::sineOfNormTimesNorm, 0, 2),
          Smooth.radial("(exp ‖x‖ − 1)²", KinksTest::squareOfExpm1OfNorm, 0, 2),
          Smooth.radial("cosh 2‖x‖", KinksTest::coshOfHypot, 1, 4),
          Smooth.radial("exp(−½‖x‖²)", KinksTest::bump, 1, -1),
          Smooth.radial("Huber of ‖x‖", KinksTest::huberOfNorm, 0, 1),
          Smooth.of1("√x²", KinksTest::squareOfRoot, 0, 0, 1, 0).notForDuals(),
          Smooth.of1("√x √(4x)", KinksTest::productOfRoots, 0, 0, 2, 0).notForDuals(),
          Smooth.of1("√x⁴", KinksTest::fourthPowerOfRoot, 0, 0, 0, 2).notForDuals(),
          Smooth.of1("∛x³", KinksTest::cubeOfCubeRoot, 0, 0, 1, 0).notForDuals(),
          Smooth.of1("∛x ∛x ∛x", KinksTest::cubeOfCubeRootByProducts, 0, 0, 1, 0).notForDuals(),
          Smooth.of1("fifth root", KinksTest::fifthPowerOfFifthRoot, 0, 0, 1, 0).notForDuals(),
          Smooth.of1("√√x⁴", KinksTest::rootOfRootToTheFourth, 0, 0, 1, 0).notForDuals(),
          // acos²x = 2u + u²/3 + …, acosh²x = 2v − v²/3 + … with u = 1 − x, v = x − 1
          Smooth.of1("acos²", KinksTest::squareOfArcCosine, 1, 0, -2, 2.0 / 3).notForDuals(),
          Smooth.of1("(asin x − π/2)²", KinksTest::squareOfArcSineFromPole, 1, 0, -2, 2.0 / 3)
              .notForDuals(),
          Smooth.of1("acosh²", KinksTest::squareOfInverseCosh, 1, 0, 2, -2.0 / 3).notForDuals(),
          new Smooth(
              "squared angle of equal directions",
              KinksTest::squaredAngleOfDirections,
              new double[2],
              0,
              new double[2],
              new double[][] {{2, -2}, {-2, 2}},
              true),
          // On the positive axis θ = y/x − …: ∇θ² = 0, ∇²θ² = 2 ∇θ∇θᵀ.
          new Smooth(
              "θ²",
              KinksTest::angleSquared,
              new double[] {2, 0},
              0,
              new double[2],
              new double[][] {{0, 0}, {0, 0.5}},
              true));

  private static void assertIs(Smooth smooth, Function<double[], TapeExpansion> expansion) {
    TapeExpansion at = expansion.apply(smooth.at);
    assertEquals(smooth.value, at.value(), ROUNDING * (1 + Math.abs(smooth.value)), smooth.name);
    assertArrayEquals(smooth.gradient, at.gradient(), 10 * ROUNDING, smooth.name);
    for (int i = 0; i < smooth.at.length; i++) {
      double[] e = new double[smooth.at.length];
      e[i] = 1;
      double[] column = at.hessian().times(e);
      assertArrayEquals(smooth.hessian[i], column, 10 * ROUNDING, smooth.name + ", column " + i);
    }
  }

  @Test
  void smoothFunctionsHaveTheirDerivativesWhereTheirPartsHaveNone() {
    for (Smooth smooth : SMOOTH) {
      TapeObjective f = TapeObjective.of(smooth.at.length, x -> smooth.program.of(x));
      assertIs(smooth, f::expandAt);
      double[] gradient = new double[smooth.at.length];
      f.gradient(smooth.at, gradient);
      assertArrayEquals(smooth.gradient, gradient, 10 * ROUNDING, smooth.name);
    }
  }

  /** e^−‖x‖ − 1 is nowhere above zero: its positive part is zero everywhere. */
  @Test
  void tiesAgainstRootsThatFallOnBothSides() {
    double[] origin = new double[2];
    TapeObjective positive =
        TapeObjective.of(2, x -> Var.constant(0).max(x[0].hypot(x[1]).negate().expm1()));
    assertArrayEquals(new double[2], positive.expandAt(origin).gradient());
    assertArrayEquals(
        new double[2], positive.expandAt(origin).hessian().times(new double[] {1, 2}));
    TapeObjective negative =
        TapeObjective.of(2, x -> Var.constant(0).min(x[0].hypot(x[1]).expm1()));
    assertArrayEquals(new double[2], negative.expandAt(origin).gradient());
    // The other parts have no derivative there, and it is said.
    TapeObjective other =
        TapeObjective.of(2, x -> Var.constant(0).min(x[0].hypot(x[1]).negate().expm1()));
    assertTrue(Double.isNaN(other.expandAt(origin).gradient()[0]));
  }

  /** The parts come from the tape's products and sums of arrays and go through them again. */
  @Test
  void soTheyHaveBehindAndBeforeArrays() {
    for (Smooth smooth : SMOOTH) {
      int n = smooth.at.length;
      TapeObjective f =
          TapeObjective.ofArray(
              n,
              x -> {
                Var[] doubled = x.multiply(2).add(VarArray.constant(0)).toArray();
                Var[] same = Arrays.stream(doubled).map(v -> v.multiply(0.5)).toArray(Var[]::new);
                return VarArray.of(smooth.program.of(same), same[0]).get(0);
              });
      assertIs(smooth, f::expandAt);
    }
  }

  @Test
  void dualNumbersDifferentiateThemInEveryDirection() {
    double[][] directions = {{1, 0.3, -0.2}, {-1, 0.7, 0.1}, {0.4, -0.9, 1.1}, {0, -1, 0}};
    for (Smooth smooth : SMOOTH) {
      if (!smooth.dual) {
        continue;
      }
      for (double[] v : directions) {
        int n = smooth.at.length;
        Dual[] x = new Dual[n];
        double expected = 0;
        for (int i = 0; i < n; i++) {
          x[i] = Dual.of(smooth.at[i], v[i]);
          expected += smooth.gradient[i] * v[i];
        }
        assertEquals(expected, smooth.program.of(x).dot(), 20 * ROUNDING, smooth.name);
      }
    }
  }

  @Test
  void arraysDoTheSameEntryByEntry() {
    // Σ max(x, 0) − x + ln(1 + exp(−|x|)) with |x| of the whole array, of both signs.
    TapeObjective entropy =
        TapeObjective.ofArray(
            2,
            x -> {
              VarArray y = x.multiply(VarArray.constant(1, -1));
              Var[] ramps = Arrays.stream(y.toArray()).map(v -> v.max(0)).toArray(Var[]::new);
              VarArray size = y.map(Elementary.ABS).multiply(-1);
              return VarArray.of(ramps)
                  .subtract(y)
                  .add(size.map(Elementary.EXP).map(Elementary.LOG1P))
                  .sum();
            });
    TapeExpansion at = entropy.expandAt(new double[2]);
    assertArrayEquals(new double[] {-0.5, 0.5}, at.gradient(), ROUNDING);
    assertArrayEquals(new double[] {0.25, 0}, at.hessian().times(new double[] {1, 0}), ROUNDING);
    assertArrayEquals(new double[] {0, 0.25}, at.hessian().times(new double[] {0, 1}), ROUNDING);
    // Squares of norms, of roots entry by entry, and of both by inner products.
    List<ArrayProgram> squares = new ArrayList<>();
    squares.add(x -> x.norm().square());
    squares.add(x -> x.map(Elementary.SQUARE).map(Elementary.SQRT).squaredNorm());
    squares.add(x -> x.multiply(x).pow(0.5).pow(2).sum());
    squares.add(
        x -> {
          VarArray extremes = VarArray.concat(VarArray.of(x.max()), VarArray.of(x.min()));
          return extremes.squaredNorm();
        });
    squares.add(
        x -> {
          VarArray roots = x.map(Elementary.SQUARE).map(Elementary.SQRT);
          return roots.multiply(roots).sum();
        });
    squares.add(x -> x.map(Elementary.SQUARE).map(Elementary.SQRT).map(Elementary.SQUARE).sum());
    for (ArrayProgram program : squares) {
      TapeExpansion square = TapeObjective.ofArray(2, program).expandAt(new double[2]);
      assertArrayEquals(new double[2], square.gradient());
      assertArrayEquals(new double[] {2, 0}, square.hessian().times(IDENTITY[0]), ROUNDING);
      assertArrayEquals(new double[] {0, 2}, square.hessian().times(IDENTITY[1]), ROUNDING);
    }
  }

  /** What is smooth though written with the larger and the smaller of two arrays, at ties. */
  @Test
  void theLargerOfTwoArraysIsOfOnePiece() {
    List<ArrayProgram> crossEntropies =
        List.of(
            x -> x.max(0).subtract(x).add(logTerm(x)).sum(),
            x -> VarArray.constant(0, 0).max(x).subtract(x).add(logTerm(x)).sum(),
            x -> x.min(0).negate().add(logTerm(x)).sum(),
            x -> x.asMatrix(1, 2).minEntries(0).negate().entries().add(logTerm(x)).sum());
    for (ArrayProgram program : crossEntropies) {
      TapeExpansion at = TapeObjective.ofArray(2, program).expandAt(new double[2]);
      assertArrayEquals(new double[] {-0.5, -0.5}, at.gradient(), ROUNDING);
      assertArrayEquals(new double[] {0.25, 0}, at.hessian().times(IDENTITY[0]), ROUNDING);
      assertArrayEquals(new double[] {0, 0.25}, at.hessian().times(IDENTITY[1]), ROUNDING);
    }
    // xy, as the larger times the smaller, and (x + y)², as the square of their sum
    TapeExpansion product =
        TapeObjective.ofArray(4, x -> pairwise(x, VarArray::multiply))
            .expandAt(new double[] {3, -1, 3, -1});
    assertArrayEquals(new double[] {3, -1, 3, -1}, product.gradient());
    double[] v = {1, 2, 3, 4};
    assertArrayEquals(new double[] {3, 4, 1, 2}, product.hessian().times(v));
    TapeExpansion square =
        TapeObjective.ofArray(4, x -> pairwise(x, (a, b) -> a.add(b).map(Elementary.SQUARE)))
            .expandAt(new double[] {3, -1, 3, -1});
    assertArrayEquals(new double[] {12, -4, 12, -4}, square.gradient());
    assertArrayEquals(new double[] {8, 12, 8, 12}, square.hessian().times(v));
    // By itself: of inputs the first is the larger one beside, in whatever order they stand.
    double[] first =
        TapeObjective.ofArray(2, x -> x.slice(1, 2).max(x.slice(0, 1)).get(0))
            .expandAt(new double[] {2, 2})
            .gradient();
    assertArrayEquals(new double[] {1, 0}, first);
    double[] second =
        TapeObjective.ofArray(2, x -> x.slice(0, 1).min(x.slice(1, 2)).get(0))
            .expandAt(new double[] {2, 2})
            .gradient();
    assertArrayEquals(new double[] {0, 1}, second);
    // ‖·‖ goes on to be known as a root: max(‖x‖, 0)² is ‖x‖².
    TapeExpansion root =
        TapeObjective.ofArray(2, x -> VarArray.of(x.norm()).max(0).squaredNorm())
            .expandAt(new double[2]);
    assertArrayEquals(new double[] {2, 0}, root.hessian().times(IDENTITY[0]), ROUNDING);
  }

  private static VarArray logTerm(VarArray x) {
    return x.map(Elementary.ABS).negate().map(Elementary.EXP).map(Elementary.LOG1P);
  }

  private static Var pairwise(VarArray x, BinaryOperator<VarArray> f) {
    VarArray a = x.slice(0, 2);
    VarArray b = x.slice(2, 4);
    return f.apply(b.max(a), a.min(b)).sum();
  }

  @Test
  void normsOfArraysAreScaled() {
    for (double size : new double[] {1e-300, 1, 1e300}) {
      TapeExpansion at =
          TapeObjective.ofArray(2, VarArray::norm).expandAt(new double[] {3 * size, 4 * size});
      assertEquals(5 * size, at.value(), 1e-15 * size);
      assertArrayEquals(new double[] {0.6, 0.8}, at.gradient(), 1e-15);
      // ∂²r/∂x² = y²/r³ = 16/125/size
      double bend = at.hessian().times(IDENTITY[0])[0];
      assertEquals(0.128 / size, bend, 1e-15 / size);
    }
  }

  @Test
  void normsOfNumbersAreScaled() {
    for (double size : new double[] {1e-300, 1, 1e300}) {
      TapeExpansion at =
          TapeObjective.of(2, x -> ActiveNumber.norm(x))
              .expandAt(new double[] {3 * size, 4 * size});
      assertEquals(5 * size, at.value(), 1e-15 * size);
      assertArrayEquals(new double[] {0.6, 0.8}, at.gradient(), 1e-15);
      assertEquals(0.128 / size, at.hessian().times(IDENTITY[0])[0], 1e-15 / size);
      Dual[] duals = {Dual.of(3 * size, 1), Dual.of(4 * size, 1)};
      assertEquals(1.4, ActiveNumber.norm(duals).dot(), 1e-15);
    }
  }

  /** Of u = Σ cᵢ wᵢ at 0, whatever the signs of c: the tie is one of pieces, not of an input. */
  @Property(tries = 200)
  void softplusInPiecesIsSoftplusAtItsKink(
      @ForAll("coefficients") double[] c, @ForAll boolean swapped, @ForAll boolean mirrored) {
    int n = c.length;
    TapeObjective pieces =
        TapeObjective.of(
            n,
            x -> {
              Var u = combination(c, x);
              Var zero = Var.constant(0);
              Var ramp = swapped ? zero.max(u) : u.max(zero);
              Var size = mirrored ? u.negate().abs() : u.abs();
              return ramp.add(size.negate().exp().log1p());
            });
    TapeExpansion at = pieces.expandAt(new double[n]);
    for (int i = 0; i < n; i++) {
      // softplus'(0) = ½, softplus''(0) = ¼
      assertEquals(0.5 * c[i], at.gradient()[i], 1e-15 * Math.abs(c[i]));
      double[] e = new double[n];
      e[i] = 1;
      double[] column = at.hessian().times(e);
      for (int j = 0; j < n; j++) {
        assertEquals(0.25 * c[i] * c[j], column[j], 1e-15 * Math.abs(c[i] * c[j]));
      }
    }
  }

  private static Var combination(double[] c, Var[] x) {
    Var u = Var.constant(0);
    for (int i = 0; i < c.length; i++) {
      u = u.add(x[i].multiply(c[i]));
    }
    return u;
  }

  @Provide
  Arbitrary<double[]> coefficients() {
    return Arbitraries.longs()
        .map(bits -> (bits >> 10) * 0x1p-50)
        .filter(c -> c != 0)
        .array(double[].class)
        .ofMinSize(1)
        .ofMaxSize(5);
  }

  @Test
  void aKinkByItselfIsOneOfItsPieces() {
    assertEquals(1, TapeObjective.of(1, x -> x[0].abs()).expandAt(new double[1]).gradient()[0]);
    assertEquals(
        1, TapeObjective.of(1, x -> x[0].negate().abs()).expandAt(new double[1]).gradient()[0]);
    assertEquals(1, TapeObjective.of(1, x -> x[0].max(0)).expandAt(new double[1]).gradient()[0]);
    assertEquals(0, TapeObjective.of(1, x -> x[0].min(0)).expandAt(new double[1]).gradient()[0]);
    double[] first =
        TapeObjective.of(2, x -> x[1].max(x[0])).expandAt(new double[] {2, 2}).gradient();
    assertArrayEquals(new double[] {1, 0}, first);
    double[] second =
        TapeObjective.of(2, x -> x[1].min(x[0])).expandAt(new double[] {2, 2}).gradient();
    assertArrayEquals(new double[] {0, 1}, second);
    // A dual number takes the side to which its direction leads.
    assertEquals(3, Dual.of(0, 3).abs().dot());
    assertEquals(3, Dual.of(0, -3).abs().dot());
    assertEquals(0, Dual.of(0, -3).max(0).dot());
    assertEquals(5, Dual.of(0, 3).hypot(Dual.of(0, -4)).dot());
  }

  private static final List<Program> ROUGH =
      List.of(
          KinksTest::norm,
          KinksTest::root,
          KinksTest::hypotPlusSmooth,
          KinksTest::angle,
          KinksTest::angleSquared,
          KinksTest::squareOfRootPlusX,
          KinksTest::productOfRootsOfOthers,
          KinksTest::cubeRoot,
          KinksTest::arcSine,
          KinksTest::arcCosine,
          KinksTest::inverseCosh,
          KinksTest::expOfNorm,
          KinksTest::smallPower,
          KinksTest::zeroToActivePower);

  static <T extends ActiveNumber<T>> T root(T[] x) {
    return x[0].sqrt().add(x[1].square());
  }

  static <T extends ActiveNumber<T>> T hypotPlusSmooth(T[] x) {
    return x[0].hypot(x[1]).add(x[0]);
  }

  static <T extends ActiveNumber<T>> T angle(T[] x) {
    return x[1].atan2(x[0]);
  }

  static <T extends ActiveNumber<T>> T squareOfRootPlusX(T[] x) {
    return x[0].sqrt().add(x[0]).square();
  }

  static <T extends ActiveNumber<T>> T productOfRootsOfOthers(T[] x) {
    return x[0].sqrt().multiply(x[0].sin().sqrt());
  }

  static <T extends ActiveNumber<T>> T cubeRoot(T[] x) {
    return x[0].cbrt();
  }

  static <T extends ActiveNumber<T>> T arcSine(T[] x) {
    return x[0].add(1).asin();
  }

  static <T extends ActiveNumber<T>> T arcCosine(T[] x) {
    return x[0].subtract(1).acos();
  }

  static <T extends ActiveNumber<T>> T inverseCosh(T[] x) {
    return x[0].add(1).acosh();
  }

  static <T extends ActiveNumber<T>> T expOfNorm(T[] x) {
    return norm(x).exp();
  }

  static <T extends ActiveNumber<T>> T smallPower(T[] x) {
    return x[0].pow(0.3).add(x[1]);
  }

  static <T extends ActiveNumber<T>> T zeroToActivePower(T[] x) {
    return x[0].pow(x[1].add(0.5));
  }

  @Test
  void whatHasNoFiniteDerivativeIsNaN() {
    double[] origin = new double[2];
    for (int i = 0; i < ROUGH.size(); i++) {
      Program program = ROUGH.get(i);
      TapeExpansion at = TapeObjective.of(2, x -> program.of(x)).expandAt(origin);
      assertTrue(Double.isFinite(at.value()), "rough " + i);
      assertTrue(Double.isNaN(at.gradient()[0]), "gradient of rough " + i);
      assertTrue(Double.isNaN(at.hessian().times(IDENTITY[0])[0]), "Hessian of rough " + i);
    }
  }

  /** Derivatives may be NaN there, but not values that plain numbers have. */
  @Test
  void valuesOfRootsArePlainOnes() {
    double infinite = Double.POSITIVE_INFINITY;
    assertValue(infinite, x -> norm(x).pow(-1.0));
    assertValue(infinite, x -> norm(x).multiply(2).pow(-3));
    assertValue(infinite, x -> x[0].sqrt().pow(-2));
    assertValue(infinite, x -> x[0].cbrt().pow(-0.5));
    assertValue(0, x -> norm(x).negate().sqrt());
    assertValue(0, x -> norm(x).negate().cbrt());
    assertValue(0, x -> norm(x).negate().rootN(5));
    assertValue(0, x -> norm(x).entropy().square());
    assertValue(0, x -> norm(x).multiply(1e60).pow(6));
  }

  private static void assertValue(double expected, ScalarProgram program) {
    double value = TapeObjective.of(2, program).expandAt(new double[2]).value();
    assertEquals(expected, Math.abs(value));
  }

  @Test
  void onlyWhatDependsOnItIsNaN() {
    TapeExpansion apart =
        TapeObjective.of(2, x -> x[0].sqrt().add(x[1].square())).expandAt(new double[] {0, 3});
    assertEquals(6, apart.gradient()[1]);
    assertEquals(2, apart.hessian().times(IDENTITY[1])[1]);
    // A branch not taken, and a maximum that is elsewhere.
    TapeExpansion unused =
        TapeObjective.of(2, x -> norm(x).max(0.5).add(x[1])).expandAt(new double[2]);
    assertArrayEquals(new double[] {0, 1}, unused.gradient());
    // x ‖x‖ has a gradient at 0 and no Hessian; x^1.5 likewise.
    TapeExpansion once = TapeObjective.of(2, x -> norm(x).multiply(x[0])).expandAt(new double[2]);
    assertArrayEquals(new double[2], once.gradient());
    assertTrue(Double.isNaN(once.hessian().times(IDENTITY[0])[0]));
    TapeExpansion power = TapeObjective.of(1, x -> x[0].pow(1.5)).expandAt(new double[1]);
    assertEquals(0, power.gradient()[0]);
    assertTrue(Double.isNaN(power.hessian().times(new double[] {1})[0]));
    // A whole power of a negative base: the exponent can't move.
    TapeExpansion negative =
        TapeObjective.of(2, x -> x[0].pow(x[1])).expandAt(new double[] {-2, 3});
    assertEquals(12, negative.gradient()[0]);
    assertTrue(Double.isNaN(negative.gradient()[1]));
  }

  /** An entry without derivative does not spoil the others of its array, nor inputs of theirs. */
  @Test
  void onlyWhatDependsOnItIsNaNBehindArrays() {
    List<ArrayProgram> programs =
        List.of(
            x -> x.map(Elementary.SQRT).add(x).get(1),
            x -> x.map(Elementary.SQRT).multiply(x.add(1)).map(Elementary.EXP).get(1),
            x -> x.add(x.map(Elementary.SQRT)).divide(x.add(2)).max(),
            x -> VarArray.concat(x.map(Elementary.SQRT), x).select(1, 2).get(0),
            x -> x.map(Elementary.SQRT).asMatrix(2, 1).times(x.asMatrix(1, 2)).get(1, 1),
            x -> x.map(Elementary.LOG).multiply(x).add(x).get(1));
    for (ArrayProgram program : programs) {
      TapeExpansion at = TapeObjective.ofArray(2, program).expandAt(new double[] {0, 4});
      TapeExpansion alone =
          TapeObjective.ofArray(2, program).expandAt(new double[] {0.25, 4}); // no kink there
      assertEquals(alone.value(), at.value(), ROUNDING * Math.abs(alone.value()));
      assertArrayEquals(new double[] {0, alone.gradient()[1]}, at.gradient(), 1e-15 * 60);
      double[] along = at.hessian().times(new double[] {0, 1});
      assertArrayEquals(alone.hessian().times(new double[] {0, 1}), along, 1e-15 * 60);
      assertArrayEquals(new double[2], at.hessian().times(new double[] {1, 0}));
    }
    // x √x has a gradient at 0, but no second derivative there.
    TapeExpansion product =
        TapeObjective.ofArray(2, x -> x.multiply(x.map(Elementary.SQRT)).sum())
            .expandAt(new double[] {0, 4});
    assertArrayEquals(new double[] {0, 3}, product.gradient(), 1e-15);
  }

  @Test
  void jacobiansFollowTheSameRules() {
    TapeMap map =
        TapeMap.of(
            2, x -> new Var[] {norm(x).square(), x[0].abs(), Var.constant(0).max(x[1].negate())});
    double[] images = map.expandAt(new double[2]).jacobian().times(new double[] {1, 2});
    assertArrayEquals(new double[] {0, 1, 0}, images);
  }

  @Test
  void notANumberStaysOne() {
    List<Function<Var, Var>> functions =
        List.of(
            Var::abs, Var::ceil, Var::floor, Var::rint, Var::signum, x -> x.max(1), x -> x.min(1));
    for (Function<Var, Var> f : functions) {
      TapeExpansion at =
          TapeObjective.of(1, x -> f.apply(x[0].subtract(2).log())).expandAt(new double[] {1});
      assertTrue(Double.isNaN(at.value()));
      assertTrue(Double.isNaN(at.gradient()[0]));
      assertTrue(Double.isNaN(f.apply(Var.constant(Double.NaN)).getReal()));
    }
    assertTrue(Double.isNaN(Var.constant(1).max(Double.NaN).getReal()));
    assertTrue(Double.isNaN(Var.constant(1).min(Double.NaN).getReal()));
    assertTrue(Double.isNaN(Dual.of(Double.NaN, 1).floor().dot()));
    VarArray none = VarArray.constant(Double.NaN, 1, Double.NaN);
    VarArray other = VarArray.constant(1, Double.NaN, Double.NaN);
    double[] all = {Double.NaN, Double.NaN, Double.NaN};
    assertArrayEquals(all, none.max(other).getReal());
    assertArrayEquals(all, none.min(other).getReal());
  }
}
