package org.roperator.recurrent;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Provide;
import org.roperator.contract.CheckedObjectiveContract;
import org.roperator.contract.FiniteSumContract;
import org.roperator.contract.ObjectiveCase;
import org.roperator.contract.Samples;
import org.roperator.function.ScalarFunction;
import org.roperator.parallel.Workers;

/** Networks at equilibrium keep the laws of finite sums, however they settle and solve. */
class RecurrentObjectiveLaws
    implements FiniteSumContract<RecurrentObjective>, CheckedObjectiveContract<RecurrentObjective> {

  private static final int UNITS = 5;
  private static final int PATTERNS = 5;

  @Override
  @Provide
  public Arbitrary<ObjectiveCase<RecurrentObjective>> objectives() {
    List<ObjectiveCase<RecurrentObjective>> cases = new ArrayList<>();
    List<FixedPointSolver> solvers =
        List.of(
            FixedPointSolver.factorization(),
            FixedPointSolver.krylov(),
            FixedPointSolver.relaxation());
    int next = 0;
    for (ScalarFunction function : Nets.functions()) {
      for (InputPlace place : InputPlace.values()) {
        cases.add(
            of(
                function,
                place,
                List.of(ReferenceLoss.values()).get(next % 3).loss(UNITS),
                solvers.get((next + next / 3) % 3),
                next % 4 == 1));
        next++;
      }
    }
    return Arbitraries.of(cases);
  }

  private static ObjectiveCase<RecurrentObjective> of(
      ScalarFunction function,
      InputPlace place,
      EquilibriumLoss loss,
      FixedPointSolver solver,
      boolean trainedInputs) {
    AtomicLong evaluations = new AtomicLong();
    ScalarFunction counted =
        ScalarFunction.of(
            x -> {
              evaluations.incrementAndGet();
              return function.value(x);
            },
            function::slope,
            function::bend);
    RecurrentNetwork network =
        RecurrentNetwork.of(Connectivity.full(UNITS)).withFunction(counted).withInputPlace(place);
    RecurrentObjective objective =
        RecurrentObjective.of(network, loss, Nets.patterns(Samples.random(7), UNITS, PATTERNS))
            .withDecay(0.01)
            .withSolver(solver)
            .on(Workers.of(2));
    RecurrentObjective whole =
        (trainedInputs ? objective.withTrainedInputs() : objective).withShards(3);
    return new ObjectiveCase<>(
        String.join(
            ", ",
            place.name(),
            solver.toString(),
            trainedInputs ? "inputs trained" : "inputs given"),
        whole,
        evaluations::get,
        random -> Nets.point(network, random, whole.dimension()));
  }
}
