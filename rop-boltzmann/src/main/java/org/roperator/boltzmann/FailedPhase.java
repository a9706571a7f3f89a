package org.roperator.boltzmann;

import java.util.Arrays;
import org.roperator.operator.SymmetricOperator;

/**
 * A phase without statistics: all its numbers are NaN.
 *
 * @param dimension the number of parameters
 * @param outcome why
 */
record FailedPhase(int dimension, PhaseOutcome outcome) implements Phase {

  @Override
  public double logPartition() {
    return Double.NaN;
  }

  @Override
  public double[] means() {
    double[] nothing = new double[dimension];
    Arrays.fill(nothing, Double.NaN);
    return nothing;
  }

  @Override
  public double[] meanSquares() {
    return means();
  }

  @Override
  public SymmetricOperator covariance() {
    return SymmetricOperator.of(dimension, (v, out) -> Arrays.fill(out, Double.NaN));
  }
}
