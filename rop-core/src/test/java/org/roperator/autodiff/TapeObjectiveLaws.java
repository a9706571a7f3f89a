package org.roperator.autodiff;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Provide;
import org.roperator.contract.ObjectiveCase;
import org.roperator.contract.ObjectiveContract;

/** Programs of every kind of operation keep the laws of all objectives. */
class TapeObjectiveLaws implements ObjectiveContract<TapeObjective> {

  @Override
  @Provide
  public Arbitrary<ObjectiveCase<TapeObjective>> objectives() {
    List<ObjectiveCase<TapeObjective>> cases = new ArrayList<>();
    add(cases, "constant", 3, x -> Var.constant(7));
    add(cases, "an input itself", 3, x -> x[1]);
    add(cases, "one input", 1, x -> x[0].exp().multiply(x[0]));
    add(cases, "linear", 3, x -> x[0].add(x[0]).subtract(x[2]).multiply(3).subtractFrom(2));
    add(cases, "unused input", 3, x -> x[0].multiply(x[2].sin()));
    add(cases, "quotient", 2, x -> x[0].divide(x[1].square().add(1)));
    add(cases, "quotient of itself", 2, x -> x[0].divide(x[0].add(9)).multiply(x[1]));
    add(cases, "powers", 2, x -> x[0].square().add(1).pow(x[1]).add(x[1].pow(3)));
    add(cases, "angle and length", 2, x -> x[0].atan2(x[1].exp()).multiply(x[0].hypot(x[1].exp())));
    add(cases, "log-sum-exp", 4, x -> Var.logSumExp(x).square());
    add(
        cases,
        "loop and branch",
        4,
        x -> {
          Var s = x[0];
          for (int i = 0; i < 50; i++) {
            Var next = x[i % 4].multiply(s).tanh();
            s = i % 3 == 0 ? next.add(s.multiply(0.5)) : next.subtract(x[(i + 1) % 4]);
          }
          return s.add(Var.sum(x).sin());
        });
    add(
        cases,
        "chain longer than a segment",
        2,
        x -> {
          Var s = x[0];
          for (int i = 0; i < 9000; i++) {
            s = s.multiply(0.999).add(x[1].multiply(s).multiply(1e-4)).sin();
          }
          return s.exp();
        });
    return Arbitraries.of(cases);
  }

  private static void add(
      List<ObjectiveCase<TapeObjective>> cases, String name, int n, ScalarProgram program) {
    AtomicLong runs = new AtomicLong();
    TapeObjective f =
        TapeObjective.of(
            n,
            x -> {
              runs.incrementAndGet();
              return program.evaluate(x);
            });
    cases.add(ObjectiveCase.of(name, f, runs::get));
  }
}
