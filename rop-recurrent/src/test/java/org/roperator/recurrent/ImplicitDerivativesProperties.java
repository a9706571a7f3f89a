package org.roperator.recurrent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.random.RandomGenerator;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.roperator.contract.Samples;

/**
 * Gradient, Hv and Gv against implicit differentiation written forwards with dense inverses.
 *
 * <p>1e-10: both ways settle to some roundings and solve with condition numbers below a hundred.
 */
class ImplicitDerivativesProperties {

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
      @ForAll @IntRange(max = 2) int loss,
      @ForAll @IntRange(min = 3, max = 9) int n,
      @ForAll long seed) {
    check(function, place, trainedInputs, loss, n, 3, seed);
  }

  @Property(tries = 8)
  void networksOfUpToFiftyUnits(
      @ForAll("functions") UnitFunction function,
      @ForAll InputPlace place,
      @ForAll @IntRange(max = 2) int loss,
      @ForAll @IntRange(min = 10, max = 50) int n,
      @ForAll long seed) {
    check(function, place, false, loss, n, 1, seed);
  }

  private static void check(
      UnitFunction function,
      InputPlace place,
      boolean trainedInputs,
      int which,
      int n,
      int count,
      long seed) {
    RandomGenerator random = Samples.random(seed);
    RecurrentNetwork network =
        RecurrentNetwork.of(Connectivity.full(n))
            .functions(function)
            .functions(n - 2, n, UnitFunction.tanh())
            .inputs(place);
    List<Pattern> patterns = Nets.patterns(random, n, count);
    EquilibriumLoss loss = Nets.losses(n).get(which);
    RecurrentObjective objective = network.objective(loss, patterns).cutInto(2);
    if (trainedInputs) {
      objective = objective.trainingInputs().cutInto(2);
    }
    double[] w = Nets.point(network, random, objective.dimension());
    double[] v = Samples.gaussian(random, w.length);

    RecurrentExpansion at = objective.expandAt(w).requireSettled();
    ForwardReference expected = ForwardReference.of(network, loss, patterns, trainedInputs, w, v);
    assertEquals(expected.value, at.value(), TOLERANCE * (1 + Math.abs(expected.value)));
    assertClose("gradient", expected.gradient, at.gradient());
    assertClose("Hv", expected.hv, at.hessian().times(v));
    assertClose("Gv", expected.gv, at.gaussNewton().times(v));
  }

  private static void assertClose(String what, double[] expected, double[] actual) {
    double distance = Samples.relativeDistance(expected, actual);
    assertTrue(distance <= TOLERANCE, () -> what + " is off by " + distance);
  }
}
