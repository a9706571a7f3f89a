package org.roperator.nn;

import java.util.concurrent.atomic.AtomicLong;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Provide;
import org.roperator.contract.ObjectiveCase;
import org.roperator.contract.ObjectiveContract;
import org.roperator.contract.Samples;
import org.roperator.nn.layer.Activation;
import org.roperator.nn.layer.BatchNormalization;
import org.roperator.parallel.Workers;

/** Networks that couple the examples of a batch keep the laws of objectives. */
class NormalizedObjectiveLaws implements ObjectiveContract<NetworkObjective> {

  @Override
  @Provide
  public Arbitrary<ObjectiveCase<NetworkObjective>> objectives() {
    return Arbitraries.of(withBatchesOf(8), withBatchesOf(3));
  }

  /** An ε beside which no unit's variance is small keeps differences exact. */
  private static ObjectiveCase<NetworkObjective> withBatchesOf(int size) {
    AtomicLong passes = new AtomicLong();
    NetworkObjective objective =
        NetworkObjective.of(
                Network.inputs(4)
                    .affine(5)
                    .then(BatchNormalization.of(5).withEpsilon(0.3))
                    .scaled()
                    .then(Activation.tanh())
                    .residual(f -> f.affine(5).then(BatchNormalization.of(5).withEpsilon(0.3)))
                    .then(new CountingLayer(5, passes))
                    .affine(2),
                Loss.squaredError(),
                Nets.valued(8, 4, 2, 5))
            .withDecay(0.01)
            .on(Workers.of(2))
            .withBatchesOf(size);
    return new ObjectiveCase<>(
        "batches of " + size,
        objective,
        passes::get,
        random -> Samples.gaussian(random, objective.dimension()));
  }
}
