package org.roperator.nn;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Provide;
import org.roperator.contract.FiniteSumContract;
import org.roperator.contract.ObjectiveCase;
import org.roperator.contract.Samples;
import org.roperator.nn.layer.Activation;
import org.roperator.nn.layer.AveragePooling;
import org.roperator.nn.layer.Convolution;
import org.roperator.nn.layer.ImageShape;
import org.roperator.nn.layer.Kernel;
import org.roperator.nn.layer.Layers;
import org.roperator.parallel.Sharding;
import org.roperator.parallel.Workers;

/** Networks of every activation and loss keep the laws of finite sums. */
class NetworkObjectiveLaws implements FiniteSumContract<NetworkObjective> {

  private static final int EXAMPLES = 7;
  private static final int FEATURES = 4;
  private static final int HIDDEN = 5;

  @Override
  @Provide
  public Arbitrary<ObjectiveCase<NetworkObjective>> objectives() {
    List<ObjectiveCase<NetworkObjective>> cases = new ArrayList<>();
    for (Activation activation : Nets.activations()) {
      cases.add(of(activation, Loss.softmaxCrossEntropy()));
    }
    cases.add(of(Activation.tanh(), Loss.logisticCrossEntropy()));
    cases.add(of(Activation.gelu(), Loss.squaredError()));
    Loss squares = Loss.squaredError();
    cases.add(of("layer normalization", n -> n.layerNormalization().scaled(), squares));
    cases.add(of("dropout", n -> n.then(Activation.tanh()).dropout(0.4, 3), squares));
    cases.add(
        of(
            "residual",
            n -> n.residual(f -> f.affine(3).then(Activation.tanh()).affine(5)),
            squares));
    cases.add(
        of(
            "convolution",
            n ->
                n.then(Convolution.of(new ImageShape(5, 1, 1), 2, Kernel.of(3).withPadding(1)))
                    .then(AveragePooling.of(new ImageShape(5, 1, 2), Kernel.of(1)))
                    .then(Layers.flatten(new ImageShape(5, 1, 2)))
                    .affine(5),
            squares));
    cases.add(of("tied", n -> n.affine(5).then(Activation.tanh()).tied(1), squares));
    return Arbitraries.of(cases);
  }

  private static ObjectiveCase<NetworkObjective> of(Activation activation, Loss loss) {
    return of(activation.name(), network -> network.then(activation), loss);
  }

  private static ObjectiveCase<NetworkObjective> of(
      String name, UnaryOperator<Network> hidden, Loss loss) {
    AtomicLong passes = new AtomicLong();
    Network network =
        hidden
            .apply(Network.inputs(FEATURES).affine(HIDDEN))
            .then(new CountingLayer(HIDDEN, passes))
            .affine(3);
    NetworkObjective objective =
        NetworkObjective.of(network, loss, Nets.suiting(loss, EXAMPLES, FEATURES, 3, 5))
            .withDecay(0.01)
            .on(Workers.of(2))
            .cutBy((n, p) -> Sharding.inLanes(n, 2, 2));
    return new ObjectiveCase<>(
        name + ", " + loss.name(),
        objective,
        passes::get,
        random -> awayFromKinks(objective, random));
  }

  /** Differences reach 2e-3 ‖x‖ far: no hidden unit may stand nearer to zero than that. */
  private static double[] awayFromKinks(NetworkObjective objective, RandomGenerator random) {
    Network hidden = Network.inputs(FEATURES).affine(HIDDEN);
    while (true) {
      double[] w = Samples.gaussian(random, objective.dimension());
      double nearest = Double.POSITIVE_INFINITY;
      double[] head = java.util.Arrays.copyOf(w, hidden.dimension());
      for (double z : Prediction.of(hidden, head).outputs(objective.data())) {
        nearest = Math.min(nearest, Math.abs(z));
      }
      if (nearest > 1e-2) {
        return w;
      }
    }
  }
}
