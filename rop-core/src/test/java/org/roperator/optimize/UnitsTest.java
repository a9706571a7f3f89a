package org.roperator.optimize;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.roperator.contract.AnyDouble;
import org.roperator.contract.Samples;
import org.roperator.function.FiniteSum;
import org.roperator.optimize.OptimizationListener.Signal;
import org.roperator.optimize.smooth.LimitedMemoryBfgs;
import org.roperator.optimize.smooth.NewtonConjugateGradient;
import org.roperator.optimize.smooth.Subproblem;
import org.roperator.optimize.smooth.TrustRegionNewton;

/** What values and parameters are measured in changes neither outcome nor path of a run. */
class UnitsTest {

  private static final HessianFree NEWTON =
      HessianFree.standard().withCurvature(Curvature.hessian());

  /** A run, as the iterates in old units. */
  private record Run(OptimizationResult result, List<double[]> path) {

    static Run of(Optimizer method, FiniteSum f, double a, double... start) {
      List<double[]> path = new ArrayList<>();
      double[] w = start.clone();
      for (int i = 0; i < w.length; i++) {
        w[i] *= a;
      }
      OptimizationResult result =
          method.minimize(
              f,
              w,
              iteration -> {
                path.add(iteration.parameters());
                return Signal.CONTINUE;
              });
      for (double[] point : path) {
        for (int i = 0; i < point.length; i++) {
          point[i] /= a;
        }
      }
      return new Run(result, path);
    }
  }

  private static void assertSame(
      HessianFree method, FiniteSum f, double c, double a, double... start) {
    Run plain = Run.of(method, f, 1, start);
    Run other = Run.of(method, new InOtherUnits(f, c, a), a, start);
    assertEquals(OptimizationOutcome.CONVERGED, plain.result().outcome());
    assertEquals(plain.result().outcome(), other.result().outcome(), other.result()::toString);
    assertEquals(plain.path().size(), other.path().size());
    for (int i = 0; i < plain.path().size(); i++) {
      // Rounding by 1e-16 at each of some thousand operations, and ill-conditioned solves.
      assertEquals(
          0, Samples.relativeDistance(plain.path().get(i), other.path().get(i)), 1e-7, "at " + i);
    }
  }

  /** Squares of gradients are to be doubles: those of E reach 1e5 here, and w begins near 1. */
  @Property(tries = 60)
  void newtonsMethodTakesTheSameStepsWhateverTheUnits(
      @ForAll @AnyDouble(min = -149, max = 149) double values,
      @ForAll @IntRange(min = 0, max = 2) int which) {
    double c = Math.pow(10, values);
    switch (which) {
      case 0 -> assertSame(NEWTON, FiniteSum.ofOne(HandWritten.rosenbrock()), c, 1, -1.2, 1);
      case 1 -> assertSame(NEWTON, FiniteSum.ofOne(HandWritten.saddle()), c, 1, 0.3, 0.01);
      default ->
          assertSame(
              HessianFree.standard().withCurvatureBatches(1),
              LogisticRegression.random(7, 200, 5, 0.01),
              c,
              1,
              new double[5]);
    }
  }

  @Property(tries = 60)
  void unitsOfParametersDontMatterEither(
      @ForAll @AnyDouble(min = -40, max = 40) double values,
      @ForAll @AnyDouble(min = -100, max = 100) double parameters) {
    double c = Math.pow(10, values);
    double a = Math.pow(10, parameters);
    assertSame(NEWTON, FiniteSum.ofOne(HandWritten.rosenbrock()), c, a, -1.2, 1);
  }

  /**
   * The saddle of {@code ½x² − ½y² + ¼y⁴} and minima (0, ±1), in any units, lifted and moved, is
   * left.
   */
  @Property(tries = 100)
  void saddlesAreLeftWhateverTheUnits(
      @ForAll @AnyDouble(min = -40, max = 40) double values,
      @ForAll @AnyDouble(min = -100, max = 100) double parameters,
      @ForAll @AnyDouble(min = -10, max = 10) double lift,
      @ForAll @AnyDouble(min = -10, max = 10) double shift,
      @ForAll boolean lifted,
      @ForAll boolean shifted) {
    double up = lifted ? lift : 0;
    // By at least 1e-3 of the minima's distance: rounding of w / a - right is a start beside the
    // saddle, whose way out is as long as the decades from it to 1.
    double right = shifted ? Math.copySign(1e-3 + Math.abs(shift), shift) : 0;
    HandWritten f = (HandWritten) HandWritten.saddle();
    HandWritten moved =
        new HandWritten(
            2,
            w -> up + f.value(new double[] {w[0] - right, w[1]}),
            w -> f.g().apply(new double[] {w[0] - right, w[1]}),
            w -> f.h().apply(new double[] {w[0] - right, w[1]}));
    Run run =
        Run.of(
            NEWTON,
            new InOtherUnits(
                FiniteSum.ofOne(moved), Math.pow(10, values), Math.pow(10, parameters)),
            Math.pow(10, parameters),
            right,
            0);
    assertEquals(OptimizationOutcome.CONVERGED, run.result().outcome(), run.result()::toString);
    double[] end = run.path().get(run.path().size() - 1);
    // A gradient of 1e-8 of the largest met, at most some thousand, over a curvature of 1 and 2.
    assertArrayEquals(new double[] {right, 1}, new double[] {end[0], Math.abs(end[1])}, 1e-5);
  }

  private static final List<Optimizer> SMOOTH =
      List.of(
          LimitedMemoryBfgs.standard(),
          NewtonConjugateGradient.standard(),
          TrustRegionNewton.standard().withSubproblem(Subproblem.STEIHAUG),
          TrustRegionNewton.standard());

  /**
   * Exact in every operation, so that not one bit may differ; but for Lanczos' tridiagonal matrix,
   * whose entries are divided by a norm where their squares are no doubles.
   */
  @Property(tries = 100)
  void smoothMethodsTakeTheSameStepsToTheBitInPowersOfTwo(
      @ForAll @IntRange(min = -300, max = 300) int values,
      @ForAll @IntRange(min = -150, max = 150) int parameters,
      @ForAll @IntRange(min = 0, max = 2) int which) {
    double c = Math.scalb(1.0, values);
    double a = Math.scalb(1.0, parameters);
    FiniteSum f = FiniteSum.ofOne(HandWritten.rosenbrock());
    Run plain = Run.of(SMOOTH.get(which), f, 1, -1.2, 1);
    Run other = Run.of(SMOOTH.get(which), new InOtherUnits(f, c, a), a, -1.2, 1);
    assertEquals(plain.result().outcome(), other.result().outcome(), other.result()::toString);
    assertEquals(plain.path().size(), other.path().size());
    for (int i = 0; i < plain.path().size(); i++) {
      assertArrayEquals(plain.path().get(i), other.path().get(i));
    }
    assertEquals(plain.result().expansions(), other.result().expansions());
    assertEquals(plain.result().products(), other.result().products());
  }

  @Property(tries = 60)
  void smoothMethodsFindTheMinimumWhateverTheUnits(
      @ForAll @AnyDouble(min = -149, max = 149) double values,
      @ForAll @AnyDouble(min = -149, max = 149) double parameters,
      @ForAll @IntRange(min = 0, max = 3) int which) {
    double c = Math.pow(10, values);
    // Gradients c/a and curvatures c/a² are to be doubles as well.
    double a = Math.pow(10, Math.max(-149, Math.min(149, parameters - values / 2)) / 2);
    for (double unit : new double[] {1, a}) {
      Run run =
          Run.of(
              SMOOTH.get(which),
              new InOtherUnits(FiniteSum.ofOne(HandWritten.rosenbrock()), c, unit),
              unit,
              -1.2,
              1);
      assertEquals(OptimizationOutcome.CONVERGED, run.result().outcome(), run.result()::toString);
      // A gradient of 1e-8 of the largest, 233, over the least curvature at the minimum, 0.4.
      assertArrayEquals(new double[] {1, 1}, run.path().get(run.path().size() - 1), 1e-5);
    }
  }

  @Property(tries = 60)
  void smoothMethodsLeaveSaddlesWhateverTheUnits(
      @ForAll @AnyDouble(min = -40, max = 40) double values,
      @ForAll @AnyDouble(min = -100, max = 100) double parameters,
      @ForAll @IntRange(min = 0, max = 3) int which) {
    double a = Math.pow(10, parameters);
    Run run =
        Run.of(
            SMOOTH.get(which),
            new InOtherUnits(FiniteSum.ofOne(HandWritten.saddle()), Math.pow(10, values), a),
            a,
            0,
            0);
    assertEquals(OptimizationOutcome.CONVERGED, run.result().outcome(), run.result()::toString);
    double[] end = run.path().get(run.path().size() - 1);
    assertArrayEquals(new double[] {0, 1}, new double[] {end[0], Math.abs(end[1])}, 1e-5);
  }
}
