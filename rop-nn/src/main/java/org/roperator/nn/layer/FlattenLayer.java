package org.roperator.nn.layer;

import org.roperator.dense.Matrix;

/**
 * Puts the channels of images one behind the other, each row by row, instead of side by side in
 * every pixel: the order in which other programs flatten images.
 */
final class FlattenLayer implements HessianLayer {

  private final int[] chosen;

  FlattenLayer(ImageShape in) {
    this.chosen = new int[in.size()];
    for (int i = 0; i < chosen.length; i++) {
      chosen[i] = i % in.pixels() * in.channels() + i / in.pixels();
    }
  }

  @Override
  public int inputs() {
    return chosen.length;
  }

  @Override
  public int outputs() {
    return chosen.length;
  }

  @Override
  public HessianPass forward(Matrix x, double[] w, int from, Workspace memory) {
    return new SelectionPass(chosen.length, chosen, 0, outputs(x, w, from, memory));
  }

  @Override
  public Matrix outputs(Matrix x, double[] w, int from, Workspace work) {
    Matrix y = work.matrix(x.rows(), chosen.length);
    for (int row = 0; row < x.size(); row += chosen.length) {
      SelectionPass.choose(
          chosen, 0, x.array(), x.from() + row, y.array(), y.from() + row, chosen.length);
    }
    return y;
  }

  /** Per example y and xBar. */
  @Override
  public long numbersKeptPerExample() {
    return 2L * chosen.length;
  }

  @Override
  public String toString() {
    return "flattening of " + chosen.length + " numbers";
  }
}
