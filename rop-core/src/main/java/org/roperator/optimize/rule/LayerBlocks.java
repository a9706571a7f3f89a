package org.roperator.optimize.rule;

import java.util.ArrayList;
import java.util.List;
import org.roperator.function.ParameterLayout;

/**
 * Parameters as layers, from inputs to outputs: each block is a matrix with the vectors that stand
 * behind it, up to the next. Vectors before the first matrix join the first block.
 */
final class LayerBlocks {

  private final List<Block> blocks;

  private LayerBlocks(List<Block> blocks) {
    this.blocks = List.copyOf(blocks);
  }

  /**
   * Where a matrix stands, row by row. An array of more than two extents, such as the kernels of a
   * convolution, has its first as rows, one for each channel that comes out, and its last as
   * columns, one for each that goes in: a row holds all that enters one channel, and a column all
   * that one enters.
   *
   * @param from index of its first entry
   * @param length the number of its entries
   */
  record Matrix(int from, int length, int rows, int columns) {
    int to() {
      return from + length;
    }
  }

  /**
   * One layer.
   *
   * @param name that of its matrix
   * @param from index of its first parameter
   * @param to one past that of its last
   */
  record Block(String name, Matrix matrix, int from, int to) {}

  /** The blocks of a layout; without any matrix, one block with all of it as a single row. */
  static LayerBlocks of(ParameterLayout layout) {
    List<ParameterLayout.Slice> matrices =
        layout.slices().stream().filter(slice -> slice.shape().length > 1).toList();
    List<Block> blocks = new ArrayList<>();
    for (int b = 0; b < matrices.size(); b++) {
      ParameterLayout.Slice slice = matrices.get(b);
      int[] shape = slice.shape();
      int from = b == 0 ? 0 : slice.from();
      int to = b + 1 < matrices.size() ? matrices.get(b + 1).from() : layout.dimension();
      Matrix matrix = new Matrix(slice.from(), slice.length(), shape[0], shape[shape.length - 1]);
      blocks.add(new Block(slice.name(), matrix, from, to));
    }
    if (blocks.isEmpty()) {
      int n = layout.dimension();
      String name = layout.slices().get(0).name();
      blocks.add(new Block(name, new Matrix(0, n, 1, n), 0, n));
    }
    return new LayerBlocks(blocks);
  }

  /** From inputs to outputs; at least one. */
  List<Block> all() {
    return blocks;
  }
}
