package org.roperator.optimize.smooth;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.roperator.contract.Samples;
import org.roperator.function.Expansion;
import org.roperator.function.Objective;
import org.roperator.operator.SymmetricOperator;
import org.roperator.optimize.Ending;
import org.roperator.optimize.Iteration;
import org.roperator.optimize.OptimizationListener.Signal;
import org.roperator.optimize.OptimizationOutcome;
import org.roperator.optimize.OptimizationResult;
import org.roperator.optimize.Optimizer;
import org.roperator.problems.LargeProblems;
import org.roperator.problems.MoreGarbowHillstrom;
import org.roperator.problems.Problem;
import org.roperator.solve.CgResult;
import org.roperator.solve.ConjugateGradient;
import org.roperator.solve.StoppingRule;

/** Steps from values and gradients. */
class LimitedMemoryBfgsTest {

  private static final LimitedMemoryBfgs STANDARD = LimitedMemoryBfgs.standard();

  /** A function with its gradient, and no Hessian. */
  private record Gradients(
      int dimension, ToDoubleFunction<double[]> f, Function<double[], double[]> g)
      implements Objective {

    @Override
    public double value(double[] w) {
      return f.applyAsDouble(w);
    }

    @Override
    public Expansion expandAt(double[] w) {
      double[] at = w.clone();
      return new Expansion() {
        @Override
        public int dimension() {
          return at.length;
        }

        @Override
        public double value() {
          return f.applyAsDouble(at);
        }

        @Override
        public double[] gradient() {
          return g.apply(at);
        }

        @Override
        public SymmetricOperator hessian() {
          throw new UnsupportedOperationException("no Hessian");
        }
      };
    }
  }

  private static List<Iteration> history(Optimizer method, Objective f, double... start) {
    List<Iteration> history = new ArrayList<>();
    method.minimize(
        f,
        start,
        iteration -> {
          history.add(iteration);
          return Signal.CONTINUE;
        });
    return history;
  }

  private static double figure(Iteration iteration, String name) {
    return Objects.requireNonNull(iteration.figures().get(name), name);
  }

  /** A positive definite matrix of eigenvalues from 1 to about 100. */
  private static SymmetricOperator matrix(long seed, int n) {
    double[][] b = new double[n][];
    for (int i = 0; i < n; i++) {
      b[i] = Samples.gaussian(Samples.random(seed + i), n);
    }
    double[][] a = new double[n][n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        for (int k = 0; k < n; k++) {
          a[i][j] += b[i][k] * b[j][k];
        }
      }
      a[i][i] += 1;
    }
    return SymmetricOperator.symmetric(a);
  }

  /** Nocedal and Wright, theorem 6.4: with exact searches BFGS walks the way of CG. */
  @Property(tries = 50)
  void onQuadraticsWithExactSearchesItWalksTheWayOfConjugateGradients(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 8) int n) {
    SymmetricOperator a = matrix(seed, n);
    double[] b = Samples.gaussian(Samples.random(~seed), n);
    StrongWolfe exact =
        StrongWolfe.standard().withSufficientDecrease(1e-9).withFlattening(1e-8).atMostTries(60);
    List<Iteration> history =
        history(
            STANDARD.withLineSearch(exact).withMemory(n).withEnding(Ending.standard()),
            Objective.quadratic(a, b),
            new double[n]);
    CgResult cg = ConjugateGradient.until(StoppingRule.iterations(n)).solve(a, b);
    double[] model = cg.modelHistory();
    double fall = Math.abs(model[model.length - 1]);
    for (int i = 0; i < Math.min(history.size(), model.length - 1); i++) {
      // Slopes fall to 1e-8 of themselves, conditions are below some thousand.
      assertEquals(model[i + 1], history.get(i).value(), 1e-9 * fall, "after step " + (i + 1));
    }
    double[] end = history.get(history.size() - 1).parameters();
    assertEquals(0, Samples.relativeDistance(cg.solution(), end), 1e-5);
    assertTrue(history.size() <= n + 1, "steps " + history.size());
  }

  @Test
  void findsRosenbrocksMinimumFromValuesAndGradientsAlone() {
    Gradients f =
        new Gradients(
            2,
            w -> Math.pow(1 - w[0], 2) + 100 * Math.pow(w[1] - w[0] * w[0], 2),
            w -> {
              double r = w[1] - w[0] * w[0];
              return new double[] {-2 * (1 - w[0]) - 400 * w[0] * r, 200 * r};
            });
    OptimizationResult result =
        STANDARD
            .withEnding(Ending.standard().untilGradient(1e-9).untilRelativeGradient(0))
            .minimize(f, new double[] {-1.2, 1});
    assertEquals(OptimizationOutcome.CONVERGED, result.outcome(), result::toString);
    assertArrayEquals(new double[] {1, 1}, result.parameters(), 1e-6);
    assertEquals(0, result.products());
    assertEquals(1, result.evaluations());
    // SciPy 1.17's L-BFGS-B asks 46 times from here to a gradient of 1e-9: a tenth more at most.
    assertTrue(result.expansions() <= 50, result::toString);
    assertTrue(result.reason().contains("no Hessian"), result::reason);
  }

  @Test
  void findsTheMinimumThatOthersFind() {
    // eˣ + e⁻²ˣ⁺ʸ + (y − x²)² + ¼y⁴; SciPy 1.17 and the equations of the gradient in 30 digits.
    Gradients f =
        new Gradients(
            2,
            w ->
                Math.exp(w[0])
                    + Math.exp(w[1] - 2 * w[0])
                    + Math.pow(w[1] - w[0] * w[0], 2)
                    + Math.pow(w[1], 4) / 4,
            w -> {
              double e = Math.exp(w[1] - 2 * w[0]);
              double r = w[1] - w[0] * w[0];
              return new double[] {
                Math.exp(w[0]) - 2 * e - 4 * w[0] * r, e + 2 * r + Math.pow(w[1], 3)
              };
            });
    Optimizer tight = STANDARD.withEnding(STANDARD.ending().untilRelativeGradient(1e-12));
    OptimizationResult result = tight.minimize(f, new double[] {2, -3});
    assertEquals(OptimizationOutcome.CONVERGED, result.outcome(), result::toString);
    assertArrayEquals(
        new double[] {0.10173806171693156, -0.28489859983549226}, result.parameters(), 1e-10);
    assertEquals(1.8095354734616225, result.value(), 1e-14);
  }

  @Test
  void figuresTellWhatAStepCost() {
    Objective f = MoreGarbowHillstrom.rosenbrock().objective();
    List<Iteration> history = history(STANDARD.withMemory(3), f, -1.2, 1);
    double evaluations = 0;
    double[] before = {-1.2, 1};
    double sum = 0;
    for (Iteration iteration : history) {
      assertEquals(
          Set.of(
              "gradient_norm", "step_rate", "step_norm", "evaluations", "pairs", "skipped_pairs"),
          iteration.figures().keySet());
      double[] g = f.expandAt(before).gradient();
      assertEquals(Math.hypot(g[0], g[1]), figure(iteration, "gradient_norm"), 1e-12);
      double[] w = iteration.parameters();
      double length = Math.hypot(w[0] - before[0], w[1] - before[1]);
      assertEquals(length, figure(iteration, "step_norm"), 1e-12 * length + 1e-15);
      assertEquals(Math.min(3, iteration.number() - 1), figure(iteration, "pairs"));
      assertEquals(0, figure(iteration, "skipped_pairs"));
      sum += figure(iteration, "step_rate");
      evaluations += figure(iteration, "evaluations");
      before = w;
    }
    OptimizationResult result = STANDARD.withMemory(3).minimize(f, new double[] {-1.2, 1});
    // And the gradient at the start, and the Hessian at the end.
    assertEquals((long) evaluations + 2, result.expansions());
    // Most rates are 1.
    assertEquals(1, sum / history.size(), 0.3);
  }

  @Test
  void theFirstStepIsATenthOfTheParameters() {
    // The slope of ½‖w‖² falls by a tenth over it.
    LimitedMemoryBfgs loose = STANDARD.withLineSearch(StrongWolfe.standard().withFlattening(0.99));
    Objective bowl = Objective.quadratic(SymmetricOperator.identity(2), new double[2]);
    Iteration first = history(loose, bowl, 3, -4).get(0);
    assertArrayEquals(new double[] {2.7, -3.6}, first.parameters(), 1e-15);
    assertEquals(1, figure(first, "step_rate"));
    assertEquals(0.5, figure(first, "step_norm"), 1e-15);
    // From w = 0: a tenth of 2|E|/‖g‖ where there is a value, here 2·2/1, and 1 where there is
    // none.
    Objective far = lifted(2, 10);
    assertEquals(0.4, figure(history(loose, far, 0).get(0), "step_norm"), 1e-15);
    assertEquals(1, figure(history(loose, lifted(0, 10), 0).get(0), "step_norm"), 1e-15);
  }

  /** {@code lift + ½(x − r)²/r}, whose slope at 0 is −1. */
  private static Objective lifted(double lift, double r) {
    double at = lift - r / 2;
    return new Gradients(
        1, w -> at + (w[0] - r) * (w[0] - r) / 2 / r, w -> new double[] {(w[0] - r) / r});
  }

  /** √ of values that fall to slopes of negative curvature: pairs of such steps are left out. */
  @Test
  void pairsOfNegativeCurvatureAreSkipped() {
    // −cos x is concave beyond π/2: the first short step from 3 sees slopes grow.
    Gradients f = new Gradients(1, w -> -Math.cos(w[0]), w -> new double[] {Math.sin(w[0])});
    StrongWolfe loose = StrongWolfe.standard().withFlattening(1 - 1e-9);
    List<Iteration> history = history(STANDARD.withLineSearch(loose), f, 3);
    double[] end = history.get(history.size() - 1).parameters();
    assertEquals(0, Math.abs(Math.sin(end[0])), 1e-8);
    assertEquals(1, Math.cos(end[0]), 1e-15);
    // A line whose slope never changes has no curvature at all.
    Gradients line = new Gradients(1, w -> -w[0], w -> new double[] {-1});
    List<Iteration> fall = history(STANDARD, line, 1);
    assertEquals(fall.size() - 1.0, figure(fall.get(fall.size() - 1), "skipped_pairs"));
    assertEquals(0, figure(fall.get(fall.size() - 1), "pairs"));
  }

  @Test
  void moreMemoryIsAnotherWay() {
    Objective f = LargeProblems.chainedRosenbrock(100).objective();
    double[] start = LargeProblems.chainedRosenbrock(100).start();
    OptimizationResult little = STANDARD.withMemory(2).minimize(f, start);
    OptimizationResult much = STANDARD.withMemory(30).minimize(f, start);
    assertEquals(OptimizationOutcome.CONVERGED, little.outcome(), little::toString);
    assertEquals(OptimizationOutcome.CONVERGED, much.outcome(), much::toString);
    assertNotEquals(little.expansions(), much.expansions());
    OptimizationResult again = STANDARD.withMemory(30).minimize(f, start);
    assertArrayEquals(much.parameters(), again.parameters());
  }

  @Test
  void theBordersOfADomainAreMetAsLongSteps() {
    IllegalStateException outside = new IllegalStateException("outside");
    Gradients barrier =
        new Gradients(
            2,
            w -> {
              if (w[0] <= 0) {
                throw outside;
              }
              return 5 * w[0] - Math.log(w[0]) + w[1] * w[1];
            },
            w -> new double[] {5 - 1 / w[0], 2 * w[1]});
    OptimizationResult result = STANDARD.minimize(barrier, new double[] {300, 100});
    assertEquals(OptimizationOutcome.CONVERGED, result.outcome(), result::toString);
    assertArrayEquals(new double[] {0.2, 0}, result.parameters(), 1e-6);
  }

  /** A gradient that points the wrong way: no step lowers the value, and the run says so. */
  @Test
  void aWrongGradientStalls() {
    Gradients wrong =
        new Gradients(2, w -> w[0] * w[0] + w[1] * w[1], w -> new double[] {-2 * w[0], -2 * w[1]});
    OptimizationResult result = STANDARD.minimize(wrong, new double[] {3, 4});
    assertEquals(OptimizationOutcome.STALLED, result.outcome(), result::toString);
    assertTrue(
        result.reason().startsWith("3 steps in a row were rejected, the last down to a length of"),
        result::reason);
    assertArrayEquals(new double[] {3, 4}, result.parameters());
    List<Iteration> history = history(STANDARD, wrong, 3, 4);
    assertEquals(3, history.size());
    assertEquals(0, figure(history.get(0), "step_rate"));
    assertEquals(0, figure(history.get(0), "step_norm"));
    assertEquals(20, figure(history.get(0), "evaluations"));
  }

  /** Gradients that turn wrong on the way: the pairs are forgotten, then −g is searched. */
  @Test
  void whereThePairsLeadNowhereTheGradientDoes() {
    // A kink: |x| + ½y² has directions of pairs that lead up, but −g leads down until the kink.
    Gradients kink =
        new Gradients(
            2,
            w -> 10 * Math.abs(w[0]) + w[1] * w[1] / 2,
            w -> new double[] {10 * Math.signum(w[0]), w[1]});
    List<Iteration> history = history(STANDARD, kink, 1, 30);
    assertTrue(
        history.stream().skip(1).anyMatch(i -> figure(i, "pairs") == 0), "" + history.size());
    for (int i = 1; i < history.size(); i++) {
      assertTrue(history.get(i).value() <= history.get(i - 1).value());
    }
  }

  @Test
  void theListenerStopsARun() {
    OptimizationResult result =
        STANDARD.minimize(
            MoreGarbowHillstrom.rosenbrock().objective(),
            new double[] {-1.2, 1},
            iteration -> iteration.number() == 4 ? Signal.STOP : Signal.CONTINUE);
    assertEquals(OptimizationOutcome.STOPPED_BY_LISTENER, result.outcome());
    assertEquals(4, result.iterations());
    assertEquals("l-bfgs", STANDARD.name());
    assertSame(STANDARD, LimitedMemoryBfgs.standard());
  }

  @Test
  void tenThousandUnknownsTakeNoLonger() {
    for (Problem p :
        List.of(
            LargeProblems.extendedRosenbrock(10_000),
            LargeProblems.dixmaan('A', 9_999),
            LargeProblems.extendedPowellSingular(100_000))) {
      OptimizationResult result = STANDARD.minimize(p.objective(), p.start());
      assertEquals(OptimizationOutcome.CONVERGED, result.outcome(), p.name());
      // A gradient of 1e-8 of its size leaves less than 1e-7 of values that sum over n.
      assertTrue(p.isSolvedBy(result.value(), 1e-7), () -> p.name() + " " + result);
      assertTrue(result.expansions() < 100, () -> p.name() + " " + result.expansions());
    }
  }

  /** After a step was rejected the next search begins 2¹⁰ below the shortest length tried. */
  @Test
  void searchesAfterARejectedStepAreShorter() {
    List<Double> asked = new ArrayList<>();
    Gradients wrong =
        new Gradients(
            1,
            w -> {
              asked.add(w[0]);
              return Math.abs(w[0]);
            },
            w -> new double[] {-1});
    OptimizationResult result = STANDARD.minimize(wrong, new double[] {0});
    assertEquals(OptimizationOutcome.STALLED, result.outcome(), result::toString);
    // The value at 0, and 20 tries in each of three searches.
    assertEquals(61, asked.size());
    assertEquals(1, asked.get(1));
    for (int search = 1; search < 3; search++) {
      double shortest =
          asked.subList(20 * search - 19, 20 * search + 1).stream().reduce(Math::min).orElseThrow();
      assertEquals(shortest * 0x1p-10, asked.get(20 * search + 1), 1e-12 * shortest);
    }
  }

  /** −‖w‖² falls to where the slopes of steps are no doubles: those are shortened. */
  @Test
  void fallsToTheLastDoublesAreNamed() {
    Gradients fall =
        new Gradients(2, w -> -w[0] * w[0] - w[1] * w[1], w -> new double[] {-2 * w[0], -2 * w[1]});
    OptimizationResult result = STANDARD.minimize(fall, new double[] {1, 2});
    assertEquals(OptimizationOutcome.UNBOUNDED, result.outcome(), result::toString);
    Gradients steep = new Gradients(1, w -> -1e200 * w[0], w -> new double[] {-1e200});
    OptimizationResult far = STANDARD.minimize(steep, new double[] {1e120});
    assertEquals(OptimizationOutcome.UNBOUNDED, far.outcome(), far::toString);
  }
}
