package org.roperator.cli.matching;

import java.util.Arrays;
import org.roperator.nn.matching.LocalBlock;
import org.roperator.spectrum.DenseSpectrum;

/**
 * How well conditioned one block's local Hessians are.
 *
 * @param number the block, counted from 1
 * @param ofInputs the condition of H_z: the geometric mean over some examples of largest over
 *     smallest eigenvalue; infinite where one has a zero
 * @param mean the mean eigenvalue of H_z, likewise: by how much the square of an adjoint grows on
 *     its way back through the block
 * @param ofWeights the condition of H_W over its eigenvalues above zero, the largest over the
 *     smallest of them
 * @param rank the share of H_W's eigenvalues that are above zero
 */
public record BlockCondition(
    int number, double ofInputs, double mean, double ofWeights, double rank) {

  /** Eigenvalues this far below the largest are rounding. */
  private static final double ROUNDING = 1e-13;

  /** The examples whose H_z is looked at. */
  private static final int EXAMPLES = 4;

  static BlockCondition of(LocalBlock block) {
    int examples = Math.min(EXAMPLES, block.examples());
    double conditions = 0;
    double means = 0;
    for (int i = 0; i < examples; i++) {
      double[] values = DenseSpectrum.of(block.inputHessian(i)).values();
      conditions += Math.log(condition(values)) / examples;
      means += Math.log(Arrays.stream(values).average().orElse(Double.NaN)) / examples;
    }
    double[] values = DenseSpectrum.of(block.parameterHessian()).values();
    double largest = values[values.length - 1];
    double[] positive = Arrays.stream(values).filter(x -> x > ROUNDING * largest).toArray();
    return new BlockCondition(
        block.number(),
        Math.exp(conditions),
        Math.exp(means),
        positive.length == 0 ? Double.NaN : largest / positive[0],
        (double) positive.length / values.length);
  }

  private static double condition(double[] values) {
    double largest = values[values.length - 1];
    return values[0] > ROUNDING * largest ? largest / values[0] : Double.POSITIVE_INFINITY;
  }
}
