package org.roperator.optimize.smooth;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.roperator.autodiff.TapeObjective;
import org.roperator.autodiff.Var;
import org.roperator.contract.Refusals;
import org.roperator.contract.Samples;
import org.roperator.function.Objective;
import org.roperator.internal.Vectors;
import org.roperator.operator.SymmetricOperator;
import org.roperator.optimize.Ending;
import org.roperator.optimize.Iteration;
import org.roperator.optimize.OptimizationListener.Signal;
import org.roperator.optimize.OptimizationOutcome;
import org.roperator.optimize.OptimizationResult;
import org.roperator.problems.MoreGarbowHillstrom;
import org.roperator.problems.SquaresProblem;

class TrustRegionNewtonTest {

  private static final TrustRegionNewton STANDARD = TrustRegionNewton.standard();

  private static final TapeObjective ROSENBROCK =
      TapeObjective.of(
          2,
          x -> {
            Var a = x[1].subtract(x[0].square());
            Var b = x[0].subtract(1);
            return a.square().multiply(100).add(b.square());
          });

  /** {@code x² − y² + y⁴/4}: a saddle at 0, minima of −1 at y = ±√2. */
  private static final TapeObjective SADDLE =
      TapeObjective.of(
          2,
          x -> {
            Var square = x[1].square();
            return x[0].square().subtract(square).add(square.square().divide(4));
          });

  private static double gradientNorm(Objective f, double[] w) {
    return Vectors.norm(f.expandAt(w).gradient());
  }

  static Stream<Arguments> problems() {
    return Stream.of(Subproblem.values())
        .flatMap(
            how ->
                MoreGarbowHillstrom.unconstrained().stream()
                    .flatMap(
                        p ->
                            Arrays.stream(p.factors())
                                .mapToObj(factor -> Arguments.of(how, p, factor))));
  }

  private static OptimizationResult solved(Subproblem how, SquaresProblem p, double factor) {
    return STANDARD
        .withSubproblem(how)
        .withEnding(
            STANDARD
                .ending()
                .atMostIterations(3000)
                .untilGradient(1e-9)
                .untilRelativeGradient(1e-300)
                .withPatience(60))
        .minimize(p.objective(), p.start(factor));
  }

  /** A known minimum, or a point as flat as was asked for; the outcome is true in either case. */
  @ParameterizedTest
  @MethodSource("problems")
  void endsAtMinimaOfMoreGarbowAndHillstrom(Subproblem how, SquaresProblem p, double factor) {
    OptimizationResult found = solved(how, p, factor);
    TapeObjective f = p.objective();
    assertEquals(OptimizationOutcome.CONVERGED, found.outcome(), found::toString);
    assertEquals(f.value(found.parameters()), found.value());
    assertTrue(
        p.isSolvedBy(found.value(), 1e-8) || gradientNorm(f, found.parameters()) <= 1e-9,
        () -> p + " x" + factor + ": " + found);
  }

  /** But for one, which ends on a plain beside its minimum of 0: at 1.02e-8 with slope 5e-11. */
  @ParameterizedTest
  @EnumSource(Subproblem.class)
  void allButOneAreSolved(Subproblem how) {
    List<String> others = new ArrayList<>();
    for (SquaresProblem p : MoreGarbowHillstrom.unconstrained()) {
      for (double factor : p.factors()) {
        if (!p.isSolvedBy(solved(how, p, factor).value(), 1e-8)) {
          others.add(p + " x" + factor);
        }
      }
    }
    assertEquals(List.of("Powell badly scaled x100.0"), others);
  }

  @Property(tries = 100)
  void quadraticsEndAtTheSolution(
      @ForAll @IntRange(min = 1, max = 30) int n, @ForAll Subproblem how, @ForAll long seed) {
    RandomGenerator random = Samples.random(seed);
    double[] d = new double[n];
    Arrays.setAll(d, i -> 1 + 99 * random.nextDouble());
    double[] b = Samples.gaussian(random, n);
    double[] start = Samples.gaussian(random, n);
    OptimizationResult found =
        STANDARD
            .withSubproblem(how)
            .minimize(Objective.quadratic(SymmetricOperator.diagonal(d), b), start);
    assertEquals(OptimizationOutcome.CONVERGED, found.outcome());
    for (int i = 0; i < n; i++) {
      // The gradient fell to 1e-8 of what it was: ≤ 100 · 6 + 4, over an eigenvalue of at least 1.
      assertEquals(b[i] / d[i], found.parameters()[i], 1e-5);
    }
    assertTrue(found.products() <= 12L * n + 8, found::toString);
  }

  /** Powers of two in value and parameters change no bit of the way: no constant has a unit. */
  @Property(tries = 30)
  void unitsDoNotMatter(
      @ForAll Subproblem how,
      @ForAll @IntRange(min = -300, max = 300) int ofValue,
      @ForAll @IntRange(min = -100, max = 100) int ofParameters) {
    double unit = Math.scalb(1.0, ofParameters);
    TapeObjective scaled =
        TapeObjective.of(
            2,
            x -> {
              Var a = x[1].divide(unit).subtract(x[0].divide(unit).square());
              Var b = x[0].divide(unit).subtract(1);
              return a.square().multiply(100).add(b.square()).multiply(Math.scalb(1.0, ofValue));
            });
    TrustRegionNewton method = STANDARD.withSubproblem(how);
    OptimizationResult one = method.minimize(ROSENBROCK, new double[] {-1.2, 1});
    OptimizationResult two = method.minimize(scaled, new double[] {-1.2 * unit, unit});
    assertEquals(one.iterations(), two.iterations());
    assertEquals(one.products(), two.products());
    double[] there = two.parameters();
    Vectors.scale(1 / unit, there);
    assertArrayEquals(one.parameters(), there);
  }

  @ParameterizedTest
  @EnumSource(Subproblem.class)
  void saddlesAreLeft(Subproblem how) {
    TrustRegionNewton method = STANDARD.withSubproblem(how);
    for (double[] start : new double[][] {{0, 0}, {1, 0}, {1, 1e-9}, {0, 1e-12}}) {
      OptimizationResult found = method.minimize(SADDLE, start);
      assertEquals(OptimizationOutcome.CONVERGED, found.outcome(), found::toString);
      assertEquals(-1, found.value(), 1e-12);
    }
  }

  /** Its Krylov space from (1, 0) has no y: only who asks finds the way down. */
  @Test
  void secondOrderPointsAreAskedFor() {
    OptimizationResult plain = STANDARD.minimize(SADDLE, new double[] {1, 0});
    assertEquals(-1, plain.value(), 1e-12);
    TrustRegionNewton unasked = STANDARD.withEnding(STANDARD.ending().withSaddleCheck(false));
    OptimizationResult saddle = unasked.minimize(SADDLE, new double[] {1, 0});
    assertEquals(0, saddle.value(), 1e-12);
    OptimizationResult asked = unasked.withSecondOrder(true).minimize(SADDLE, new double[] {1, 0});
    assertEquals(OptimizationOutcome.CONVERGED, asked.outcome());
    assertEquals(-1, asked.value(), 1e-12);
    // At y² = 2 the Hessian is diag(2, 3y² − 2) = diag(2, 4).
    assertTrue(
        asked.reason().contains("smallest Ritz value of 3 products is 2.00."), asked::reason);
  }

  /** −ln x has no value left of 0, where full steps from far right of the minimum would end. */
  @ParameterizedTest
  @EnumSource(Subproblem.class)
  void boundariesOfTheDomainAreRejectedSteps(Subproblem how) {
    TapeObjective barrier = TapeObjective.of(1, x -> x[0].subtract(x[0].log().multiply(1e-3)));
    List<Iteration> history = new ArrayList<>();
    OptimizationResult found =
        STANDARD
            .withSubproblem(how)
            .minimize(
                barrier,
                new double[] {5},
                iteration -> {
                  history.add(iteration);
                  return Signal.CONTINUE;
                });
    assertEquals(OptimizationOutcome.CONVERGED, found.outcome(), found::toString);
    assertEquals(1e-3, found.parameters()[0], 1e-9);
    assertTrue(found.cause().isEmpty());
    assertTrue(history.stream().anyMatch(i -> !(i.figures().getOrDefault("rho", 1.0) > 0)));
    assertEquals(found.iterations(), history.size());
  }

  /** Where the value is all rounding the slopes go on: 1e10 + a bowl, whose fall is below 1e-6. */
  @Test
  void slopesTellWhereValuesAreHidden() {
    TapeObjective hidden =
        TapeObjective.of(
            2, x -> x[0].subtract(3).square().add(x[1].add(2).square().multiply(5)).add(1e10));
    OptimizationResult found =
        STANDARD
            .withEnding(STANDARD.ending().untilRelativeGradient(1e-300).untilGradient(1e-12))
            .minimize(hidden, new double[] {3.0000001, -2.0000001});
    assertTrue(gradientNorm(hidden, found.parameters()) <= 1e-5, found::toString);
    OptimizationResult exact =
        STANDARD
            .withEnding(STANDARD.ending().untilRelativeGradient(0).untilGradient(1e-12))
            .minimize(hidden, new double[] {3.0000001, -2.0000001});
    assertEquals(OptimizationOutcome.CONVERGED, exact.outcome(), exact::toString);
    assertArrayEquals(new double[] {3, -2}, exact.parameters(), 1e-12);
  }

  @ParameterizedTest
  @EnumSource(Subproblem.class)
  void preconditionersChangeTheNormAlone(Subproblem how) {
    int n = 40;
    double[] d = new double[n];
    Arrays.setAll(d, i -> Math.pow(10, 6.0 * i / (n - 1)));
    double[] b = Samples.gaussian(Samples.random(3), n);
    Objective bowl = Objective.quadratic(SymmetricOperator.diagonal(d), b);
    TrustRegionNewton method =
        STANDARD
            .withSubproblem(how)
            .withEnding(
                STANDARD
                    .ending()
                    .untilRelativeGradient(0)
                    .untilGradient(1e-8)
                    .withSaddleCheck(false));
    OptimizationResult plain = method.minimize(bowl, new double[n]);
    OptimizationResult scaled = method.withPreconditioner(w -> d).minimize(bowl, new double[n]);
    for (int i = 0; i < n; i++) {
      assertEquals(b[i] / d[i], plain.parameters()[i], 1e-8 / d[i] + 1e-12);
      assertEquals(b[i] / d[i], scaled.parameters()[i], 1e-8 / d[i] + 1e-12);
    }
    // D⁻¹H = I: one product a model, where κ = 1e6 takes dozens.
    assertTrue(scaled.products() <= 8, scaled.products() + " products");
    assertTrue(plain.products() >= 30, plain.products() + " products");
  }

  @Test
  void whatIsSpentIsCounted() {
    int[] spent = new int[3];
    Objective counted =
        new Objective() {
          @Override
          public int dimension() {
            return 2;
          }

          @Override
          public double value(double[] w) {
            spent[0]++;
            return ROSENBROCK.value(w);
          }

          @Override
          public org.roperator.function.Expansion expandAt(double[] w) {
            spent[1]++;
            org.roperator.function.Expansion at = ROSENBROCK.expandAt(w);
            return org.roperator.function.Expansion.of(
                at.value(),
                at.gradient(),
                SymmetricOperator.of(
                    2,
                    (v, out) -> {
                      spent[2]++;
                      at.hessian().apply(v, out);
                    }));
          }
        };
    OptimizationResult found = STANDARD.minimize(counted, new double[] {-1.2, 1});
    assertEquals(List.of(1, found.iterations() + 1), List.of(spent[0], spent[1]));
    assertEquals(spent[0], found.evaluations());
    assertEquals(spent[1], found.expansions());
    assertEquals(spent[2], found.products());
  }

  @Test
  void badConstantsAreRefusedByName() {
    TrustRadius radius = TrustRadius.standard();
    Refusals.assertRefused(() -> radius.withInitial(0), "first radius", "0");
    Refusals.assertRefused(() -> radius.withPoor(0.9), "poor", "0.9");
    Refusals.assertRefused(() -> radius.withGood(1.5), "good", "1.5");
    Refusals.assertRefused(() -> radius.withAccepted(0.5), "accepted", "0.5");
    Refusals.assertRefused(() -> radius.withShrink(1), "shrinking", "1");
    Refusals.assertRefused(() -> radius.withGrow(0.5), "growing", "0.5");
    Refusals.assertRefused(() -> new Forcing(1, 0.5), "relative residual", "1");
    Refusals.assertRefused(() -> new Forcing(0.5, 2), "power", "2");
    assertFalse(STANDARD.secondOrder());
    assertEquals("trust-region-newton", STANDARD.name());
    assertEquals(STANDARD.ending(), Ending.precise().atMostIterations(1000));
    assertEquals(Ending.standard().untilRelativeGradient(1e-12), Ending.precise());
  }
}
