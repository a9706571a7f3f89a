package org.roperator.operator;

/** Lends work vectors of one length, singly or in blocks. */
final class BlockScratch {

  private final int length;
  private final Scratch<double[]> vectors;
  private final Scratch<double[][]> blocks;

  BlockScratch(int length) {
    this.length = length;
    this.vectors = Scratch.ofLength(length);
    this.blocks = Scratch.of(() -> new double[0][]);
  }

  double[] takeVector() {
    return vectors.take();
  }

  void giveBack(double[] vector) {
    vectors.giveBack(vector);
  }

  /** Exactly k vectors: a block of another size is not kept. */
  double[][] takeBlock(int k) {
    double[][] block = blocks.take();
    return block.length == k ? block : new double[k][length];
  }

  void giveBack(double[][] block) {
    blocks.giveBack(block);
  }
}
