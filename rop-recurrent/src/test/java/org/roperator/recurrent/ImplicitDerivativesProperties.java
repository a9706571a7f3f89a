package org.roperator.recurrent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleFunction;
import java.util.random.RandomGenerator;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.roperator.autodiff.Elementary;
import org.roperator.contract.AnyDouble;
import org.roperator.contract.Samples;
import org.roperator.function.ScalarFunction;
import org.roperator.internal.Vectors;

/**
 * Value, gradient, Hv and Gv against implicit differentiation written forwards with dense inverses,
 * and against extrapolated differences of equilibria settled anew, for spectral radii from 0.1 to
 * 0.9.
 */
class ImplicitDerivativesProperties {

  /** Both ways settle to some roundings and solve with condition numbers of some hundred. */
  private static final double TOLERANCE = 1e-10;

  /** What the best differences lose in the worst of networks. */
  private static final double NEARLY = 3e-8;

  @Provide
  Arbitrary<ScalarFunction> functions() {
    return Arbitraries.of(Nets.functions());
  }

  @Property(tries = 60)
  void smallNetworks(
      @ForAll("functions") ScalarFunction function,
      @ForAll InputPlace place,
      @ForAll boolean trainedInputs,
      @ForAll ReferenceLoss loss,
      @ForAll @IntRange(min = 3, max = 9) int n,
      @ForAll @AnyDouble(min = 0.1, max = 0.9) double radius,
      @ForAll long seed) {
    check(function, place, trainedInputs, loss, n, 3, radius, seed);
  }

  @Property(tries = 12)
  void networksOfUpToFiftyUnits(
      @ForAll("functions") ScalarFunction function,
      @ForAll InputPlace place,
      @ForAll ReferenceLoss loss,
      @ForAll @IntRange(min = 10, max = 50) int n,
      @ForAll @AnyDouble(min = 0.1, max = 0.9) double radius,
      @ForAll long seed) {
    check(function, place, false, loss, n, 1, radius, seed);
  }

  private static final class Case {
    final RecurrentObjective objective;
    final List<Pattern> patterns;
    final double[] w;

    Case(RecurrentObjective objective, List<Pattern> patterns, double[] w) {
      this.objective = objective;
      this.patterns = patterns;
      this.w = w;
    }
  }

  private static RecurrentNetwork network(ScalarFunction function, InputPlace place, int n) {
    return RecurrentNetwork.of(Connectivity.full(n))
        .withFunction(function)
        .withFunction(n - 2, n, Elementary.TANH)
        .withInputPlace(place);
  }

  private static Case draw(
      RecurrentNetwork network,
      boolean trainedInputs,
      ReferenceLoss loss,
      int count,
      double radius,
      RandomGenerator random) {
    int n = network.units();
    Nets.Drawn drawn = Nets.ofRadius(network, Nets.patterns(random, n, count), radius, random);
    RecurrentObjective objective = RecurrentObjective.of(network, loss.loss(n), drawn.patterns());
    double[] w = drawn.w();
    if (trainedInputs) {
      objective = objective.withTrainedInputs();
      w = Arrays.copyOf(w, objective.dimension());
      for (int p = 0; p < count; p++) {
        System.arraycopy(drawn.patterns().get(p).input(), 0, w, n * n + n + p * n, n);
      }
    }
    return new Case(objective.withShards(2), drawn.patterns(), w);
  }

  private static void check(
      ScalarFunction function,
      InputPlace place,
      boolean trainedInputs,
      ReferenceLoss loss,
      int n,
      int count,
      double radius,
      long seed) {
    RandomGenerator random = Samples.random(seed);
    RecurrentNetwork network = network(function, place, n);
    Case drawn = draw(network, trainedInputs, loss, count, radius, random);
    double[] v = Samples.gaussian(random, drawn.w.length);

    RecurrentExpansion at = drawn.objective.expandAt(drawn.w).requireSettled();
    ForwardReference expected =
        ForwardReference.of(network, loss, drawn.patterns, trainedInputs, drawn.w, v);
    assertEquals(radius, expected.spectralRadius, 0.06 * radius);
    assertEquals(expected.value, at.value(), TOLERANCE * (1 + Math.abs(expected.value)));
    assertClose("gradient", expected.gradient, at.gradient());
    assertClose("Hv", expected.hv, at.hessian().times(v));
    assertClose("Gv", expected.gv, at.gaussNewton().times(v));
  }

  /**
   * Long steps leave something to extrapolation, short ones to rounding, and where Hv or the
   * gradient is small beside what it is a difference of, the best step still loses digits: hence
   * some hundreds times the tolerance here, and the test below. A wrong derivative is off by a
   * tenth.
   */
  @Property(tries = 10)
  void extrapolatedDifferences(
      @ForAll("functions") ScalarFunction function,
      @ForAll InputPlace place,
      @ForAll boolean trainedInputs,
      @ForAll ReferenceLoss loss,
      @ForAll @IntRange(min = 3, max = 20) int n,
      @ForAll @AnyDouble(min = 0.1, max = 0.9) double radius,
      @ForAll long seed) {
    RandomGenerator random = Samples.random(seed);
    Case drawn = draw(network(function, place, n), trainedInputs, loss, 1, radius, random);
    assertTrue(offDifferences(drawn, radius, random) <= NEARLY);
  }

  /** Of 50 networks of 3 to 50 units at least 40 are met to 1e-10 (44 when written). */
  @Example
  void mostDifferencesAreMetToTenDigits() {
    List<ScalarFunction> functions = Nets.functions();
    int met = 0;
    int count = 50;
    for (int i = 0; i < count; i++) {
      RandomGenerator random = Samples.random(i);
      RecurrentNetwork network =
          network(
              functions.get(i % functions.size()),
              i % 2 == 0 ? InputPlace.INSIDE : InputPlace.OUTSIDE,
              3 + 47 * i / (count - 1));
      double radius = random.nextDouble(0.1, 0.9);
      ReferenceLoss loss = List.of(ReferenceLoss.values()).get(i / 2 % 3);
      double off =
          offDifferences(draw(network, i % 4 == 0, loss, 1, radius, random), radius, random);
      assertTrue(off <= NEARLY, "network " + i + " is off by " + off);
      met += off <= TOLERANCE ? 1 : 0;
    }
    assertTrue(met >= 40, met + " of " + count);
  }

  /** How far gradient and Hv are from differences, relatively. */
  private static double offDifferences(Case drawn, double radius, RandomGenerator random) {
    RecurrentExpansion at = drawn.objective.expandAt(drawn.w).requireSettled();
    double[] gradient = at.gradient();
    // Along the gradient itself its derivative is its length: nothing is small beside it.
    double length = Vectors.norm(gradient);
    double[] along = gradient.clone();
    Vectors.scale(1 / length, along);
    double off =
        distance(
            new double[] {length},
            radius,
            t -> new double[] {drawn.objective.expandAt(moved(drawn.w, t, along)).value()});
    // The rounding of E itself beside a small gradient.
    off -= Math.min(off, 1e-12 * at.value() / length);
    double[] v = Samples.gaussian(random, drawn.w.length);
    Vectors.scale(1 / Vectors.norm(v), v);
    double offHv =
        distance(
            at.hessian().times(v),
            radius,
            t -> drawn.objective.expandAt(moved(drawn.w, t, v)).gradient());
    return Math.max(off, offHv);
  }

  /** How far a derivative is from extrapolated differences, with the steps that suit them best. */
  private static double distance(double[] exact, double radius, DoubleFunction<double[]> f) {
    double least = Double.POSITIVE_INFINITY;
    for (double part : new double[] {4, 2, 1, 0.5, 0.25, 0.12, 0.06, 0.03, 0.015}) {
      double[] differences = Extrapolated.derivative(f, part * (1 - radius));
      if (differences.length > 0) { // where it settled at all
        least = Math.min(least, Samples.relativeDistance(exact, differences));
      }
    }
    return least;
  }

  private static double[] moved(double[] w, double t, double[] v) {
    double[] moved = new double[w.length];
    Vectors.sum(w, t, v, moved);
    return moved;
  }

  private static void assertClose(String what, double[] expected, double[] actual) {
    double distance = Samples.relativeDistance(expected, actual);
    assertTrue(distance <= TOLERANCE, () -> what + " is off by " + distance);
  }
}
