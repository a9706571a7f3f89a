package org.roperator.boltzmann;

import java.util.Arrays;
import org.roperator.operator.SymmetricOperator;

/**
 * {@code ½ λ Σ w_ij²} over the weights, not the biases.
 *
 * @param lambda λ ≥ 0
 * @param weights how many weights come before the biases
 * @param dimension the number of all parameters
 */
record Decay(double lambda, int weights, int dimension) {

  Decay {
    if (!(lambda >= 0 && lambda < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "The decay is " + lambda + ", but must be finite and ≥ 0.");
    }
  }

  double value(double[] w) {
    double sum = 0;
    for (int i = 0; i < weights; i++) {
      sum += w[i] * w[i];
    }
    return 0.5 * lambda * sum;
  }

  void addTo(double[] w, double[] gradient) {
    for (int i = 0; i < weights; i++) {
      gradient[i] += lambda * w[i];
    }
  }

  double[] diagonal() {
    double[] diagonal = new double[dimension];
    Arrays.fill(diagonal, 0, weights, lambda);
    return diagonal;
  }

  SymmetricOperator addTo(SymmetricOperator a) {
    return lambda == 0 ? a : a.plus(SymmetricOperator.diagonal(diagonal()));
  }
}
