package org.roperator.nn.matching;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.roperator.check.DerivativeCheck;
import org.roperator.contract.Refusals;
import org.roperator.contract.Samples;
import org.roperator.function.Objective;
import org.roperator.internal.Vectors;
import org.roperator.nn.Dataset;
import org.roperator.nn.Loss;
import org.roperator.nn.Nets;
import org.roperator.nn.Network;
import org.roperator.nn.NetworkObjective;
import org.roperator.nn.layer.Activation;
import org.roperator.nn.layer.BatchNormalization;
import org.roperator.operator.LinearOperator;
import org.roperator.operator.SymmetricOperator;

/** Back-matching against back-propagation, differences and the network's Gauss-Newton matrix. */
class BackMatchingTest {

  /** Two orders of the same sums. */
  private static final double ROUNDING = 1e-12;

  private static final int EXAMPLES = 6;

  private static final Loss SOFTMAX = Loss.softmaxCrossEntropy();

  private static Map<String, Network> networks() {
    Map<String, Network> networks = new LinkedHashMap<>();
    networks.put(
        "plain",
        Network.inputs(4)
            .affine(5)
            .then(Activation.tanh())
            .affine(3)
            .then(Activation.softplus())
            .affine(3));
    networks.put(
        "skips",
        Network.inputs(4)
            .then(Activation.tanh())
            .affine(3)
            .residual(inner -> inner.then(Activation.tanh()).affine(3))
            .residual(inner -> inner.affine(2).then(Activation.gelu()).affine(3))
            .affine(3));
    networks.put(
        "normalized",
        Network.inputs(4)
            .affine(5)
            .batchNormalization()
            .then(Activation.tanh())
            .affine(3)
            .layerNormalization()
            .scaled()
            .affine(3));
    return networks;
  }

  private static Network network(String name) {
    return Objects.requireNonNull(networks().get(name));
  }

  private static double[] point(Network network) {
    double[] w = Samples.gaussian(Samples.random(7), network.dimension());
    Vectors.scale(0.5, w);
    return w;
  }

  private static final Dataset DATA = Nets.labelled(EXAMPLES, 4, 3, 11);

  /** As many units as outputs are needed, so that every network ends alike. */
  private static BackMatching matching(Network network) {
    return BackMatching.of(network, SOFTMAX, DATA, point(network));
  }

  @Test
  void gradientStepsOnTheLocalLossesAreBackPropagation() {
    networks()
        .forEach(
            (name, network) -> {
              BackMatching matching = matching(network);
              double[] expected =
                  NetworkObjective.of(network, SOFTMAX, DATA).expandAt(point(network)).gradient();
              assertArrayEquals(expected, matching.gradient(), 1e-15, name);
              assertEquals(
                  NetworkObjective.of(network, SOFTMAX, DATA).value(point(network)),
                  matching.value(),
                  1e-15);
              for (LocalBlock block : matching.blocks()) {
                double[] own =
                    Arrays.copyOfRange(
                        point(network), block.offset(), block.offset() + block.parameters());
                double[] local = block.parameterLoss().expandAt(own).gradient();
                assertArrayEquals(
                    Arrays.copyOfRange(
                        expected, block.offset(), block.offset() + block.parameters()),
                    local,
                    1e-15,
                    name + ", " + block);
              }
            });
  }

  /** Masks belong to examples, not to their places in the batch. */
  @Test
  void someOfTheExamplesKeepTheirMasks() {
    Network network = Network.inputs(4).affine(8).dropout(0.5, 3).then(Activation.tanh()).affine(3);
    Dataset some = DATA.restrictedTo(new int[] {4, 1, 5});
    double[] w = point(network);
    BackMatching matching = BackMatching.of(network, SOFTMAX, some, w);
    assertArrayEquals(
        NetworkObjective.of(network, SOFTMAX, some).expandAt(w).gradient(),
        matching.gradient(),
        1e-15);
    LocalBlock first = matching.block(1);
    double[] own = Arrays.copyOf(w, first.parameters());
    assertArrayEquals(
        first.parameterGradient(), first.parameterLoss().expandAt(own).gradient(), 1e-15);
  }

  @Test
  void whatABlockMatchesIsOneStepOnTheNextLoss() {
    for (Network network : networks().values()) {
      BackMatching matching = matching(network);
      for (int b = 2; b <= matching.blocks().size(); b++) {
        LocalBlock block = matching.block(b);
        LocalBlock before = matching.block(b - 1);
        double[] z = block.inputValues();
        assertArrayEquals(before.outputValues(), z, 0.0);
        double[] slope = block.inputLoss().expandAt(z).gradient();
        assertArrayEquals(slope, block.inputGradient(), 0.0);
        Vectors.addScaled(-1, slope, z);
        assertArrayEquals(z, block.matchedInputs(), 0.0);
        // ½‖z − matched‖² is the loss of the block before.
        assertEquals(Vectors.dot(slope, slope) / 2, before.value(), 1e-15);
        assertEquals(
            before.value(),
            before.inputLoss().value(before.inputValues()),
            ROUNDING * before.value());
      }
    }
  }

  /** Gradients and whole Hessians of the local losses, away from the point too. */
  @Test
  void localLossesPassTheDerivativeCheck() {
    networks()
        .forEach(
            (name, network) -> {
              for (LocalBlock block : matching(network).blocks()) {
                for (Objective loss : List.of(block.parameterLoss(), block.inputLoss())) {
                  double[] x = Samples.gaussian(Samples.random(3), loss.dimension());
                  assertTrue(
                      DerivativeCheck.of(loss).at(x).isCorrect(),
                      () -> name + ", " + block + "\n" + DerivativeCheck.of(loss).at(x));
                }
              }
            });
  }

  /**
   * {@code (F(x + h) − F(x − h))/2h} by way of the local losses' own gradients is JᵀJ at zero δ.
   */
  @Test
  void hessiansAreCongruencesOfDifferencedJacobians() {
    Network network = network("normalized");
    double[] w = point(network);
    LocalBlock block = matching(network).block(1);
    double[] v = Samples.gaussian(Samples.random(5), block.parameters());
    double h = 1e-5;
    double[] difference = new double[EXAMPLES * block.outputs()];
    for (int sign : new int[] {1, -1}) {
      double[] moved = w.clone();
      for (int i = 0; i < v.length; i++) {
        moved[block.offset() + i] += sign * h * v[i];
      }
      double[] y = BackMatching.of(network, SOFTMAX, DATA, moved).block(1).outputValues();
      Vectors.addScaled(sign / (2 * h), y, difference);
    }
    double[] jv = block.jacobianByParameters().times(v);
    // Central differences: h² ~ 1e-10 of third derivatives, which small variances make large.
    assertArrayEquals(difference, jv, 1e-6);
    assertEquals(
        Vectors.dot(jv, jv), Vectors.dot(v, block.parameterHessian().times(v)), 1e-11 * v.length);
  }

  @Test
  void adjointsAreAdjoint() {
    networks()
        .forEach(
            (name, network) -> {
              for (LocalBlock block : matching(network).blocks()) {
                for (LinearOperator j :
                    List.of(block.jacobianByParameters(), block.jacobianByInputs())) {
                  double[] v = Samples.gaussian(Samples.random(1), j.domainDimension());
                  double[] u = Samples.gaussian(Samples.random(2), j.rangeDimension());
                  assertEquals(
                      Vectors.dot(u, j.times(v)),
                      Vectors.dot(j.adjoint().times(u), v),
                      ROUNDING * (u.length + v.length),
                      name);
                }
              }
            });
  }

  @Test
  void chainIsABlockOfTheGaussNewtonMatrix() {
    networks()
        .forEach(
            (name, network) -> {
              BackMatching matching = matching(network);
              SymmetricOperator whole =
                  NetworkObjective.of(network, SOFTMAX, DATA)
                      .expandAt(point(network))
                      .gaussNewton();
              for (LocalBlock block : matching.blocks()) {
                int from = block.offset();
                double[] v = Samples.gaussian(Samples.random(9), block.parameters());
                double[] expected = whole.block(from, from + block.parameters()).times(v);
                assertArrayEquals(
                    expected, matching.gaussNewton(block.number()).times(v), ROUNDING, name);
              }
            });
  }

  /** The last block's Hessian by its parameters is exact: logits are linear in them. */
  @Test
  void gaussNewtonPartIsAllWhereTheBlockIsLinear() {
    BackMatching matching = matching(network("plain"));
    LocalBlock last = matching.block(3);
    double[] w = point(network("plain"));
    double[] own = Arrays.copyOfRange(w, last.offset(), last.offset() + last.parameters());
    double[] v = Samples.gaussian(Samples.random(9), own.length);
    assertArrayEquals(
        last.parameterLoss().expandAt(own).hessian().times(v),
        last.parameterHessian().times(v),
        ROUNDING);
    double[] u = Samples.gaussian(Samples.random(9), last.inputValues().length);
    assertArrayEquals(
        last.inputLoss().expandAt(last.inputValues()).hessian().times(u),
        last.inputHessian().times(u),
        ROUNDING);
  }

  @Test
  void curvedBlocksHaveMoreThanTheGaussNewtonPart() {
    LocalBlock block = matching(network("plain")).block(2);
    double[] u = Samples.gaussian(Samples.random(9), block.inputValues().length);
    double[] whole = block.inputLoss().expandAt(block.inputValues()).hessian().times(u);
    double[] part = block.inputHessian().times(u);
    assertTrue(Samples.relativeDistance(whole, part) > 1e-4);
  }

  @Test
  void examplesAreBlocksUnlessTheyAreCoupled() {
    LocalBlock apart = matching(network("plain")).block(2);
    double[] v = new double[EXAMPLES * 5];
    Arrays.fill(v, 10, 15, 1);
    double[] whole = apart.inputHessian().times(v);
    double[] own = apart.inputHessian(2).times(new double[] {1, 1, 1, 1, 1});
    assertArrayEquals(own, Arrays.copyOfRange(whole, 10, 15), ROUNDING);
    Arrays.fill(whole, 10, 15, 0);
    assertEquals(0, Vectors.norm(whole));
    LocalBlock coupled =
        BackMatching.of(network("normalized"), SOFTMAX, DATA, point(network("normalized")))
            .block(1);
    double[] first = new double[EXAMPLES * 4];
    first[0] = 1;
    assertTrue(Math.abs(coupled.inputHessian().times(first)[4]) > 1e-6);
  }

  @Test
  void blocksAreCutAsTold() {
    Network network = network("normalized");
    double[] w = point(network);
    assertEquals(
        List.of(1, 2, 3, 4), matching(network).blocks().stream().map(LocalBlock::number).toList());
    BackMatching two = BackMatching.of(network, SOFTMAX, DATA, w, 0, 3);
    assertEquals(2, two.blocks().size());
    LocalBlock second = two.block(2);
    assertEquals(
        List.of(EXAMPLES, 5, 3, 25, network.dimension() - 25),
        List.of(
            second.examples(),
            second.inputs(),
            second.outputs(),
            second.offset(),
            second.parameters()));
    assertEquals("layer2.W", second.parameterLoss().layout().slices().get(0).name());
    assertTrue(second.toString().startsWith("block 2 of ["), second.toString());
    assertArrayEquals(matching(network).gradient(), two.gradient(), ROUNDING);
    LocalBlock leading = matching(network("skips")).block(1);
    assertEquals(List.of(4, 3, 0), List.of(leading.inputs(), leading.outputs(), leading.offset()));
  }

  @Test
  void badInputIsRefused() {
    Network network = network("plain");
    double[] w = point(network);
    Refusals.assertRefused(
        () -> BackMatching.of(network, SOFTMAX, DATA, new double[3]), 3, network.dimension());
    Refusals.assertRefused(
        () -> BackMatching.of(network, SOFTMAX, Nets.labelled(6, 5, 3, 1), w), 4, 5);
    Refusals.assertRefused(() -> BackMatching.of(network, SOFTMAX, DATA, w, 0, 1, 2), 2);
    Refusals.assertRefused(() -> BackMatching.of(network, SOFTMAX, DATA, w, 2), 0);
    Refusals.assertRefused(() -> BackMatching.of(network, SOFTMAX, DATA, w, 0, 2, 2), 2);
    Refusals.assertRefused(() -> BackMatching.of(network, SOFTMAX, DATA, w, 0, 5), 5);
    Refusals.assertRefused(
        () ->
            BackMatching.of(
                Network.inputs(3).then(Activation.tanh()),
                SOFTMAX,
                Nets.labelled(6, 3, 3, 1),
                new double[0]),
        0);
    Network tied = Network.inputs(4).affine(4).tied(0).affine(3);
    Refusals.assertRefused(
        () -> BackMatching.of(tied, SOFTMAX, DATA, new double[tied.dimension()]), 55, 35);
    BackMatching matching = matching(network);
    Refusals.assertRefused(() -> matching.block(0), 0, 3);
    Refusals.assertRefused(() -> matching.block(4), 4, 3);
    Refusals.assertRefused(() -> matching.block(1).inputHessian(6), 6, 6);
    Refusals.assertRefused(() -> matching.block(1).inputHessian(-1), -1, 6);
    Refusals.assertRefused(() -> matching.block(1).parameterLoss().value(new double[2]), 2, 25);
    double[] bad = new double[25];
    bad[3] = Double.NaN;
    Refusals.assertRefused(() -> matching.block(1).parameterLoss().expandAt(bad), Double.NaN);
  }

  @Test
  void normalizationWithoutEpsilonLeavesNullVectors() {
    Network network =
        Network.inputs(4).affine(5).then(BatchNormalization.of(5).withEpsilon(0)).affine(3);
    double[] w = point(network);
    LocalBlock block = BackMatching.of(network, SOFTMAX, DATA, w).block(1);
    SymmetricOperator hw = block.parameterHessian();
    for (int unit = 0; unit < 5; unit++) {
      double[] own = new double[25];
      System.arraycopy(w, unit * 4, own, unit * 4, 4);
      assertEquals(0, Vectors.norm(hw.times(own)), ROUNDING);
      double[] bias = new double[25];
      bias[20 + unit] = 1;
      assertEquals(0, Vectors.norm(hw.times(bias)), ROUNDING);
    }
  }
}
