package org.roperator.optimize.rule;

import java.util.List;

/** Factors of a gradient, layer by layer. */
@FunctionalInterface
interface LayerFactors {

  /**
   * Computes two factors for each block.
   *
   * @param blocks from inputs to outputs
   * @param w the parameters. Not modified.
   * @param gradient of the mini-batch. Not modified.
   * @param ofMatrices factors of the matrices' gradients. Overwritten.
   * @param ofVectors factors of the other parameters' gradients. Overwritten.
   */
  void compute(
      List<LayerBlocks.Block> blocks,
      double[] w,
      double[] gradient,
      double[] ofMatrices,
      double[] ofVectors);
}
