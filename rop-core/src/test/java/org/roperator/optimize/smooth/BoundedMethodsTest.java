package org.roperator.optimize.smooth;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.roperator.autodiff.TapeObjective;
import org.roperator.function.Expansion;
import org.roperator.function.Objective;
import org.roperator.operator.SymmetricOperator;
import org.roperator.optimize.Ending;
import org.roperator.optimize.Iteration;
import org.roperator.optimize.OptimizationListener.Signal;
import org.roperator.optimize.OptimizationOutcome;
import org.roperator.optimize.OptimizationResult;
import org.roperator.optimize.Optimizer;
import org.roperator.optimize.smooth.BoundedProblems.Problem;

/** Both methods within bounds, on problems whose minima are known. */
class BoundedMethodsTest {

  private static List<Optimizer> methods(Bounds bounds) {
    return methods(bounds, Ending.standard().atMostIterations(1000));
  }

  private static List<Optimizer> methods(Bounds bounds, Ending ending) {
    return List.of(
        ProjectedTrustRegionNewton.within(bounds).withEnding(ending),
        BoundedLimitedMemoryBfgs.within(bounds).withEnding(ending));
  }

  private static OptimizationResult run(
      Optimizer method, Objective f, Bounds bounds, double... start) {
    Watched watched = new Watched(f, bounds);
    OptimizationResult result = method.minimize(watched, start);
    watched.assertFeasibleAndCounted(result);
    return result;
  }

  /**
   * For each problem expansions, and products with the Hessian, of Newton's method; expansions of
   * L-BFGS-B, and of SciPy's to as small a gradient (rop-bench/peers/bounds.py). Numbers within a
   * quarter are no news: rounding decides the ways through valleys. HS38 has a saddle at 7.877 that
   * some ways lead past.
   */
  private static final Map<String, List<Integer>> COUNTS =
      Map.ofEntries(
          Map.entry("HS1", List.of(29, 45, 45, 47)),
          Map.entry("HS2", List.of(15, 24, 31, 23)),
          Map.entry("HS3", List.of(3, 3, 4, 4)),
          Map.entry("HS4", List.of(2, 2, 2, 2)),
          Map.entry("HS5", List.of(9, 13, 8, 9)),
          Map.entry("HS38", List.of(55, 179, 120, 31)),
          Map.entry("HS45", List.of(2, 2, 3, 10)),
          Map.entry("HS110", List.of(8, 6, 10, 13)));

  static Stream<Arguments> hockSchittkowski() {
    return BoundedProblems.hockSchittkowski().stream()
        .flatMap(p -> methods(p.bounds()).stream().map(m -> Arguments.of(p, m.name(), m)));
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("hockSchittkowski")
  void findsTheMinimaOfHockAndSchittkowski(Problem problem, String name, Optimizer method) {
    OptimizationResult result = run(method, problem.f(), problem.bounds(), problem.from());
    assertEquals(OptimizationOutcome.CONVERGED, result.outcome(), result::toString);
    // A gradient of 1e-8 of the largest met, up to 2e4, over the smallest eigenvalues, 0.4 and, of
    // HS38, 0.7: up to 5e-4 off, and its square times 0.4 in the value.
    assertEquals(problem.minimum(), result.value(), 1e-7, result::toString);
    assertArrayEquals(problem.at(), result.parameters(), 5e-4, result::toString);
    for (int i = 0; i < problem.at().length; i++) {
      double at = problem.at()[i];
      if (at == problem.bounds().lower(i) || at == problem.bounds().upper(i)) {
        assertEquals(at, result.parameters()[i], "a bound is held to the last bit");
      }
    }
    List<Integer> counts = COUNTS.getOrDefault(problem.name(), List.of());
    boolean newton = method instanceof ProjectedTrustRegionNewton;
    assertEquals(1, result.evaluations());
    assertTrue(result.expansions() <= 2 + 1.25 * counts.get(newton ? 0 : 2), result::toString);
    assertTrue(result.products() <= (newton ? 2 + 1.25 * counts.get(1) : 1), result::toString);
  }

  /** A bar under torsion and a membrane over an obstacle, 10,000 unknowns each. */
  @ParameterizedTest
  @CsvSource({
    // load, value by SciPy's L-BFGS-B, expansions and products of Newton, expansions of L-BFGS-B
    "5, -0.418391026664262, 17, 500, 390",
    "10, -1.20441485937049, 15, 260, 200",
    "20, -2.85068985179271, 13, 160, 95",
    "0, 1.20073315371317, 18, 640, 350"
  })
  void solvesLargeProblemsWithManyBounds(
      double load, double value, int expansions, int products, int quasiNewtonExpansions) {
    int m = 100;
    Objective f = BoundedProblems.membrane(m, load == 0 ? 1 : load);
    Bounds bounds = load == 0 ? BoundedProblems.obstacle(m) : BoundedProblems.torsion(m);
    List<double[]> found = new ArrayList<>();
    for (Optimizer method : methods(bounds)) {
      OptimizationResult result = run(method, f, bounds, bounds.project(new double[m * m]));
      assertEquals(OptimizationOutcome.CONVERGED, result.outcome(), result::toString);
      // SciPy's gradient is as small as ours; what that leaves of the value is its square over the
      // smallest eigenvalue, 2e-3: 1e-13, and rounding.
      assertEquals(value, result.value(), 1e-12);
      boolean newton = method instanceof ProjectedTrustRegionNewton;
      assertTrue(
          result.expansions() <= 1.1 * (newton ? expansions : quasiNewtonExpansions),
          result::toString);
      assertTrue(result.products() <= (newton ? 1.1 * products : 1), result::toString);
      found.add(result.parameters());
    }
    // A gradient of 1e-8 of some 0.2 over the smallest eigenvalue.
    assertArrayEquals(found.get(0), found.get(1), 2e-6);
  }

  /** ½‖x − a‖² within a box: the nearest point of the box, whatever the start. */
  @Test
  void findsTheNearestPointOfABox() {
    Bounds box = Bounds.of(new double[] {-1, -1, 0, 3, -9}, new double[] {1, 1, 0, 4, 9});
    double[] a = {5, -0.25, 7, 3.5, -10};
    Objective f = Objective.quadratic(SymmetricOperator.identity(5), a);
    for (Optimizer method : methods(box)) {
      OptimizationResult result = run(method, f, box, 0, 1, 0, 3, 9);
      assertEquals(OptimizationOutcome.CONVERGED, result.outcome());
      // −0.25 and 3.5 take one Newton step, whose length is rounded; the others are bounds.
      assertArrayEquals(new double[] {1, -0.25, 0, 3.5, -9}, result.parameters(), 1e-15);
      assertEquals(1, result.parameters()[0]);
      assertEquals(0, result.parameters()[2]);
      assertEquals(-9, result.parameters()[4]);
      double[] g = f.expandAt(result.parameters()).gradient();
      BoundMultipliers multipliers = box.multipliers(result.parameters(), g);
      assertArrayEquals(new double[] {4, 0, 7, 0, 0}, multipliers.upper(), 1e-15);
      assertArrayEquals(new double[] {0, 0, 0, 0, 1}, multipliers.lower(), 1e-15);
      assertEquals(3, multipliers.activeCount());
    }
  }

  /** Where no bound matters, or none is there, the minimum is that of the function. */
  @Test
  void boundsFarAwayChangeNothing() {
    Problem hs1 = BoundedProblems.hockSchittkowski().get(0);
    double[] none = BoundedProblems.filled(2, Double.POSITIVE_INFINITY);
    double[] far = BoundedProblems.filled(2, 1e6);
    Bounds wide = Bounds.of(new double[] {-1e6, -1e6}, far);
    Bounds open = Bounds.atMost(none);
    List<Optimizer> inside = methods(wide);
    List<Optimizer> without = methods(open);
    for (int i = 0; i < inside.size(); i++) {
      OptimizationResult one = run(inside.get(i), hs1.f(), wide, -1.2, 1);
      OptimizationResult other = run(without.get(i), hs1.f(), open, -1.2, 1);
      assertArrayEquals(one.parameters(), other.parameters());
      assertEquals(one.iterations(), other.iterations());
    }
  }

  @Test
  void aBoxOfOnePointIsItsOwnMinimum() {
    Bounds point = Bounds.of(new double[] {1, 2}, new double[] {1, 2});
    for (Optimizer method : methods(point)) {
      OptimizationResult result =
          run(method, BoundedProblems.hockSchittkowski().get(0).f(), point, 1, 2);
      assertEquals(OptimizationOutcome.CONVERGED, result.outcome());
      assertEquals(0, result.iterations());
      assertEquals(0, result.products());
      assertEquals("After 0 iterations the norm of the projected gradient is 0.", result.reason());
    }
  }

  /** x·ln x − x has its minimum −1 at 1, slope −∞ at the bound 0, and is NaN below. */
  @Test
  void aDomainThatEndsAtABoundIsKept() {
    Objective f =
        TapeObjective.of(
            2,
            x ->
                x[0].multiply(x[0].log())
                    .subtract(x[0])
                    .add(x[1].subtract(x[1].log()).multiply(10)));
    Bounds box = Bounds.nonNegative(2);
    for (Optimizer method : methods(box)) {
      OptimizationResult result = run(method, f, box, 1e-3, 30);
      assertEquals(OptimizationOutcome.CONVERGED, result.outcome(), result::toString);
      // A gradient of 1e-8 of the first, 11; second derivatives are 1 and 10.
      assertArrayEquals(new double[] {1, 1}, result.parameters(), 2e-7);
    }
  }

  /** −ln x + 4x falls towards 1/4 from both sides; −10 ln(1 − x) is +∞ at its bound. */
  @Test
  void infinityAtABoundIsARejectedStep() {
    Objective f =
        TapeObjective.of(1, x -> x[0].multiply(-100).subtract(x[0].subtractFrom(1).log()));
    Bounds box = Bounds.of(new double[] {0}, new double[] {1});
    for (Optimizer method : methods(box)) {
      OptimizationResult result = run(method, f, box, 0);
      assertEquals(OptimizationOutcome.CONVERGED, result.outcome(), result::toString);
      // 1/(1 − x) = 100; the gradient is 1e-8 of 100 or more, the second derivative 1e4.
      assertEquals(0.99, result.parameters()[0], 1e-9);
      assertTrue(result.expansions() > result.iterations() || result.iterations() > 1);
    }
  }

  @Test
  void aLinearFunctionEndsInACorner() {
    Objective f = Objective.quadratic(SymmetricOperator.zero(3), new double[] {1, -2, 0});
    Bounds box = Bounds.of(new double[] {-1, -1, -1}, new double[] {1e3, 1, 1});
    for (Optimizer method : methods(box)) {
      OptimizationResult result = run(method, f, box, 0, 0, 0.5);
      assertEquals(OptimizationOutcome.CONVERGED, result.outcome(), result::toString);
      assertArrayEquals(new double[] {1e3, -1, 0.5}, result.parameters());
      assertEquals(-1002, result.value());
    }
  }

  @Test
  void withoutABoundAheadThereIsNoMinimum() {
    Objective f = Objective.quadratic(SymmetricOperator.zero(2), new double[] {1, -1});
    Bounds box = Bounds.nonNegative(2);
    for (Optimizer method : methods(box, Ending.standard())) {
      OptimizationResult result = run(method, f, box, 0, 1);
      assertEquals(OptimizationOutcome.UNBOUNDED, result.outcome(), result::toString);
      assertEquals(0, result.parameters()[1]);
    }
  }

  /** −∞ beyond 3 is met and told. */
  @Test
  void anAbyssInsideTheBoxIsUnbounded() {
    Bounds box = Bounds.nonNegative(1);
    Objective f = curve(x -> x < 3 ? -x : Double.NEGATIVE_INFINITY, x -> -1, x -> 0);
    for (Optimizer method : methods(box)) {
      OptimizationResult result = run(method, f, box, 1);
      assertEquals(OptimizationOutcome.UNBOUNDED, result.outcome(), result::toString);
      assertEquals(Double.NEGATIVE_INFINITY, result.value());
    }
  }

  /** −½x² on [−1, 2]: concave, so that both ends are minima; downhill from 0.1 lies 2. */
  @Test
  void negativeCurvatureLeadsToABound() {
    Bounds box = Bounds.of(new double[] {-1}, new double[] {2});
    for (Optimizer method : methods(box)) {
      OptimizationResult result = run(method, curve(x -> -x * x / 2, x -> -x, x -> -1), box, 0.1);
      assertEquals(OptimizationOutcome.CONVERGED, result.outcome());
      assertEquals(2, result.parameters()[0]);
      assertEquals(-2, result.value());
    }
  }

  private static Objective curve(
      DoubleUnaryOperator f, DoubleUnaryOperator g, DoubleUnaryOperator h) {
    return new Objective() {
      @Override
      public int dimension() {
        return 1;
      }

      @Override
      public double value(double[] w) {
        return f.applyAsDouble(w[0]);
      }

      @Override
      public Expansion expandAt(double[] w) {
        double second = h.applyAsDouble(w[0]);
        return Expansion.of(
            value(w),
            new double[] {g.applyAsDouble(w[0])},
            SymmetricOperator.of(1, (v, out) -> out[0] = second * v[0]));
      }
    };
  }

  @Test
  void theStartMustLieInside() {
    Bounds box = Bounds.of(new double[] {0, 0}, new double[] {1, 1});
    Objective f = BoundedProblems.hockSchittkowski().get(0).f();
    for (Optimizer method : methods(box)) {
      assertMessage(
          "The start has the entry -1.0 at index 1, but its lower bound is 0.0; Bounds.project"
              + " gives the nearest start inside.",
          () -> method.minimize(f, new double[] {1, -1}));
      assertMessage(
          "The start has the entry 1.5 at index 0, but its upper bound is 1.0; Bounds.project"
              + " gives the nearest start inside.",
          () -> method.minimize(f, new double[] {1.5, 0}));
      assertMessage(
          "The start has length 1, but the objective has 2.",
          () -> method.minimize(f, new double[] {1}));
      assertMessage(
          "The start has the entry NaN at index 0, but entries must be finite.",
          () -> method.minimize(f, new double[] {Double.NaN, 0}));
    }
    for (Optimizer method : methods(Bounds.nonNegative(3))) {
      assertMessage(
          "There are bounds of 3 parameters, but the objective has 2; give each of its parameters"
              + " bounds, infinite where there are none.",
          () -> method.minimize(f, new double[2]));
    }
  }

  private static void assertMessage(String message, Executable mistake) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, mistake).getMessage());
  }

  @Test
  void constantsAreChangedOneByOne() {
    Bounds box = Bounds.nonNegative(2);
    Ending ending = Ending.precise().atMostIterations(1000);
    ProjectedTrustRegionNewton newton = ProjectedTrustRegionNewton.within(box);
    assertEquals(
        new ProjectedTrustRegionNewton(box, TrustRadius.standard(), 0.1, 0.5, ending), newton);
    Bounds other = Bounds.nonNegative(2);
    assertSame(other, newton.withBounds(other).bounds());
    assertEquals(newton, newton.withBounds(other).withBounds(box));
    TrustRadius wide = TrustRadius.standard().withInitial(3);
    assertEquals(
        new ProjectedTrustRegionNewton(box, wide, 0.1, 0.5, ending), newton.withRadius(wide));
    assertEquals(
        new ProjectedTrustRegionNewton(box, TrustRadius.standard(), 0.2, 0.5, ending),
        newton.withForcing(0.2));
    assertEquals(
        new ProjectedTrustRegionNewton(box, TrustRadius.standard(), 0.1, 1, ending),
        newton.withForcingPower(1));
    assertEquals(
        new ProjectedTrustRegionNewton(box, TrustRadius.standard(), 0.1, 0.5, Ending.standard()),
        newton.withEnding(Ending.standard()));
    assertMessage(
        "The forcing term is 1.0, but must lie from 1.0E-15 to 0.99.", () -> newton.withForcing(1));
    assertMessage(
        "The power of the forcing term is 2.0, but must lie from 0.0 to 1.0.",
        () -> newton.withForcingPower(2));
    BoundedLimitedMemoryBfgs bfgs = BoundedLimitedMemoryBfgs.within(box);
    assertEquals(new BoundedLimitedMemoryBfgs(box, 10, ending), bfgs);
    assertSame(other, bfgs.withBounds(other).bounds());
    assertEquals(new BoundedLimitedMemoryBfgs(box, 3, ending), bfgs.withMemory(3));
    assertEquals(
        new BoundedLimitedMemoryBfgs(box, 10, Ending.standard()),
        bfgs.withEnding(Ending.standard()));
    assertMessage("The memory is 0, but must be at least 1.", () -> bfgs.withMemory(0));
    assertEquals("projected-trust-region-newton", newton.name());
    assertEquals("bounded-limited-memory-bfgs", bfgs.name());
  }

  @Test
  void listenersHearTheFiguresAndStopTheRun() {
    Problem hs2 = BoundedProblems.hockSchittkowski().get(1);
    List<Set<String>> names =
        List.of(
            Set.of(
                "gradient_norm", "radius", "step_norm", "inner_products", "faces", "active", "rho"),
            Set.of("gradient_norm", "step_norm", "rate", "tries", "pairs", "active"));
    for (int i = 0; i < 2; i++) {
      List<Iteration> seen = new ArrayList<>();
      OptimizationResult result =
          methods(hs2.bounds())
              .get(i)
              .minimize(
                  hs2.f(),
                  hs2.from(),
                  iteration -> {
                    seen.add(iteration);
                    return iteration.number() == 5 ? Signal.STOP : Signal.CONTINUE;
                  });
      assertEquals(OptimizationOutcome.STOPPED_BY_LISTENER, result.outcome());
      assertEquals(5, result.iterations());
      double[] before = hs2.from();
      double value = hs2.f().value(before);
      double products = 0;
      for (Iteration iteration : seen) {
        Map<String, Double> figures = iteration.figures();
        assertEquals(names.get(i), figures.keySet());
        double[] left = hs2.bounds().projectedGradient(before, hs2.f().expandAt(before).gradient());
        // The norm of two numbers, by another order of operations.
        double norm = Math.hypot(left[0], left[1]);
        assertEquals(norm, figures.getOrDefault("gradient_norm", Double.NaN), 1e-14 * norm);
        double[] now = iteration.parameters();
        assertTrue(iteration.value() <= value);
        if (iteration.value() < value) {
          double step = Math.hypot(now[0] - before[0], now[1] - before[1]);
          assertEquals(step, figures.getOrDefault("step_norm", Double.NaN), 1e-12 * step);
          assertEquals(now[1] == 1.5 ? 1 : 0, figures.get("active"));
        }
        products += figures.getOrDefault("inner_products", 0.0);
        before = now;
        value = iteration.value();
      }
      assertEquals(i == 0 ? (double) result.products() : 0, products);
    }
  }

  @Test
  void methodsWithoutBoundsAreReachedByWayOfTheOneDoor() {
    Problem hs5 = BoundedProblems.hockSchittkowski().get(4);
    for (Optimizer method : methods(hs5.bounds(), Ending.standard().atMostIterations(2))) {
      OptimizationResult result = run(method, hs5.f(), hs5.bounds(), hs5.from());
      assertEquals(OptimizationOutcome.ITERATION_LIMIT, result.outcome());
      assertEquals(2, result.iterations());
    }
    for (Optimizer method : methods(hs5.bounds(), Ending.standard().untilGradient(0.5))) {
      OptimizationResult result = run(method, hs5.f(), hs5.bounds(), hs5.from());
      assertEquals(OptimizationOutcome.CONVERGED, result.outcome());
      double[] x = result.parameters();
      double left = hs5.bounds().multipliers(x, hs5.f().expandAt(x).gradient()).remainderNorm();
      assertTrue(left <= 0.5 && left > 1e-3, "left " + left);
    }
  }

  @Test
  void theSameRunTwiceIsTheSameToTheLastBit() {
    Problem hs38 = BoundedProblems.hockSchittkowski().get(5);
    for (Optimizer method : methods(hs38.bounds())) {
      OptimizationResult one = method.minimize(hs38.f(), hs38.from());
      OptimizationResult other = method.minimize(hs38.f(), hs38.from());
      assertArrayEquals(one.parameters(), other.parameters());
      assertEquals(one.toString(), other.toString());
    }
  }

  /** An interrupt in the midst of a run ends it with a point of the box; the state stays set. */
  @Test
  void interruptsEndARun() {
    Objective f = BoundedProblems.membrane(20, 5);
    Bounds box = BoundedProblems.torsion(20);
    for (Optimizer method : methods(box)) {
      for (int after : new int[] {1, 3, 8}) {
        int[] asked = {0};
        Objective stopping =
            new Objective() {
              @Override
              public int dimension() {
                return f.dimension();
              }

              @Override
              public double value(double[] w) {
                return f.value(w);
              }

              @Override
              public Expansion expandAt(double[] w) {
                Expansion at = f.expandAt(w);
                stopAt();
                return Expansion.of(
                    at.value(),
                    at.gradient(),
                    SymmetricOperator.of(
                        f.dimension(),
                        (v, out) -> {
                          at.hessian().apply(v, out);
                          stopAt();
                        }));
              }

              private void stopAt() {
                if (++asked[0] == after) {
                  Thread.currentThread().interrupt();
                }
              }
            };
        OptimizationResult result;
        try {
          result = method.minimize(stopping, new double[400]);
        } finally {
          assertTrue(Thread.interrupted());
        }
        assertEquals(OptimizationOutcome.INTERRUPTED, result.outcome(), result::toString);
        assertTrue(box.contains(result.parameters()));
        assertTrue(asked[0] <= after + 1, "asked for " + asked[0]);
      }
    }
  }

  @Test
  void productsThatAreNotFiniteEndNewtonsMethodWithItsIterate() {
    Bounds box = Bounds.nonNegative(1);
    Objective f = curve(x -> x * x, x -> 2 * x, x -> Double.NaN);
    OptimizationResult result = run(methods(box).get(0), f, box, 3);
    assertEquals(OptimizationOutcome.NOT_FINITE, result.outcome());
    assertEquals("After 0 iterations a product with the Hessian is not finite.", result.reason());
    assertArrayEquals(new double[] {3}, result.parameters());
    // L-BFGS-B takes the length of the start instead.
    OptimizationResult other = run(methods(box).get(1), f, box, 3);
    assertEquals(OptimizationOutcome.CONVERGED, other.outcome());
    assertEquals(0, other.parameters()[0], 3e-8);
  }

  @Test
  void anObjectiveWithoutAHessianServesGradientsAlone() {
    Problem hs5 = BoundedProblems.hockSchittkowski().get(4);
    Objective f =
        new Objective() {
          @Override
          public int dimension() {
            return 2;
          }

          @Override
          public double value(double[] w) {
            return hs5.f().value(w);
          }

          @Override
          public Expansion expandAt(double[] w) {
            Expansion at = hs5.f().expandAt(w);
            return new Expansion() {
              @Override
              public int dimension() {
                return 2;
              }

              @Override
              public double value() {
                return at.value();
              }

              @Override
              public double[] gradient() {
                return at.gradient();
              }

              @Override
              public SymmetricOperator hessian() {
                throw new UnsupportedOperationException("no Hessian");
              }
            };
          }
        };
    OptimizationResult result =
        BoundedLimitedMemoryBfgs.within(hs5.bounds()).minimize(f, new double[] {0, 0});
    assertEquals(OptimizationOutcome.CONVERGED, result.outcome(), result::toString);
    assertEquals(hs5.minimum(), result.value(), 1e-12);
    assertEquals(0, result.products());
    assertThrows(
        UnsupportedOperationException.class,
        () -> ProjectedTrustRegionNewton.within(hs5.bounds()).minimize(f, new double[] {0, 0}));
  }

  /** A gradient that lies: the value rises wherever it says it falls. */
  @Test
  void aWrongGradientClimbsNoFurtherThanRounding() {
    Bounds box = Bounds.of(new double[] {-10}, new double[] {10});
    Objective f = curve(x -> x * x, x -> -2 * x, x -> 2);
    for (Optimizer method : methods(box)) {
      OptimizationResult result = run(method, f, box, 3);
      assertFalse(result.outcome().isSuccess(), result::toString);
      // As far as rounding, 2⁻³³ of the value, might hide.
      assertEquals(9, result.value(), 9 * 0x1p-32);
    }
    assertTrue(
        run(methods(box).get(0), f, box, 3)
            .reason()
            .startsWith("20 steps in a row were rejected while the radius fell to "));
  }

  /** A step −1 is promised to lower the value, but none does: values of a parabola upside down. */
  @Test
  void whereNoStepLowersTheValueARunStalls() {
    Bounds box = Bounds.of(new double[] {-10}, new double[] {10});
    Objective f = curve(x -> x == 3 ? 1 : 2, x -> 1, x -> 1);
    for (Optimizer method : methods(box)) {
      OptimizationResult result = run(method, f, box, 3);
      assertEquals(OptimizationOutcome.STALLED, result.outcome(), result::toString);
      assertArrayEquals(new double[] {3}, result.parameters());
    }
    assertEquals(
        "After 0 iterations no step along the projected gradient lowers the value.",
        run(methods(box).get(1), f, box, 3).reason());
  }

  /** What throws at a point that is tried counts as too far; where it is needed it ends the run. */
  @Test
  void whatThrowsWhereAStepIsTriedIsAWall() {
    Bounds box = Bounds.of(new double[] {-10}, new double[] {10});
    IllegalStateException wall = new IllegalStateException("beyond 4");
    Objective f =
        curve(
            x -> {
              if (x > 4) {
                throw wall;
              }
              return (x - 3.5) * (x - 3.5) * (x - 3.5) * (x - 3.5);
            },
            x -> 4 * Math.pow(x - 3.5, 3),
            x -> 12 * Math.pow(x - 3.5, 2));
    for (Optimizer method : methods(box)) {
      OptimizationResult result = run(method, f, box, -9);
      assertEquals(OptimizationOutcome.CONVERGED, result.outcome(), result::toString);
      // 1e-8 of a gradient of 8,000 is 4 times the third power of 0.03.
      assertEquals(3.5, result.parameters()[0], 0.03);
    }
    Objective broken =
        curve(
            x -> x,
            x -> {
              throw wall;
            },
            x -> 0);
    for (Optimizer method : methods(box)) {
      OptimizationResult result = method.minimize(broken, new double[] {3});
      assertEquals(OptimizationOutcome.FAILED, result.outcome());
      assertSame(wall, result.cause().orElseThrow());
    }
  }

  /** A large constant hides how the value falls; slopes show it, down to the gradient asked for. */
  @Test
  void roundingOfTheValueDoesNotStopARun() {
    Bounds box = Bounds.of(new double[] {-3, -3}, new double[] {3, 0.5});
    Objective f =
        TapeObjective.of(
            2,
            x ->
                x[0].subtract(1)
                    .square()
                    .add(x[0].multiply(x[1]).cos())
                    .add(x[1].subtract(2).square())
                    .add(1e7));
    for (Optimizer method : methods(box, Ending.standard().untilRelativeGradient(1e-11))) {
      OptimizationResult result = run(method, f, box, -3, 0);
      assertEquals(OptimizationOutcome.CONVERGED, result.outcome(), result::toString);
      assertEquals(0.5, result.parameters()[1]);
      double x = result.parameters()[0];
      // Values of 1e7 are 2e-9 apart, so that they tell x to 4e-5. Runs end at rounding, where this
      // gradient times the length of x is 2⁻⁵⁰ of the value.
      assertEquals(0, 2 * (x - 1) - 0.5 * Math.sin(0.5 * x), 1e-8);
    }
  }

  @Test
  void reasonsNameTheProjectedGradient() {
    Problem hs5 = BoundedProblems.hockSchittkowski().get(4);
    for (Optimizer method : methods(hs5.bounds())) {
      String reason = run(method, hs5.f(), hs5.bounds(), hs5.from()).reason();
      assertTrue(
          reason.contains("iterations the norm of the projected gradient is "),
          () -> String.format(Locale.ROOT, "%s: %s", method.name(), reason));
    }
  }
}
