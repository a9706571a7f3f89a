package org.roperator.nn;

import java.util.concurrent.atomic.AtomicLong;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Provide;
import org.roperator.contract.ObjectiveCase;
import org.roperator.contract.ObjectiveContract;
import org.roperator.contract.Samples;
import org.roperator.function.Workers;

/** Networks that couple the examples of a batch keep the laws of objectives. */
class NormalisedObjectiveLaws implements ObjectiveContract<NetworkObjective> {

  @Override
  @Provide
  public Arbitrary<ObjectiveCase<NetworkObjective>> objectives() {
    return Arbitraries.of(inBatchesOf(8), inBatchesOf(3));
  }

  /** An ε beside which no unit's variance is small keeps differences exact. */
  private static ObjectiveCase<NetworkObjective> inBatchesOf(int size) {
    AtomicLong passes = new AtomicLong();
    NetworkObjective objective =
        Network.inputs(4)
            .affine(5)
            .then(BatchNormalisation.of(5).withEpsilon(0.3))
            .scaled()
            .then(Activation.tanh())
            .residual(f -> f.affine(5).then(BatchNormalisation.of(5).withEpsilon(0.3)))
            .then(new CountingLayer(5, passes))
            .affine(2)
            .objective(Loss.squaredError(), Nets.valued(8, 4, 2, 5))
            .withDecay(0.01)
            .on(Workers.of(2))
            .inBatchesOf(size);
    return new ObjectiveCase<>(
        "batches of " + size,
        objective,
        passes::get,
        random -> Samples.gaussian(random, objective.dimension()));
  }
}
