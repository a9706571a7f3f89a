package org.roperator.nn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.roperator.contract.Samples;
import org.roperator.function.FiniteSumExpansion;
import org.roperator.nn.ReferenceNetwork.Step;
import org.roperator.nn.layer.Activation;
import org.roperator.nn.layer.Layer;
import org.roperator.nn.layer.LayerContract;
import org.roperator.operator.SymmetricOperator;
import org.roperator.parallel.Sharding;

/** Value, gradient, Hv and Gv agree with a network written out in hyper-dual numbers. */
class NetworkReferenceTest {

  /** Some hundred roundings of numbers about 1. */
  private static final double TOLERANCE = 1e-11;

  @Test
  void eachActivationUnderEachLossInUnevenShardsAgreesWithTheReference() {
    for (Activation activation : Nets.activations()) {
      for (Loss loss : Nets.losses()) {
        for (int examples : new int[] {1, 3, 7}) {
          Network network =
              Network.inputs(3).affine(4).then(activation).affine(3).then(activation).affine(2);
          assertAgrees(network, loss, examples, 10 + examples);
        }
      }
    }
  }

  @Test
  void activationsMayStandAnywhere() {
    Network first = Network.inputs(3).then(Activation.tanh()).affine(2);
    Network last = Network.inputs(3).affine(2).then(Activation.logistic());
    Network twice =
        Network.inputs(3).affine(4).then(Activation.silu()).then(Activation.relu()).affine(2);
    Network none = Network.inputs(3).affine(4).affine(2);
    for (Network network : List.of(first, last, twice, none)) {
      for (Loss loss : Nets.losses()) {
        assertAgrees(network, loss, 7, 3);
      }
    }
  }

  private static void assertAgrees(Network network, Loss loss, int examples, long seed) {
    Dataset data = Nets.suiting(loss, examples, network.inputs(), network.outputs(), seed);
    double[] w = Samples.gaussian(Samples.random(seed + 1), network.dimension());
    double[] v = Samples.gaussian(Samples.random(seed + 2), network.dimension());
    ReferenceNetwork reference = ReferenceNetwork.of(steps(network));
    String name = loss.name();
    String what = network.layers() + " " + name + " " + examples;
    double value = reference.value(name, w, data);
    double[] gradient = reference.gradient(name, w, data);
    double[] hv = reference.hessianTimes(name, w, v, data);
    double[] gv = reference.gaussNewtonTimes(name, w, v, data);
    double[] squares = reference.meanSquaredGradient(name, w, data);
    for (NetworkObjective objective : cuts(NetworkObjective.of(network, loss, data))) {
      FiniteSumExpansion at = objective.expandAt(w);
      assertEquals(value, at.value(), TOLERANCE * Math.max(1, value), what);
      assertEquals(at.value(), objective.value(w), TOLERANCE * Math.max(1, value), what);
      assertClose(what + " gradient", gradient, at.gradient());
      assertClose(what + " squares", squares, at.meanSquaredGradient());
      assertClose(what + " Hv", hv, at.hessian().times(v));
      assertClose(what + " Gv", gv, at.gaussNewton().times(v));
      assertClose(what + " Hv in a block", hv, inBlock(at.hessian(), v));
      assertClose(what + " Gv in a block", gv, inBlock(at.gaussNewton(), v));
    }
  }

  /** One shard; shards of 2, 2, 2, 1; three lanes of shards of at most 2. */
  private static List<NetworkObjective> cuts(NetworkObjective objective) {
    return List.of(
        objective,
        objective.cutBy((n, p) -> Sharding.inLanes(n, 1, 2)),
        objective.cutBy((n, p) -> Sharding.inLanes(n, 3, 2)),
        objective.cutBy((n, p) -> Sharding.inLanes(n, 2, 2)).withMemoryBudget(0));
  }

  private static double[] inBlock(SymmetricOperator operator, double[] v) {
    double[][] vs = {Samples.gaussian(Samples.random(1), v.length), v, new double[v.length]};
    double[][] outs = new double[3][v.length];
    operator.applyAll(vs, outs);
    assertEquals(0, Samples.relativeDistance(outs[2], new double[v.length]));
    return outs[1];
  }

  private static List<Step> steps(Network network) {
    List<Step> steps = new ArrayList<>();
    for (Layer layer : network.layers()) {
      steps.add(
          LayerContract.activation(layer)
              .<Step>map(
                  elementwise -> new Step.Each(ReferenceNetwork.activation(elementwise.name())))
              .orElseGet(() -> new Step.Affine(layer.outputs())));
    }
    return steps;
  }

  private static void assertClose(String what, double[] expected, double[] actual) {
    double distance = Samples.relativeDistance(expected, actual);
    assertTrue(distance <= TOLERANCE, () -> what + ": relative distance " + distance);
  }
}
