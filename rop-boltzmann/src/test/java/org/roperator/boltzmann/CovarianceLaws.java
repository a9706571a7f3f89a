package org.roperator.boltzmann;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Provide;
import org.roperator.contract.Samples;
import org.roperator.contract.SymmetricOperatorContract;
import org.roperator.operator.SymmetricOperator;
import org.roperator.parallel.Workers;

/** The covariances of every kind of phase, sampled ones too, are symmetric operators. */
class CovarianceLaws implements SymmetricOperatorContract<SymmetricOperator> {

  @Override
  @Provide
  public Arbitrary<SymmetricOperator> operators() {
    Workers two = Workers.of(2);
    Machines.Drawn full = drawn(BoltzmannMachine.fullyConnected(4, 4));
    Machines.Drawn restricted = drawn(BoltzmannMachine.restricted(5, 4));
    Machines.Drawn many = drawn(BoltzmannMachine.fullyConnected(12, 3));
    Gibbs gibbs =
        ExpectationMethod.gibbs(300, 5).withTemperatures(10).withSettling(3).withSamples(2, 2);
    return Arbitraries.of(
        ExpectationMethod.exact().free(full.machine(), full.w(), two).covariance(),
        ExpectationMethod.exact().free(many.machine(), many.w(), two).covariance(),
        ExpectationMethod.exact().free(restricted.machine(), restricted.w(), two).covariance(),
        clamped(ExpectationMethod.exact(), full),
        clamped(ExpectationMethod.exact(), restricted),
        clamped(gibbs, full),
        ExpectationMethod.meanField()
            .free(full.machine().withTemperature(8), full.w(), two)
            .covariance(),
        gibbs.free(full.machine(), full.w(), two).covariance(),
        gibbs.free(restricted.machine(), restricted.w(), two).covariance());
  }

  private static SymmetricOperator clamped(ExpectationMethod statistics, Machines.Drawn drawn) {
    return statistics
        .clamped(drawn.machine(), drawn.w(), Patterns.of(drawn.patterns()), Workers.of(2))
        .covariance();
  }

  private static Machines.Drawn drawn(BoltzmannMachine machine) {
    return Machines.with(Samples.random(11), machine);
  }
}
