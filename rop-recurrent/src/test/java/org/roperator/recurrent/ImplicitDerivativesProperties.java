package org.roperator.recurrent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleFunction;
import java.util.random.RandomGenerator;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.roperator.contract.Samples;
import org.roperator.operator.Vectors;

/**
 * Value, gradient, Hv and Gv against implicit differentiation written forwards with dense inverses,
 * and against extrapolated differences of equilibria settled anew, for spectral radii from 0.1 to
 * 0.9.
 */
class ImplicitDerivativesProperties {

  /** Both ways settle to some roundings and solve with condition numbers of some hundred. */
  private static final double TOLERANCE = 1e-10;

  @Provide
  Arbitrary<UnitFunction> functions() {
    return Arbitraries.of(Nets.functions());
  }

  @Property(tries = 60)
  void smallNetworks(
      @ForAll("functions") UnitFunction function,
      @ForAll InputPlace place,
      @ForAll boolean trainedInputs,
      @ForAll ReferenceLoss loss,
      @ForAll @IntRange(min = 3, max = 9) int n,
      @ForAll @DoubleRange(min = 0.1, max = 0.9) double radius,
      @ForAll long seed) {
    check(function, place, trainedInputs, loss, n, 3, radius, seed);
  }

  @Property(tries = 12)
  void networksOfUpToFiftyUnits(
      @ForAll("functions") UnitFunction function,
      @ForAll InputPlace place,
      @ForAll ReferenceLoss loss,
      @ForAll @IntRange(min = 10, max = 50) int n,
      @ForAll @DoubleRange(min = 0.1, max = 0.9) double radius,
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

  private static RecurrentNetwork network(UnitFunction function, InputPlace place, int n) {
    return RecurrentNetwork.of(Connectivity.full(n))
        .functions(function)
        .functions(n - 2, n, UnitFunction.tanh())
        .inputs(place);
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
    RecurrentObjective objective = network.objective(loss.loss(n), drawn.patterns());
    double[] w = drawn.w();
    if (trainedInputs) {
      objective = objective.trainingInputs();
      w = Arrays.copyOf(w, objective.dimension());
      for (int p = 0; p < count; p++) {
        System.arraycopy(drawn.patterns().get(p).input(), 0, w, n * n + n + p * n, n);
      }
    }
    return new Case(objective.cutInto(2), drawn.patterns(), w);
  }

  private static void check(
      UnitFunction function,
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
   * Long steps leave something to extrapolation, short ones to rounding; how long they may be
   * depends on the network. A wrong derivative is met by none of them.
   */
  @Property(tries = 20)
  void extrapolatedDifferences(
      @ForAll("functions") UnitFunction function,
      @ForAll InputPlace place,
      @ForAll boolean trainedInputs,
      @ForAll ReferenceLoss loss,
      @ForAll @IntRange(min = 3, max = 20) int n,
      @ForAll @DoubleRange(min = 0.1, max = 0.9) double radius,
      @ForAll long seed) {
    RandomGenerator random = Samples.random(seed);
    Case drawn = draw(network(function, place, n), trainedInputs, loss, 1, radius, random);
    RecurrentExpansion at = drawn.objective.expandAt(drawn.w).requireSettled();
    double[] gradient = at.gradient();
    // Along the gradient itself its derivative is its length: nothing is small beside it.
    double length = Vectors.norm(gradient);
    Assume.that(length > 0.02 * at.value()); // or the rounding of E itself is more than 1e-10 of it
    double[] along = gradient.clone();
    Vectors.scale(1 / length, along);
    double off =
        distance(
            new double[] {length},
            radius,
            t -> new double[] {drawn.objective.expandAt(moved(drawn.w, t, along)).value()});
    assertTrue(off <= TOLERANCE, () -> "the gradient is off by " + off);
    double[] v = Samples.gaussian(random, drawn.w.length);
    Vectors.scale(1 / Vectors.norm(v), v);
    double offHv =
        distance(
            at.hessian().times(v),
            radius,
            t -> drawn.objective.expandAt(moved(drawn.w, t, v)).gradient());
    assertTrue(offHv <= TOLERANCE, () -> "Hv is off by " + offHv);
  }

  /** How far a derivative is from extrapolated differences, with the steps that suit them best. */
  private static double distance(double[] exact, double radius, DoubleFunction<double[]> f) {
    double least = Double.POSITIVE_INFINITY;
    for (double part : new double[] {2, 0.5, 0.125, 0.03}) {
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
