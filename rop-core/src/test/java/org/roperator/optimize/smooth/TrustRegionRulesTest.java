package org.roperator.optimize.smooth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.roperator.autodiff.TapeObjective;
import org.roperator.function.Expansion;
import org.roperator.function.Objective;
import org.roperator.internal.Vectors;
import org.roperator.operator.SymmetricOperator;
import org.roperator.optimize.Iteration;
import org.roperator.optimize.OptimizationListener.Signal;
import org.roperator.optimize.OptimizationOutcome;
import org.roperator.optimize.OptimizationResult;
import org.roperator.problems.MoreGarbowHillstrom;
import org.roperator.problems.SquaresProblem;

/** The rules of the radius, read from the figures and the objective alone. */
class TrustRegionRulesTest {

  private static final TrustRegionNewton STANDARD = TrustRegionNewton.standard();

  private static double figure(Iteration iteration, String name) {
    return iteration.figures().getOrDefault(name, Double.NEGATIVE_INFINITY);
  }

  private static List<Iteration> history(TrustRegionNewton method, Objective f, double[] start) {
    List<Iteration> all = new ArrayList<>();
    method.minimize(
        f,
        start,
        iteration -> {
          all.add(iteration);
          return Signal.CONTINUE;
        });
    return all;
  }

  /** Counts of radii that fell, grew and stayed after a step that was taken. */
  private static int[] follow(TrustRadius rule, Objective f, double[] start, List<Iteration> all) {
    int[] counts = new int[3];
    double[] w = start.clone();
    for (int k = 0; k + 1 < all.size(); k++) {
      Iteration it = all.get(k);
      double[] next = it.parameters();
      double radius = figure(it, "radius");
      double norm = figure(it, "step_norm");
      double rho = figure(it, "rho");
      double after = figure(all.get(k + 1), "radius");
      if (after == Double.NEGATIVE_INFINITY) {
        break; // a saddle was left, with no radius
      }
      double[] p = new double[w.length];
      Vectors.sum(next, -1, w, p);
      boolean taken = Vectors.norm(p) > 0;
      assertEquals(taken, rho > rule.accepted(), "iteration " + k);
      assertTrue(norm <= radius * (1 + 1e-9));
      if (!taken) {
        assertTrue(after >= 0.1 * norm * (1 - 1e-12) && after <= 0.5 * norm, "iteration " + k);
        continue;
      }
      Expansion at = f.expandAt(w);
      double slope = Vectors.dot(at.gradient(), p);
      double promised = -slope - 0.5 * at.hessian().quadraticForm(p);
      double fall = at.value() - f.value(next);
      if (promised > 1e-6 * Math.abs(at.value())) { // later ones cancel
        assertEquals(fall / promised, rho, 1e-6 * Math.abs(rho), "iteration " + k);
      }
      if (rho < rule.poor()) {
        counts[0]++;
        double part = -0.5 * slope / (-fall - slope);
        double shrunk = norm * Math.min(0.5, Math.max(0.1, part));
        assertEquals(shrunk, after, 1e-6 * shrunk, "iteration " + k);
      } else if (rho > rule.good() && norm > 0.801 * radius) {
        counts[1]++;
        assertEquals(rule.grow() * radius, after, 1e-12 * after, "iteration " + k);
      } else if (norm < 0.799 * radius || rho <= rule.good()) {
        counts[2]++;
        assertEquals(radius, after, "iteration " + k);
      }
      w = next;
    }
    return counts;
  }

  @ParameterizedTest
  @EnumSource(Subproblem.class)
  void theRadiusFollowsItsRules(Subproblem how) {
    TrustRadius other =
        TrustRadius.standard()
            .withInitial(0.5)
            .withAccepted(0.05)
            .withPoor(0.4)
            .withGood(0.6)
            .withGrow(2);
    int[] sums = new int[3];
    for (TrustRadius rule : List.of(TrustRadius.standard(), other)) {
      TrustRegionNewton method = STANDARD.withSubproblem(how).withRadius(rule);
      for (String name : List.of("Rosenbrock", "Wood", "Biggs EXP6", "Brown and Dennis")) {
        SquaresProblem p = MoreGarbowHillstrom.named(name);
        for (double factor : new double[] {1, 10}) {
          TapeObjective f = p.objective();
          double[] start = p.start(factor);
          int[] counts = follow(rule, f, start, history(method, f, start));
          for (int i = 0; i < 3; i++) {
            sums[i] += counts[i];
          }
        }
      }
    }
    for (int sum : sums) {
      assertTrue(sum >= 10, sums[0] + " fell, " + sums[1] + " grew, " + sums[2] + " stayed");
    }
  }

  /** Where values are infinite there is no parabola: the radius shrinks by its factor. */
  @Test
  void stepsBeyondTheDomainShrinkByTheFactor() {
    TapeObjective barrier = TapeObjective.of(1, x -> x[0].subtract(x[0].log().multiply(1e-3)));
    TrustRadius rule = TrustRadius.standard().withShrink(0.125);
    List<Iteration> all = history(STANDARD.withRadius(rule), barrier, new double[] {5});
    int shrunk = 0;
    for (int k = 0; k + 1 < all.size(); k++) {
      if (figure(all.get(k), "rho") == Double.NEGATIVE_INFINITY) {
        shrunk++;
        double norm = figure(all.get(k), "step_norm");
        assertEquals(0.125 * norm, figure(all.get(k + 1), "radius"), 1e-12 * norm);
      }
    }
    assertTrue(shrunk > 0);
  }

  /** With a preconditioner the radius is of another norm than the step, and shrinks by itself. */
  @ParameterizedTest
  @EnumSource(Subproblem.class)
  void aPreconditionedRadiusShrinksByItself(Subproblem how) {
    TapeObjective barrier = TapeObjective.of(1, x -> x[0].subtract(x[0].log().multiply(1e-3)));
    TrustRegionNewton method =
        STANDARD
            .withSubproblem(how)
            .withRadius(TrustRadius.standard().withShrink(0.125))
            .withPreconditioner(w -> new double[] {16});
    List<Iteration> all = history(method, barrier, new double[] {5});
    int shrunk = 0;
    for (int k = 0; k + 1 < all.size(); k++) {
      double radius = figure(all.get(k), "radius");
      double norm = figure(all.get(k), "step_norm");
      // ‖p‖ in the norm of D is four times as long.
      assertTrue(4 * norm <= radius * (1 + 1e-9));
      if (figure(all.get(k), "rho") == Double.NEGATIVE_INFINITY) {
        shrunk++;
        assertEquals(0.125 * radius, figure(all.get(k + 1), "radius"), 1e-12 * radius);
      }
    }
    assertTrue(shrunk > 0);
  }

  /** ‖g‖/κ with κ = gᵀHg/gᵀg; without curvature the length of the start, or 1. */
  @ParameterizedTest
  @EnumSource(Subproblem.class)
  void theFirstRadiusIsAMultipleOfTheStepAlongTheGradient(Subproblem how) {
    TrustRegionNewton method =
        STANDARD.withSubproblem(how).withRadius(TrustRadius.standard().withInitial(3));
    Objective even =
        Objective.quadratic(SymmetricOperator.identity(2).scaledBy(5), new double[] {3, 4});
    assertEquals(3.0, radiusOfFirst(method, even, new double[2]), 1e-12);
    Objective linear = Objective.quadratic(SymmetricOperator.zero(2), new double[] {3, 4});
    assertEquals(3.0, radiusOfFirst(method, linear, new double[2]));
    assertEquals(30.0, radiusOfFirst(method, linear, new double[] {6, 8}), 1e-12);
  }

  private static double radiusOfFirst(TrustRegionNewton method, Objective f, double[] start) {
    List<Iteration> first = new ArrayList<>();
    method.minimize(
        f,
        start,
        iteration -> {
          first.add(iteration);
          return Signal.STOP;
        });
    return figure(first.get(0), "radius");
  }

  /** The gradient at 100 times the start is 4e12; a hundred-millionth of that is far from none. */
  @ParameterizedTest
  @EnumSource(Subproblem.class)
  void startsFarAwayDoNotMakeGradientsSmall(Subproblem how) {
    SquaresProblem p = MoreGarbowHillstrom.named("Brown and Dennis");
    OptimizationResult found = STANDARD.withSubproblem(how).minimize(p.objective(), p.start(100));
    assertTrue(p.isSolvedBy(found.value(), 1e-8), found::toString);
    assertTrue(found.reason().contains("the curvature times the parameters' length"));
  }

  /** With a preconditioner norms are others, and the largest gradient is all there is. */
  @Test
  void preconditionedRunsEndByTheLargestGradient() {
    SquaresProblem p = MoreGarbowHillstrom.named("Brown and Dennis");
    OptimizationResult found =
        STANDARD
            .withPreconditioner(w -> new double[] {1e4, 1e4, 1e4, 1e4})
            .minimize(p.objective(), p.start(100));
    assertTrue(found.reason().contains("of the largest met"), found::toString);
  }

  @Test
  void productsThatAreNotFiniteAreNamed() {
    Objective f =
        new Objective() {
          @Override
          public int dimension() {
            return 2;
          }

          @Override
          public double value(double[] w) {
            return w[0] * w[0] + w[1] * w[1];
          }

          @Override
          public Expansion expandAt(double[] w) {
            return Expansion.of(
                value(w),
                new double[] {2 * w[0], 2 * w[1]},
                SymmetricOperator.of(2, (v, out) -> out[0] = Double.NaN));
          }
        };
    for (Subproblem how : Subproblem.values()) {
      OptimizationResult found = STANDARD.withSubproblem(how).minimize(f, new double[] {3, -4});
      assertEquals(OptimizationOutcome.NOT_FINITE, found.outcome(), found::toString);
      assertTrue(found.reason().contains("a product with the Hessian is not finite"));
      assertEquals(25, found.value());
    }
  }

  /**
   * Rounding of 1e9 hides falls below 1e-7; between that and what is told by slopes none is lost.
   */
  @Test
  void hiddenFallsAreToldBySlopes() {
    TapeObjective hidden =
        TapeObjective.of(
            1, x -> x[0].subtract(1).square().square().add(x[0].subtract(1).square()).add(1e9));
    List<Iteration> all =
        history(
            STANDARD.withEnding(STANDARD.ending().untilRelativeGradient(0).untilGradient(1e-13)),
            hidden,
            new double[] {1 + 1e-4});
    assertTrue(all.size() <= 6, all.size() + " iterations");
    for (Iteration it : all) {
      // A quartic of 1e-16 beside a bowl of 1e-8: the model is right to 1e-4 and better.
      assertEquals(1, figure(it, "rho"), 1e-3);
    }
  }

  /** Half the way to the minimum of a bowl that 1e9 hides: the model is exact there too. */
  @Test
  void hiddenFallsOfShortStepsAreToldBySlopesAtBothEnds() {
    TapeObjective hidden = TapeObjective.of(1, x -> x[0].subtract(1).square().add(1e9));
    TrustRegionNewton method =
        STANDARD
            .withRadius(TrustRadius.standard().withInitial(0.5))
            .withEnding(STANDARD.ending().untilRelativeGradient(0).untilGradient(1e-13));
    List<Iteration> all = history(method, hidden, new double[] {1 + 1e-4});
    assertEquals(0.5e-4, figure(all.get(0), "step_norm"), 1e-15);
    // Slopes of 1e-4 that differ by rounding of 1.
    assertEquals(1, figure(all.get(0), "rho"), 1e-11);
  }

  /** An objective of two numbers, or one, as it is told. */
  private static Objective told(
      ToDoubleFunction<double[]> f, UnaryOperator<double[]> df, SymmetricOperator h) {
    return new Objective() {
      @Override
      public int dimension() {
        return h.dimension();
      }

      @Override
      public double value(double[] w) {
        return f.applyAsDouble(w);
      }

      @Override
      public Expansion expandAt(double[] w) {
        return Expansion.of(value(w), df.apply(w), h);
      }
    };
  }

  /**
   * −x with a curvature of −10 that is none: the first radius 10 · 1/10 promises 1 + 5 and brings
   * 1. No parabola goes through a line, so that the radius shrinks by its factor.
   */
  @Test
  void aLineShrinksTheRadiusByTheFactor() {
    Objective f =
        told(w -> -w[0], w -> new double[] {-1}, SymmetricOperator.diagonal(new double[] {-10}));
    List<Iteration> all =
        history(STANDARD.withEnding(STANDARD.ending().atMostIterations(2)), f, new double[] {0});
    assertEquals(1, figure(all.get(0), "radius"), 1e-15);
    assertEquals(1 / 6.0, figure(all.get(0), "rho"), 1e-14);
    assertEquals(0.25, figure(all.get(1), "radius"), 1e-15);
  }

  /** A ratio of 0 is not above 0: where the value stays, the point does. */
  @Test
  void aStepThatBringsNothingIsNotTaken() {
    Objective level =
        told(w -> 5, w -> new double[] {-1}, SymmetricOperator.diagonal(new double[] {1}));
    OptimizationResult found =
        STANDARD
            .withRadius(TrustRadius.standard().withAccepted(0))
            .withEnding(STANDARD.ending().atMostIterations(1))
            .minimize(level, new double[] {0});
    assertEquals(0, found.parameters()[0]);
    assertEquals(1, found.iterations());
  }

  @ParameterizedTest
  @EnumSource(Subproblem.class)
  void anInterruptInAProductEndsTheRun(Subproblem how) {
    double[] bends = {1, 4, 9};
    SymmetricOperator h =
        SymmetricOperator.of(
            3,
            (v, out) -> {
              for (int i = 0; i < 3; i++) {
                out[i] = bends[i] * v[i];
              }
              Thread.currentThread().interrupt();
            });
    Objective f =
        told(
            w -> 0.5 * (w[0] * w[0] + 4 * w[1] * w[1] + 9 * w[2] * w[2]),
            w -> new double[] {w[0], 4 * w[1], 9 * w[2]},
            h);
    OptimizationResult found;
    try {
      found = STANDARD.withSubproblem(how).minimize(f, new double[] {1, 1, 1});
    } finally {
      assertTrue(Thread.interrupted());
    }
    assertEquals(OptimizationOutcome.INTERRUPTED, found.outcome(), found::toString);
    // Lanczos steps by the one product that there is; conjugate gradients ask before they begin.
    assertTrue(how == Subproblem.LANCZOS ? found.value() < 7 : found.value() == 7);
    assertTrue(found.products() <= 2, found::toString);
  }

  /** 500x² − ½·1e-6·y² + ¼y⁴: beside 1,000 a curvature of −1e-6 is zero but for rounding. */
  @Test
  void curvatureThatRoundingMayMakeIsNoWayDown() {
    TapeObjective f =
        TapeObjective.of(
            2,
            w ->
                w[0].square()
                    .multiply(500)
                    .subtract(w[1].square().multiply(0.5e-6))
                    .add(w[1].square().square().multiply(0.25)));
    TrustRegionNewton method = STANDARD.withSecondOrder(true);
    OptimizationResult found = method.minimize(f, new double[] {1, 0});
    assertEquals(OptimizationOutcome.CONVERGED, found.outcome(), found::toString);
    assertEquals(0, found.parameters()[1]);
    assertTrue(found.reason().endsWith(" products is -1.00e-06."), found::toString);
    // What is asked of second order is all that is asked.
    OptimizationResult unasked =
        method.withEnding(method.ending().withSaddleCheck(false)).minimize(f, new double[] {1, 0});
    assertEquals(unasked.products(), found.products());
    assertEquals(unasked.reason(), found.reason());
  }

  /** Where neither value nor gradient tells any more, a run ends with no step rejected. */
  @Test
  void atRoundingARunEnds() {
    TapeObjective f =
        TapeObjective.of(
            2,
            w ->
                w[0].exp()
                    .add(w[0].multiply(-2).exp())
                    .add(w[1].multiply(3).exp())
                    .add(w[0].subtract(w[1]).exp())
                    .add(1000));
    OptimizationResult found =
        STANDARD
            .withEnding(STANDARD.ending().untilRelativeGradient(1e-300))
            .minimize(f, new double[] {3, -1});
    assertEquals(OptimizationOutcome.CONVERGED, found.outcome(), found::toString);
    assertTrue(found.reason().contains("no more than rounding"), found::toString);
    assertEquals(found.iterations() + 1, found.expansions(), found::toString);
  }

  @Test
  void everyConstantIsChangedAlone() {
    TrustRadius s = TrustRadius.standard();
    assertEquals(new TrustRadius(10, 1e-4, 0.25, 0.75, 0.25, 2.5), s);
    assertEquals(new TrustRadius(2, 1e-4, 0.25, 0.75, 0.25, 2.5), s.withInitial(2));
    assertEquals(new TrustRadius(10, 0.1, 0.25, 0.75, 0.25, 2.5), s.withAccepted(0.1));
    assertEquals(new TrustRadius(10, 1e-4, 0.5, 0.75, 0.25, 2.5), s.withPoor(0.5));
    assertEquals(new TrustRadius(10, 1e-4, 0.25, 0.9, 0.25, 2.5), s.withGood(0.9));
    assertEquals(new TrustRadius(10, 1e-4, 0.25, 0.75, 0.5, 2.5), s.withShrink(0.5));
    assertEquals(new TrustRadius(10, 1e-4, 0.25, 0.75, 0.25, 3), s.withGrow(3));
    assertEquals(new Forcing(0.3, 0.4), STANDARD.forcing());
    assertEquals(Forcing.standard(), STANDARD.forcing());
    Forcing loose = new Forcing(0.9, 0);
    assertEquals(loose, STANDARD.withForcing(loose).forcing());
    assertEquals(Subproblem.STEIHAUG, STANDARD.withSubproblem(Subproblem.STEIHAUG).subproblem());
    assertNotEquals(STANDARD, STANDARD.withSecondOrder(true));
    assertEquals(s.withGrow(3), STANDARD.withRadius(s.withGrow(3)).radius());
  }
}
