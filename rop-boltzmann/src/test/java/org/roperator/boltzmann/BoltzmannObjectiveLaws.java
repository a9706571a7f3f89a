package org.roperator.boltzmann;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Provide;
import org.roperator.contract.FiniteSumContract;
import org.roperator.contract.ObjectiveCase;
import org.roperator.contract.Samples;
import org.roperator.internal.Vectors;
import org.roperator.parallel.Workers;

/** Learning objectives, exact and by mean field, keep the laws of finite sums. */
class BoltzmannObjectiveLaws implements FiniteSumContract<BoltzmannObjective> {

  @Override
  @Provide
  public Arbitrary<ObjectiveCase<BoltzmannObjective>> objectives() {
    List<ObjectiveCase<BoltzmannObjective>> cases = new ArrayList<>();
    for (UnitCoding coding : UnitCoding.values()) {
      for (EnergySign sign : EnergySign.values()) {
        cases.add(exact(BoltzmannMachine.fullyConnected(3, 3), coding, sign));
        cases.add(exact(BoltzmannMachine.restricted(4, 3), coding, sign));
      }
      cases.add(settled(BoltzmannMachine.fullyConnected(3, 3), coding));
    }
    cases.add(
        exact(
            BoltzmannMachine.fullyConnected(5, 0), UnitCoding.PLUS_MINUS_ONE, EnergySign.NEGATIVE));
    return Arbitraries.of(cases);
  }

  private static ObjectiveCase<BoltzmannObjective> exact(
      BoltzmannMachine machine, UnitCoding coding, EnergySign sign) {
    BoltzmannMachine coded = machine.withCoding(coding).withSign(sign).withTemperature(1.3);
    return of(
        BoltzmannObjective.divergence(coded, patterns(coded)).withDecay(0.02),
        ExpectationMethod.exact());
  }

  private static ObjectiveCase<BoltzmannObjective> settled(
      BoltzmannMachine machine, UnitCoding coding) {
    // Warm enough that fixed points are unique: couplings of order 1 over T = 6.
    BoltzmannMachine coded = machine.withCoding(coding).withTemperature(6);
    return of(
        BoltzmannObjective.negativeLogLikelihood(coded, patterns(coded)),
        ExpectationMethod.meanField());
  }

  private static Patterns patterns(BoltzmannMachine machine) {
    double[][] all = Machines.with(Samples.random(4), machine).patterns();
    double[][] some = new double[5][];
    for (int i = 0; i < some.length; i++) {
      some[i] = all[i % all.length];
    }
    return Patterns.of(some);
  }

  private static ObjectiveCase<BoltzmannObjective> of(
      BoltzmannObjective objective, ExpectationMethod statistics) {
    AtomicLong passes = new AtomicLong();
    BoltzmannObjective counted =
        objective.withExpectations(new Counting(statistics, passes)).on(Workers.of(2));
    return new ObjectiveCase<>(
        objective.machine() + ", " + objective.machine().coding() + ", " + statistics,
        counted,
        passes::get,
        random -> {
          double[] w = Samples.gaussian(random, objective.dimension());
          Vectors.scale(0.7, w);
          return w;
        });
  }

  /** A method that counts how often a phase is formed. */
  private record Counting(ExpectationMethod inner, AtomicLong passes) implements ExpectationMethod {
    @Override
    public Phase free(BoltzmannMachine machine, double[] w, Workers workers) {
      passes.incrementAndGet();
      return inner.free(machine, w, workers);
    }

    @Override
    public Phase clamped(BoltzmannMachine machine, double[] w, Patterns patterns, Workers workers) {
      return inner.clamped(machine, w, patterns, workers);
    }
  }
}
