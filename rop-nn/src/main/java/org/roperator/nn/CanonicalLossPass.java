package org.roperator.nn;

import java.util.random.RandomGenerator;

/** A {@link CanonicalLoss} at the outputs of one batch. */
public interface CanonicalLossPass extends LossPass {

  /**
   * Computes the weighted gradient {@code weight · ∂E/∂y} that one example would have with a target
   * drawn from {@code r(· | y)}: of mean zero and covariance {@code weight² · ∂²E/∂y²}.
   *
   * @param example its number within the batch
   * @param random what to draw with
   * @param out Overwritten from {@code from} on by one number per output.
   * @param from index of the first
   */
  void drawGradient(int example, RandomGenerator random, double[] out, int from);

  /**
   * Computes one of c vectors s, c the number of outputs, for which {@code Σ ssᵀ = weight ·
   * ∂²E/∂y²} of one example.
   *
   * @param example its number within the batch
   * @param which from 0 to c − 1
   * @param out Overwritten from {@code from} on by one number per output.
   * @param from index of the first
   */
  void curvatureRoot(int example, int which, double[] out, int from);
}
