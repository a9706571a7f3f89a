package org.roperator.nn;

import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Provide;
import org.roperator.contract.FiniteSumContract;
import org.roperator.contract.ObjectiveCase;
import org.roperator.contract.Samples;

/** Networks of every activation and loss keep the laws of finite sums. */
class NetworkObjectiveLaws implements FiniteSumContract<NetworkObjective> {

  private static final int EXAMPLES = 7;

  @Override
  @Provide
  public Arbitrary<ObjectiveCase<NetworkObjective>> objectives() {
    return Arbitraries.of(
        Stream.of(Activation.tanh(), Activation.logistic(), Activation.relu())
            .map(a -> withSoftmax(a))
            .toList());
  }

  private static ObjectiveCase<NetworkObjective> withSoftmax(Activation activation) {
    RandomGenerator random = Samples.random(5);
    int[] labels = new int[EXAMPLES];
    for (int n = 0; n < EXAMPLES; n++) {
      labels[n] = random.nextInt(3);
    }
    AtomicLong passes = new AtomicLong();
    Network network =
        Network.inputs(4).affine(5).then(activation).then(new CountingLayer(5, passes)).affine(3);
    Dataset data = Dataset.classification(Samples.gaussian(random, 4 * EXAMPLES), 4, labels, 3);
    return ObjectiveCase.of(
        activation.name(),
        network
            .objective(Loss.softmaxCrossEntropy(), data)
            .withDecay(0.01)
            .cutBy((n, p) -> Cut.into(n, 2, 2)),
        passes::get);
  }
}
