package org.roperator.commonsmath;

import java.util.concurrent.atomic.AtomicLong;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Provide;
import org.apache.commons.math3.analysis.differentiation.DerivativeStructure;
import org.apache.commons.math3.analysis.differentiation.MultivariateDifferentiableFunction;
import org.roperator.contract.ObjectiveCase;
import org.roperator.contract.ObjectiveContract;
import org.roperator.function.Objective;

/** Their functions, once objectives, keep the laws of ours. */
class CommonsMathObjectiveLaws implements ObjectiveContract<Objective> {

  @Override
  @Provide
  public Arbitrary<ObjectiveCase<Objective>> objectives() {
    AtomicLong passes = new AtomicLong();
    MultivariateDifferentiableFunction waves =
        new MultivariateDifferentiableFunction() {
          @Override
          public double value(double[] w) {
            passes.incrementAndGet();
            return Math.sin(w[0] * w[1]) + Math.exp(0.3 * w[2]) * w[0];
          }

          @Override
          public DerivativeStructure value(DerivativeStructure[] w) {
            passes.incrementAndGet();
            return w[0].multiply(w[1]).sin().add(w[2].multiply(0.3).exp().multiply(w[0]));
          }
        };
    return Arbitraries.of(ObjectiveCase.of("waves", CommonsMath.objective(3, waves), passes::get));
  }
}
