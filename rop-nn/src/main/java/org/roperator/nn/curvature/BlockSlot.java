package org.roperator.nn.curvature;

import java.util.ArrayList;
import java.util.List;
import org.roperator.operator.BlockDiagonal.Range;

/**
 * One block of a layer: some consecutive rows of its weights, its biases, or both.
 *
 * @param layer the layer
 * @param rowFrom the first row
 * @param rowTo one past the last row
 * @param weights whether the weights are among them
 * @param biases whether the biases are
 */
record BlockSlot(LayerSlot layer, int rowFrom, int rowTo, boolean weights, boolean biases) {

  /**
   * The same rows as another layer has them that shares its parameters, or the first of them: its
   * weights turned round have no biases. The other's block is the beginning of this one then.
   */
  BlockSlot in(LayerSlot other) {
    return new BlockSlot(other, rowFrom, rowTo, weights, biases && other.hasBiases());
  }

  /** Whether the layer has none of the parameters. */
  boolean isEmpty() {
    return !weights && !biases;
  }

  int rows() {
    return rowTo - rowFrom;
  }

  /** How many numbers belong to a row. */
  int columns() {
    return (weights ? layer.inputs() : 0) + (biases ? 1 : 0);
  }

  /** How many of the block's numbers, its first ones, are weights. */
  int weightCount() {
    return weights ? rows() * layer.inputs() : 0;
  }

  int length() {
    return rows() * columns();
  }

  /** The name as a part of the whole layer. */
  String nameInLayer() {
    return layer.name() + rowsOfLayer();
  }

  /** The name as a part of the one array that the slot reaches into. */
  String nameInArray() {
    return layer.name() + "." + layer.arrays().get(weights ? 0 : 1) + rowsOfLayer();
  }

  private String rowsOfLayer() {
    return rows() == layer.rows() ? "" : "[" + rowFrom + ":" + rowTo + "]";
  }

  /** Where the block's parameters lie in the whole vector. */
  List<Range> ranges() {
    List<Range> ranges = new ArrayList<>();
    if (weights) {
      int from = layer.from();
      ranges.add(new Range(from + rowFrom * layer.inputs(), from + rowTo * layer.inputs()));
    }
    if (biases) {
      int from = layer.from() + layer.weights();
      ranges.add(new Range(from + rowFrom, from + rowTo));
    }
    return ranges;
  }
}
