package org.roperator.boltzmann;

import java.util.concurrent.atomic.AtomicLong;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Provide;
import org.roperator.contract.ObjectiveCase;
import org.roperator.contract.ObjectiveContract;
import org.roperator.function.Workers;

/** ln Z keeps the laws of objectives. */
class LogPartitionLaws implements ObjectiveContract<LogPartition> {

  @Override
  @Provide
  public Arbitrary<ObjectiveCase<LogPartition>> objectives() {
    return Arbitraries.of(
        of(BoltzmannMachine.fullyConnected(4, 2)),
        of(BoltzmannMachine.restricted(5, 2).withUnits(UnitCoding.PLUS_MINUS_ONE)),
        of(BoltzmannMachine.restricted(2, 6).withEnergy(EnergySign.POSITIVE)));
  }

  private static ObjectiveCase<LogPartition> of(BoltzmannMachine machine) {
    AtomicLong passes = new AtomicLong();
    Statistics counting =
        new Statistics() {
          @Override
          public Phase free(BoltzmannMachine m, double[] w, Workers workers) {
            passes.incrementAndGet();
            return Statistics.exact().free(m, w, workers);
          }

          @Override
          public Phase clamped(BoltzmannMachine m, double[] w, Patterns p, Workers workers) {
            return Statistics.exact().clamped(m, w, p, workers);
          }
        };
    return ObjectiveCase.of(
        machine.toString(), machine.logPartition().using(counting).on(Workers.of(2)), passes::get);
  }
}
