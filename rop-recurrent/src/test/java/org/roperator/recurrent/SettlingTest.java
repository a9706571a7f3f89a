package org.roperator.recurrent;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.roperator.autodiff.Elementary;
import org.roperator.contract.AnyDouble;
import org.roperator.contract.Refusals;
import org.roperator.contract.Samples;
import org.roperator.function.ScalarFunction;

/** Networks come to rest, or it is said by name what they do instead. */
class SettlingTest {

  private static RecurrentNetwork network(int n, ScalarFunction function) {
    return RecurrentNetwork.of(Connectivity.full(n)).withFunction(function).withoutBiases();
  }

  @Property(tries = 25)
  void allWaysLeadToTheSameState(
      @ForAll @IntRange(min = 1, max = 30) int n, @ForAll boolean inertia, @ForAll long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    RecurrentNetwork network = network(n, Elementary.TANH);
    if (inertia) {
      double[] tau = new double[n];
      for (int i = 0; i < n; i++) {
        tau[i] = random.nextDouble(0.5, 3);
      }
      network = network.withTimeConstants(tau);
    }
    double[] w = Nets.point(network, random, n * n);
    Pattern pattern = Pattern.of(n).inputs(Samples.gaussian(random, n)).build();
    Equilibrium expected = network.settle(w, pattern);
    assertEquals(SettlingOutcome.CONVERGED, expected.outcome(), expected.toString());
    // Newton's polish: the residual is rounding.
    assertTrue(expected.residual() <= 1e-14, expected.toString());
    for (Settling settling :
        List.of(Settling.relaxation(), Settling.plainIteration(), Settling.anderson(3))) {
      Equilibrium other = network.settle(w, pattern, settling);
      assertEquals(SettlingOutcome.CONVERGED, other.outcome(), other.toString());
      assertArrayEquals(expected.state(), other.state(), 1e-13);
      assertTrue(other.iterations() > 0);
      assertEquals(other.iterations() + 1, other.residuals().length);
      assertTrue(other.residuals()[other.iterations()] <= 1e-13 * 10);
    }
    double[] y = expected.state();
    double[] x = expected.totalInputs();
    for (int i = 0; i < n; i++) {
      assertEquals(Math.tanh(x[i]), y[i], 1e-15);
    }
  }

  @Test
  void andersonIsFasterThanRelaxationNearTheEdge() {
    int n = 20;
    RecurrentNetwork network = network(n, Elementary.TANH);
    double[] w = network.initialize(0.95, 3);
    Pattern pattern = Pattern.of(n).inputs(Samples.gaussian(new SplittableRandom(1), n)).build();
    int relaxed = network.settle(w, pattern, Settling.relaxation()).iterations();
    int accelerated = network.settle(w, pattern, Settling.standard()).iterations();
    assertTrue(accelerated < 0.8 * relaxed, accelerated + " against " + relaxed);
  }

  /** Strong inhibition: plain iteration alternates, the dynamics settle. */
  @Test
  void relaxationSettlesWherePlainIterationGoesRound() {
    RecurrentNetwork network = network(1, Elementary.TANH);
    Pattern pattern = Pattern.of(1).input(0, 0.1).build();
    double[] w = {-8};
    Equilibrium alternating = network.settle(w, pattern, Settling.plainIteration());
    assertEquals(SettlingOutcome.LIMIT_CYCLE, alternating.outcome(), alternating.toString());
    assertTrue(alternating.iterations() <= 1024, alternating.toString());
    for (Settling settling : List.of(Settling.relaxation(), Settling.standard())) {
      Equilibrium settled = network.settle(w, pattern, settling);
      assertEquals(SettlingOutcome.CONVERGED, settled.outcome(), settled.toString());
      double y = settled.state()[0];
      assertEquals(Math.tanh(-8 * y + 0.1), y, 1e-14);
    }
    Stability stability = network.settle(w, pattern).stability();
    assertEquals(Stability.Verdict.STABLE, stability.verdict());
    // λ = −8 σ′ < −7: steps up to 2/(1 − λ) are stable, and plain iteration is not.
    assertTrue(stability.spectralRadius() > 7);
    assertEquals(2 / (1 - stability.rightmost()), stability.largestStep(), 1e-12);
  }

  /**
   * Two units that chase one another: eigenvalues 2 ± 3i at the origin, a limit cycle around it.
   */
  @Test
  void aLimitCycleIsNamed() {
    RecurrentNetwork network = network(2, Elementary.TANH);
    double[] w = {2, 3, -3, 2};
    Pattern pattern = Pattern.of(2).start(new double[] {0.1, 0}).build();
    Equilibrium moving = network.settle(w, pattern, Settling.relaxation());
    assertEquals(SettlingOutcome.LIMIT_CYCLE, moving.outcome(), moving.toString());
    assertTrue(moving.reason().contains("limit cycle"), moving.reason());
    assertFalse(moving.outcome().isEquilibrium());
    // Acceleration goes round as well, or finds the origin and says that nobody stays there.
    Equilibrium accelerated = network.settle(w, pattern, Settling.standard());
    assertTrue(
        accelerated.outcome() == SettlingOutcome.LIMIT_CYCLE
            || accelerated.outcome() == SettlingOutcome.UNSTABLE,
        accelerated.toString());
    // Right at the origin it stands still, but not for long.
    Equilibrium origin = network.settle(w, Pattern.of(2).build());
    assertEquals(SettlingOutcome.UNSTABLE, origin.outcome());
    assertEquals(2, origin.stability().rightmost(), 1e-12);
    assertEquals(Math.sqrt(13), origin.stability().spectralRadius(), 1e-12);
    assertEquals(0, origin.stability().largestStep(), 0.0);
  }

  @Test
  void growthBeyondAllBoundsIsNamed() {
    // An activation of unbounded slope and no fixed point: y = exp(y + 1).
    RecurrentNetwork exponential = network(1, ScalarFunction.of(Math::exp, Math::exp, Math::exp));
    Pattern pushed = Pattern.of(1).input(0, 1).build();
    for (Settling settling :
        List.of(Settling.standard(), Settling.relaxation(), Settling.plainIteration())) {
      Equilibrium none = exponential.settle(new double[] {1}, pushed, settling);
      assertEquals(SettlingOutcome.DIVERGED, none.outcome(), none.toString());
    }
    RecurrentNetwork linear = network(1, ScalarFunction.identity());
    Equilibrium growing =
        linear.settle(new double[] {1.2}, pushed, Settling.relaxation().atMostIterations(20_000));
    assertEquals(SettlingOutcome.DIVERGED, growing.outcome(), growing.toString());
    Equilibrium cutShort =
        linear.settle(new double[] {1.02}, pushed, Settling.plainIteration().atMostIterations(400));
    assertEquals(SettlingOutcome.DIVERGED, cutShort.outcome(), cutShort.toString());
  }

  @Test
  void slownessIsNamedAndMendedByNewtonWhereItIsNear() {
    RecurrentNetwork linear = network(1, ScalarFunction.identity());
    Pattern pattern = Pattern.of(1).input(0, 1).build();
    Equilibrium far =
        linear.settle(
            new double[] {0.999}, pattern, Settling.plainIteration().atMostIterations(1000));
    assertEquals(SettlingOutcome.SLOW, far.outcome(), far.toString());
    assertEquals(1000, far.iterations());
    // After 8,000 steps the residual is 0.999⁸⁰⁰⁰ = 3e-4, near enough for one Newton step.
    Equilibrium near =
        linear.settle(
            new double[] {0.999}, pattern, Settling.plainIteration().atMostIterations(8000));
    assertEquals(SettlingOutcome.CONVERGED, near.outcome(), near.toString());
    assertEquals(1000, near.state()[0], 1e-9);
  }

  @Test
  void aBifurcationIsNamed() {
    // tanh at w = 1, no input: the origin is where two equilibria are born.
    RecurrentNetwork network = network(1, Elementary.TANH);
    Equilibrium born = network.settle(new double[] {1}, Pattern.of(1).build());
    assertEquals(SettlingOutcome.SINGULAR, born.outcome(), born.toString());
    assertEquals(Stability.Verdict.UNDECIDED, born.stability().verdict());
    assertEquals(0.0, born.stability().largestStep(), 0.0); // at λ = 1, not 0/0
    Pattern target = Pattern.of(1).target(0, 1).build();
    RecurrentExpansion at =
        RecurrentObjective.of(network, EquilibriumLoss.squaredError(), List.of(target))
            .expandAt(new double[] {1});
    assertEquals(0.5, at.value());
    assertTrue(Double.isNaN(at.gradient()[0]));
    assertThrows(IllegalStateException.class, at::requireSettled);
  }

  /**
   * Never a silent last iterate: the value is +∞, the derivatives are NaN, the pattern is named.
   */
  @Test
  void anObjectiveWhoseNetworkDoesNotSettleSaysSo() {
    RecurrentNetwork network = network(2, Elementary.TANH);
    Pattern calm = Pattern.of(2).clamp(0, 0.5).target(1, 0.3).build();
    Pattern restless = Pattern.of(2).start(new double[] {0.1, 0}).target(0, 0.5).build();
    RecurrentObjective objective =
        RecurrentObjective.of(network, EquilibriumLoss.squaredError(), List.of(calm, restless))
            .withSettling(Settling.relaxation())
            .withShards(2);
    double[] w = {2, 3, -3, 2};
    assertEquals(Double.POSITIVE_INFINITY, objective.value(w));
    RecurrentExpansion at = objective.expandAt(w);
    assertEquals(Double.POSITIVE_INFINITY, at.value());
    assertTrue(Double.isNaN(at.gradient()[2]));
    assertTrue(Double.isNaN(at.hessian().times(new double[4])[1]));
    assertTrue(Double.isNaN(at.meanSquaredGradient()[1]));
    assertEquals(SettlingOutcome.CONVERGED, at.equilibria().get(0).outcome());
    assertEquals(SettlingOutcome.LIMIT_CYCLE, at.equilibria().get(1).outcome());
    Refusals.assertThrowsNaming(
        IllegalStateException.class, at::requireSettled, "Pattern 1 of 2", "LIMIT_CYCLE");
    assertTrue(objective.value(new double[4]) < 1);
  }

  @Test
  void stabilityCanBeRequired() {
    RecurrentNetwork network = network(1, Elementary.TANH);
    RecurrentObjective objective =
        RecurrentObjective.of(
            network, EquilibriumLoss.squaredError(), List.of(Pattern.of(1).target(0, 1).build()));
    double[] w = {2};
    assertEquals(0.5, objective.value(w));
    assertEquals(-0.0, objective.expandAt(w).gradient()[0], 0.0);
    RecurrentObjective careful = objective.withStabilityRequired();
    assertEquals(Double.POSITIVE_INFINITY, careful.value(w));
    RecurrentExpansion at = careful.expandAt(w);
    assertEquals(Double.POSITIVE_INFINITY, at.value());
    assertEquals(SettlingOutcome.UNSTABLE, at.equilibria().get(0).outcome());
    assertEquals(0.5, careful.value(new double[] {0.5}));
  }

  @Test
  void timeConstantsDecideStabilityOfARotation() {
    // λ = 0.5 ± 2i is stable; an excitatory unit that is quick and an inhibitory one that is slow
    // are not.
    double[] w = {1.5, 3, -3, 0};
    Pattern still = Pattern.of(2).build();
    RecurrentNetwork even = network(2, Elementary.TANH);
    assertEquals(SettlingOutcome.CONVERGED, even.settle(w, still).outcome());
    // T⁻¹(A − I) = [[0.5, −3], [3/4, −1/4]] has the trace 0.25 > 0.
    RecurrentNetwork uneven = even.withTimeConstants(new double[] {1, 4});
    Equilibrium tipped = uneven.settle(w, still);
    assertEquals(SettlingOutcome.UNSTABLE, tipped.outcome());
    assertEquals(1 + 0.125, tipped.stability().rightmost(), 1e-12);
  }

  /** A clamped unit of time constant 1/4 would have the eigenvalue 1 − 4 if it counted. */
  @Test
  void clampedUnitsDoNotCountForStability() {
    for (int n : new int[] {3, 300}) {
      double[] tau = new double[n];
      Arrays.fill(tau, 1);
      tau[0] = 0.25;
      RecurrentNetwork network = network(n, ScalarFunction.identity()).withTimeConstants(tau);
      double[] w = new double[n * n];
      for (int i = 1; i < n; i++) {
        w[i * n + i] = 0.5;
        w[i] = 7;
      }
      Pattern pattern = Pattern.of(n).clamp(0, 1).build();
      Stability stability = network.settle(w, pattern).stability();
      assertEquals(0.5, stability.spectralRadius(), 1e-9);
      assertEquals(0.5, stability.rightmost(), 1e-9);
      assertEquals(4, stability.largestStep(), 1e-7);
    }
    Stability held =
        network(1, Elementary.TANH)
            .settle(new double[] {3}, Pattern.of(1).clamp(0, 1).build())
            .stability();
    assertEquals(Stability.Verdict.STABLE, held.verdict());
    assertEquals(0, held.spectralRadius(), 0.0);
  }

  /**
   * D⁻¹AD with D of powers of two and A = {{−1, 0, 0}, {−2, 2, −1}, {−1, −2, −1}}, whose
   * eigenvalues are −1 and (1 ± √17)/2: commons-math3 makes a stable 0.5 of the rightmost, 2.56.
   */
  @Test
  void badlyBalancedNetworksAreNotTakenForStable() {
    double[] a = {-1, 0, 0, -2, 2, -1, -1, -2, -1};
    int[] exponents = {9, -10, -11};
    double[] w = new double[9];
    double[] transposed = new double[9];
    for (int i = 0; i < 3; i++) {
      for (int j = 0; j < 3; j++) {
        w[i * 3 + j] = Math.scalb(a[i * 3 + j], exponents[j] - exponents[i]);
        transposed[j * 3 + i] = w[i * 3 + j];
      }
    }
    for (double[] weights : new double[][] {w, transposed}) {
      Equilibrium origin = network(3, Elementary.TANH).settle(weights, Pattern.of(3).build());
      assertEquals(SettlingOutcome.UNSTABLE, origin.outcome(), origin.toString());
      assertEquals((1 + Math.sqrt(17)) / 2, origin.stability().rightmost(), 1e-14);
      assertEquals((1 + Math.sqrt(17)) / 2, origin.stability().spectralRadius(), 1e-14);
      assertEquals(0, origin.stability().largestStep(), 0.0);
    }
  }

  /**
   * A disc of radius ½, without and with one eigenvalue beyond it, under a similarity by powers of
   * two up to 2³⁰: not balanced, both were unstable with a radius of 1e7, and no uncertainty.
   */
  @Test
  void largeNetworksAreBalancedBeforeTheyAreJudged() {
    int n = 300;
    RecurrentNetwork network = network(n, ScalarFunction.identity());
    int[] exponents = Samples.random(5).ints(n, -30, 31).toArray();
    for (double beyond : new double[] {0, 1.5}) {
      double[] w = network.initialize(0.5, 1);
      w[7 * n + 7] += beyond;
      double[] similar = new double[n * n];
      for (int i = 0; i < n; i++) {
        for (int j = 0; j < n; j++) {
          similar[i * n + j] = Math.scalb(w[i * n + j], exponents[j] - exponents[i]);
        }
      }
      Stability plain = network.settle(w, Pattern.of(n).build()).stability();
      Stability hidden = network.settle(similar, Pattern.of(n).build()).stability();
      assertEquals(plain.verdict(), hidden.verdict(), hidden.toString());
      // The edge of a disc is known to a few thousandths, an eigenvalue beyond it to rounding.
      double tolerance = beyond == 0 ? 0.01 : 1e-9;
      assertEquals(plain.rightmost(), hidden.rightmost(), tolerance);
      assertEquals(plain.spectralRadius(), hidden.spectralRadius(), tolerance);
    }
  }

  /** Inhibition of 1e200, whose square is no double: stable, for steps below 2e-200. */
  @Test
  void stabilityOfHugeWeightsIsTold() {
    double[] w = {-1e200, 1e180, -1e180, -1e200};
    Equilibrium origin = network(2, Elementary.TANH).settle(w, Pattern.of(2).build());
    Stability stability = origin.stability();
    assertEquals(Stability.Verdict.STABLE, stability.verdict());
    assertEquals(-1e200, stability.rightmost(), 1e185);
    assertEquals(2e-200, stability.largestStep(), 1e-214);
  }

  @Test
  void largeNetworksAreJudgedFromTheirKrylovSpace() {
    int n = 300;
    RecurrentNetwork network = network(n, ScalarFunction.identity());
    Pattern pattern = Pattern.of(n).build();
    double[] w = network.initialize(0.5, 1);
    for (int i = 0; i < n; i++) {
      w[i * n + (i + 1) % n] += 0; // a disc of radius 1/2
      w[i * n + i] += i == 7 ? 1.5 : 0; // and one eigenvalue near 1.5 + 0.5²/1.5
    }
    Equilibrium unstable = network.settle(w, pattern);
    assertEquals(SettlingOutcome.UNSTABLE, unstable.outcome(), unstable.stability().toString());
    double[] calm = network.initialize(0.5, 1);
    Stability stable = network.settle(calm, pattern).stability();
    assertEquals(Stability.Verdict.STABLE, stable.verdict(), stable.toString());
    assertEquals(0.5, stable.spectralRadius(), 0.05);
    assertTrue(stable.uncertainty() > 0 && stable.uncertainty() < 0.1, stable.toString());
    Stability nothing = network.settle(new double[n * n], pattern).stability();
    assertEquals(0, nothing.spectralRadius(), 1e-12);
  }

  @Test
  void settlingIsObserved() {
    RecurrentNetwork network = network(2, Elementary.TANH);
    List<Double> residuals = new ArrayList<>();
    List<Integer> iterations = new ArrayList<>();
    Equilibrium settled =
        network.settle(
            new double[] {0.5, 0.2, -0.3, 0.1},
            Pattern.of(2).input(0, 1).build(),
            Settling.relaxation(),
            (iteration, y, residual) -> {
              iterations.add(iteration);
              residuals.add(residual);
              if (iteration == 0) {
                assertArrayEquals(new double[2], y, 0.0);
              }
            });
    assertEquals(settled.iterations() + 1, residuals.size());
    for (int t = 0; t < residuals.size(); t++) {
      assertEquals(t, iterations.get(t));
      assertEquals(settled.residuals()[t], residuals.get(t));
    }
    assertEquals(Math.tanh(1), residuals.get(0), 1e-15);
  }

  @Test
  void theStartDecidesBetweenTwoEquilibria() {
    RecurrentNetwork network = network(1, Elementary.TANH);
    double[] w = {2};
    double up = network.settle(w, Pattern.of(1).start(new double[] {1}).build()).state()[0];
    double down = network.settle(w, Pattern.of(1).start(new double[] {-1}).build()).state()[0];
    assertEquals(0.9575040240772686, up, 1e-14); // the root of y = tanh 2y
    assertEquals(-up, down, 1e-14);
  }

  /** Whatever its size, a network with Re λ > 1 is said to be unstable, and by how much. */
  @Property(tries = 20)
  void anEigenvalueBeyondOneIsNamedUnstable(
      @ForAll @IntRange(min = 2, max = 12) int n,
      @ForAll @AnyDouble(min = 1.01, max = 3) double rightmost,
      @ForAll long seed) {
    RecurrentNetwork network =
        RecurrentNetwork.of(Connectivity.full(n)).withFunction(Elementary.TANH);
    NearCritical at = NearCritical.of(network, rightmost, Samples.random(seed));
    Equilibrium settled = network.settle(at.w, at.pattern);
    assertEquals(SettlingOutcome.UNSTABLE, settled.outcome(), settled.toString());
    assertEquals(Stability.Verdict.UNSTABLE, settled.stability().verdict());
    assertEquals(rightmost, settled.stability().rightmost(), 1e-9);
    assertTrue(settled.reason().contains("carry it away"), settled.reason());
  }
}
