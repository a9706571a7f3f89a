package org.roperator.cli.boltzmann;

import java.util.concurrent.atomic.AtomicLong;
import org.roperator.boltzmann.BoltzmannMachine;
import org.roperator.boltzmann.ExpectationMethod;
import org.roperator.boltzmann.Patterns;
import org.roperator.boltzmann.Phase;
import org.roperator.boltzmann.PhaseOutcome;
import org.roperator.operator.SymmetricOperator;
import org.roperator.parallel.Workers;

/**
 * Exact statistics that count passes over the states of the free phase: one for ln Z, one for the
 * means, one for each product.
 */
final class PassCounter implements ExpectationMethod {

  private final AtomicLong passes = new AtomicLong();

  long passes() {
    return passes.get();
  }

  @Override
  public Phase free(BoltzmannMachine machine, double[] w, Workers workers) {
    passes.incrementAndGet();
    return new CountedPhase(ExpectationMethod.exact().free(machine, w, workers), passes);
  }

  @Override
  public Phase clamped(BoltzmannMachine machine, double[] w, Patterns patterns, Workers workers) {
    return ExpectationMethod.exact().clamped(machine, w, patterns, workers);
  }

  private record CountedPhase(Phase phase, AtomicLong passes) implements Phase {

    @Override
    public PhaseOutcome outcome() {
      return phase.outcome();
    }

    @Override
    public double logPartition() {
      return phase.logPartition();
    }

    @Override
    public double[] means() {
      passes.incrementAndGet();
      return phase.means();
    }

    @Override
    public double[] meanSquares() {
      return phase.meanSquares();
    }

    @Override
    public SymmetricOperator covariance() {
      SymmetricOperator covariance = phase.covariance();
      return SymmetricOperator.of(
          covariance.dimension(),
          (v, out) -> {
            passes.incrementAndGet();
            covariance.apply(v, out);
          });
    }
  }
}
