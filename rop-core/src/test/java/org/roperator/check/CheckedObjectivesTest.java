package org.roperator.check;

import org.junit.jupiter.api.Test;
import org.roperator.autodiff.TapeObjective;
import org.roperator.autodiff.Var;
import org.roperator.contract.Samples;
import org.roperator.function.Objective;

/** The objectives of this module pass the check. */
class CheckedObjectivesTest {

  @Test
  void programsOnTheTapeAreCorrect() {
    Objective rosenbrock =
        TapeObjective.of(
            10,
            x -> {
              Var sum = x[0].getField().getZero();
              for (int i = 1; i < x.length; i++) {
                Var valley = x[i].subtract(x[i - 1].multiply(x[i - 1]));
                Var slope = x[i - 1].subtract(1);
                sum = sum.add(valley.multiply(valley).multiply(100)).add(slope.multiply(slope));
              }
              return sum;
            });
    for (int seed = 0; seed < 5; seed++) {
      double[] w = Samples.gaussian(Samples.random(seed), 10);
      DerivativeCheck.of(rosenbrock).withSeed(seed).at(w).assertCorrect();
    }
  }

  @Test
  void transcendentalProgramsAreCorrect() {
    Objective program =
        TapeObjective.of(
            3,
            x ->
                x[0].multiply(x[1])
                    .sin()
                    .exp()
                    .add(x[2].tanh().divide(x[0].multiply(x[0]).add(1))));
    for (int seed = 0; seed < 5; seed++) {
      double[] w = Samples.gaussian(Samples.random(seed), 3);
      DerivativeCheck.of(program).withSeed(seed).at(w).assertCorrect();
    }
  }
}
