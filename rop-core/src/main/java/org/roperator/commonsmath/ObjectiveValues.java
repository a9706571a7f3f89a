package org.roperator.commonsmath;

import org.apache.commons.math3.analysis.MultivariateFunction;
import org.roperator.function.Objective;

/** The values of one of our objectives as their function, which keeps the objective. */
record ObjectiveValues(Objective objective) implements MultivariateFunction {

  @Override
  public double value(double[] w) {
    return objective.value(w);
  }
}
