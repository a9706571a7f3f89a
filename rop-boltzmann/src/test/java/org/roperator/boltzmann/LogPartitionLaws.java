package org.roperator.boltzmann;

import java.util.concurrent.atomic.AtomicLong;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Provide;
import org.roperator.contract.ObjectiveCase;
import org.roperator.contract.ObjectiveContract;
import org.roperator.parallel.Workers;

/** ln Z keeps the laws of objectives. */
class LogPartitionLaws implements ObjectiveContract<LogPartition> {

  @Override
  @Provide
  public Arbitrary<ObjectiveCase<LogPartition>> objectives() {
    return Arbitraries.of(
        of(BoltzmannMachine.fullyConnected(4, 2)),
        of(BoltzmannMachine.restricted(5, 2).withCoding(UnitCoding.PLUS_MINUS_ONE)),
        of(BoltzmannMachine.restricted(2, 6).withSign(EnergySign.POSITIVE)));
  }

  private static ObjectiveCase<LogPartition> of(BoltzmannMachine machine) {
    AtomicLong passes = new AtomicLong();
    ExpectationMethod counting =
        new ExpectationMethod() {
          @Override
          public Phase free(BoltzmannMachine m, double[] w, Workers workers) {
            passes.incrementAndGet();
            return ExpectationMethod.exact().free(m, w, workers);
          }

          @Override
          public Phase clamped(BoltzmannMachine m, double[] w, Patterns p, Workers workers) {
            return ExpectationMethod.exact().clamped(m, w, p, workers);
          }
        };
    return ObjectiveCase.of(
        machine.toString(),
        LogPartition.of(machine).withExpectations(counting).on(Workers.of(2)),
        passes::get);
  }
}
