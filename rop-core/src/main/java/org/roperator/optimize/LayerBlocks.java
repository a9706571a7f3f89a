package org.roperator.optimize;

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
   * Where a matrix stands, row by row; an array of more than two extents has its first as rows.
   *
   * @param from index of its first entry
   */
  record Matrix(int from, int rows, int columns) {
    int to() {
      return from + length();
    }

    int length() {
      return rows * columns;
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
      int rows = slice.shape()[0];
      int from = b == 0 ? 0 : slice.from();
      int to = b + 1 < matrices.size() ? matrices.get(b + 1).from() : layout.dimension();
      Matrix matrix = new Matrix(slice.from(), rows, slice.length() / rows);
      blocks.add(new Block(slice.name(), matrix, from, to));
    }
    if (blocks.isEmpty()) {
      int n = layout.dimension();
      String name = layout.slices().get(0).name();
      blocks.add(new Block(name, new Matrix(0, 1, n), 0, n));
    }
    return new LayerBlocks(blocks);
  }

  /** From inputs to outputs; at least one. */
  List<Block> all() {
    return blocks;
  }
}
