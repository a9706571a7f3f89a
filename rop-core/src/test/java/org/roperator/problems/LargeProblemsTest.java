package org.roperator.problems;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.IntToDoubleFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.roperator.autodiff.TapeExpansion;

/** Large and bounded problems against a second implementation with derivatives by hand. */
class LargeProblemsTest {

  private static final int SIZE = 24;
  private static final int SIDE = 4;

  /**
   * Name, value at {@code xᵢ = startᵢ + sin(i)/10} with i from 1, {@code Σ cos(i) gᵢ} of the
   * gradient there, and {@code Σ cos(i) (H v)ᵢ} for {@code vᵢ = sin(2i)}.
   *
   * <p>From rop-bench/peers/large.py, which was written apart from the programs in Java and agrees
   * with its own differences to 1e-9.
   */
  private static final String FIGURES =
      """
      Chained Rosenbrock 24 | 5794.56920780088 | -174.99098339464524 | 109.0643623638708
      Extended Rosenbrock 24 | 351.9181605651124 | 223.45550115192685 | 3782.5393191358703
      Extended Powell singular 24 | 1359.5958262981612 | 97.94922643388651 | -132.96564333718803
      Broyden tridiagonal 24 | 40.49718698080728 | -17.657047182907384 | -85.91750125891367
      Trigonometric 24 | 0.23731126580046574 | -0.1605897921911039 | -19.561446143558072
      Penalty I 24 | 23967305.352768764 | -301979.51737578295 | 3215.559822592718
      Variably dimensioned 24 | 1810793984.1812997 | 541710975.4404578 | 35907696.74532358
      DIXMAANA 24 | 229.0754558577127 | -37.88115944229643 | -17.25470297284713
      DIXMAANB 24 | 372.21215173224994 | -60.34117670278883 | 4.173348025607985
      DIXMAANC 24 | 647.2692788980447 | -116.22965477025421 | 8.075803287765444
      DIXMAAND 24 | 1241.3926735761613 | -236.94876739597947 | 16.505106654025504
      DIXMAANE 24 | 179.38694772299365 | -36.11055416310268 | -18.235360553299728
      DIXMAANF 24 | 324.1467011174715 | -58.52468347757741 | 3.1884769967525544
      DIXMAANG 24 | 597.5807707633256 | -114.45904949106044 | 7.095145707312825
      DIXMAANH 24 | 1188.1983611983705 | -235.27728008018374 | 15.533550122122957
      DIXMAANI 24 | 162.80623001769902 | -35.854049932497965 | -18.283303661626668
      DIXMAANJ 24 | 307.8516283571914 | -58.26168184196986 | 3.144288243068861
      DIXMAANK 24 | 581.000053058031 | -114.20254526045571 | 7.047202598985912
      DIXMAANL 24 | 1171.0006504118446 | -235.03481024438537 | 15.477497607766665
      Minimal surface plane 4 | 5.262788403316084 | 0.3347457822647234 | 0.7459211248301625
      Minimal surface Scherk 4 | 1.26452065843662 | -0.19048699657582474 | 2.8120390349548576
      HS1 | 673.9165176251223 | -856.5386241965277 | 1410.1958770988952
      HS2 | 673.9165176251223 | -856.5386241965277 | 1410.1958770988952
      HS3 | 1.0917385222666545 | -0.41597480544659227 | 3.18707968340572e-05
      HS4 | 3.8097193604770605 | 2.2207072035953046 | 2.1706880408871787
      HS5 | 1.2753335178599476 | -1.7415375344359039 | 3.1837818475345787
      HS45 | 1.7319974680510497 | 0.1667003357288645 | 0.03702881528704013
      HS110 | -43.25471520699792 | 1.8344929702406012 | 2.759244093748853
      Obstacle 4 | 7.823173077842387 | -2.2250028015127734 | 3.850898671967502
      Torsion 5 4 | -0.22428744797706524 | 0.5454315212568646 | 3.850898671967502
      Torsion 20 4 | -2.723154497737892 | 1.2908304112125877 | 3.850898671967502
      """;

  /** Sums of at most 24 terms in another order, of residuals that lose two digits. */
  private static final double TOLERANCE = 1e-12;

  record Figures(String name, double value, double slope, double bend) {

    static Figures parsed(String line) {
      String[] part = line.split(" \\| ", -1);
      return new Figures(
          part[0],
          Double.parseDouble(part[1]),
          Double.parseDouble(part[2]),
          Double.parseDouble(part[3]));
    }

    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Figures> figures() {
    return FIGURES.lines().map(Figures::parsed);
  }

  private static final List<Problem> PROBLEMS =
      Stream.concat(LargeProblems.all(SIZE).stream(), BoundedProblems.all(SIDE).stream()).toList();

  static List<Problem> problems() {
    return PROBLEMS;
  }

  @ParameterizedTest
  @MethodSource("figures")
  void figuresAreThoseOfASecondImplementation(Figures figures) {
    Problem problem = named(figures.name).orElseThrow();
    int n = problem.unknowns();
    double[] x = problem.start();
    double[] wave = filled(n, i -> Math.sin(i) / 10);
    Arrays.setAll(x, i -> x[i] + wave[i]);
    double[] c = filled(n, i -> Math.cos(i));
    TapeExpansion at = problem.objective().expandAt(x);
    double[] hv = at.hessian().times(filled(n, i -> Math.sin(2 * i)));
    assertAll(
        () -> assertEquals(figures.value, at.value(), TOLERANCE * Math.abs(figures.value)),
        () -> assertSum(figures.slope, c, at.gradient()),
        () -> assertSum(figures.bend, c, hv));
  }

  @Test
  void everyProblemHasItsFigures() {
    assertEquals(
        figures().map(Figures::name).toList(), problems().stream().map(Problem::name).toList());
  }

  @ParameterizedTest
  @MethodSource("problems")
  void knownMinimizersHaveTheirValues(Problem problem) {
    double last = Double.NEGATIVE_INFINITY;
    double[] lower = problem.lower();
    double[] upper = problem.upper();
    for (Minimum minimum : problem.minima()) {
      assertTrue(minimum.value() >= last);
      last = minimum.value();
      double[] x = minimum.point();
      if (x != null) {
        TapeExpansion at = problem.objective().expandAt(x);
        // Closed forms and their roundings: 24 terms of about 1.
        assertEquals(minimum.value(), at.value(), 1e-14 * Math.max(1, Math.abs(minimum.value())));
        double[] g = at.gradient();
        for (int i = 0; i < x.length; i++) {
          assertTrue(lower[i] <= x[i] && x[i] <= upper[i]);
          // Slopes of Rosenbrock's valley are 400 times a rounding, all others smaller.
          double most = 2e-13;
          double[] multipliers = problem.multipliers();
          if (multipliers != null && minimum.equals(problem.minima().get(0))) {
            assertEquals(multipliers[i], g[i], most);
          }
          if (lower[i] < x[i]) {
            assertTrue(g[i] <= most, problem + ": " + g[i]);
          }
          if (x[i] < upper[i]) {
            assertTrue(g[i] >= -most, problem + ": " + g[i]);
          }
        }
      }
    }
  }

  @Test
  void largeOnesAreTheSmallOnes() {
    // The same functions number by number, as sums of squared residuals.
    same(LargeProblems.extendedRosenbrock(12), MoreGarbowHillstrom.extendedRosenbrock(12));
    same(LargeProblems.extendedPowellSingular(12), MoreGarbowHillstrom.extendedPowellSingular(12));
    same(LargeProblems.broydenTridiagonal(12), MoreGarbowHillstrom.broydenTridiagonal(12));
    same(LargeProblems.trigonometric(12), MoreGarbowHillstrom.trigonometric(12));
    same(LargeProblems.penaltyOne(12), MoreGarbowHillstrom.penaltyOne(12));
    same(LargeProblems.variablyDimensioned(12), MoreGarbowHillstrom.variablyDimensioned(12));
    assertEquals(
        MoreGarbowHillstrom.penaltyOne(10).minima().get(0).value(),
        LargeProblems.penaltyOne(10).minima().get(0).value(),
        1e-19); // 1e-15 of 7e-5, found in another way
  }

  private static void same(Problem large, SquaresProblem small) {
    double[] x = small.start();
    assertEquals(Arrays.toString(x), Arrays.toString(large.start()));
    double[] wave = filled(x.length, i -> Math.sin(3 * i));
    Arrays.setAll(x, i -> x[i] + wave[i]);
    double expected = small.objective().value(x);
    assertEquals(expected, large.objective().value(x), 1e-13 * expected); // another order
  }

  @Test
  void valuesOfHockAndSchittkowski() {
    // As printed in their book.
    assertEquals(0.0504261879, BoundedProblems.hs2().minima().get(0).value(), 1e-9);
    assertEquals(-1.91322295, BoundedProblems.hs5().minima().get(0).value(), 1e-8);
    // All ten equal to the root of 10 (ln²(x − 2) + ln²(10 − x)) − x², 9.3502658…
    double[] x = filled(10, i -> 9.350265833069384);
    TapeExpansion at = BoundedProblems.hs110().objective().expandAt(x);
    assertEquals(-45.77846970744629, at.value(), 1e-13);
    assertEquals(0, at.gradient()[3], 1e-13);
  }

  @Test
  void scherksSurfaceIsNearlyMinimal() {
    // The heights of the continuous surface inside the grid: what is left of the gradient is the
    // error of the differences, O(h⁴) each, with h = 1/41 and fourth derivatives of about 3.
    int side = 40;
    double h = 1.0 / (side + 1);
    double[] x = new double[side * side];
    Arrays.setAll(
        x, i -> Math.log(Math.cos((i / side + 1) * h - 0.5) / Math.cos((i % side + 1) * h - 0.5)));
    TapeExpansion at = LargeProblems.scherkSurface(side).objective().expandAt(x);
    for (double g : at.gradient()) {
      assertEquals(0, g, 3 * h * h * h * h);
    }
  }

  @ParameterizedTest
  @MethodSource("problems")
  void startsKeepTheBounds(Problem problem) {
    double[] x = problem.start();
    double[] lower = problem.lower();
    double[] upper = problem.upper();
    boolean within = true;
    for (int i = 0; i < x.length; i++) {
      within &= lower[i] <= x[i] && x[i] <= upper[i];
    }
    assertEquals(!List.of("HS2", "HS45").contains(problem.name()), within); // as published
    assertEquals(
        problems().indexOf(problem) >= LargeProblems.all(SIZE).size(), problem.isBounded());
  }

  @Test
  void minimaOfMembranesFallWithTheBoundsThatHold() {
    // Without bounds the membrane of force c is c times that of force 1, and its energy c² times:
    // bounds raise the minimum, so that it lies above, and above that of fewer bounds.
    double free = -0.5 * 25 * 0.0351442; // ½ c² ∫ u of Poisson's equation on the square
    double bounded = BoundedProblems.torsion(60, 5).minima().get(0).value();
    assertTrue(free < bounded, free + " " + bounded);
    assertTrue(BoundedProblems.torsion(61, 5).minima().isEmpty());
    assertTrue(BoundedProblems.torsion(60, 7).minima().isEmpty());
    assertFalse(BoundedProblems.obstacle(30).minima().isEmpty());
  }

  @Test
  void takesAHundredThousandUnknowns() {
    for (Problem problem : LargeProblems.all(100_000)) {
      TapeExpansion at = problem.objective().expandAt(problem.start());
      assertTrue(Double.isFinite(at.value()), problem.name());
      assertTrue(Double.isFinite(at.hessian().times(at.gradient())[1]), problem.name());
    }
  }

  @Test
  void wrongSizesAreRefused() {
    assertEquals(
        "The number of unknowns is 6, but must be a positive multiple of 4.",
        assertThrows(IllegalArgumentException.class, () -> LargeProblems.extendedPowellSingular(6))
            .getMessage());
    assertEquals(
        "DIXMAAN has the letters A to L and a multiple of 3 unknowns, not M and 9.",
        assertThrows(IllegalArgumentException.class, () -> LargeProblems.dixmaan('M', 9))
            .getMessage());
  }

  private static Optional<Problem> named(String name) {
    return problems().stream().filter(p -> p.name().equals(name)).findFirst();
  }

  private static void assertSum(double expected, double[] c, double[] x) {
    double sum = 0;
    double size = 0;
    for (int i = 0; i < x.length; i++) {
      sum += c[i] * x[i];
      size += Math.abs(c[i] * x[i]);
    }
    assertEquals(expected, sum, TOLERANCE * size);
  }

  /** By numbers from 1. */
  private static double[] filled(int n, IntToDoubleFunction each) {
    double[] x = new double[n];
    Arrays.setAll(x, i -> each.applyAsDouble(i + 1));
    return x;
  }
}
