package org.roperator.nn.curvature;

import java.util.ArrayList;
import java.util.List;
import org.roperator.operator.Arguments;

/**
 * Which parameters of a network form one block of its curvature.
 *
 * <p>Blocks never reach over layers. A layer's blocks may be cut further into groups of consecutive
 * rows: outputs whose weights are solved for without regard to the others'.
 *
 * <pre>{@code
 * Partition.perArray()              // layer1.W, layer1.b, layer2.W, …: the paper's blocks
 * Partition.perLayer()              // layer1, layer2, …: weights and biases together
 * Partition.perArray().inRows(4)    // layer1.W[0:12], layer1.W[12:24], …
 * }</pre>
 */
public final class Partition {

  private final boolean together;
  private final int groups;

  private Partition(boolean together, int groups) {
    this.together = together;
    this.groups = groups;
  }

  /** One block for the weights of a layer, and one for its biases. */
  public static Partition perArray() {
    return new Partition(false, 1);
  }

  /** One block for a layer's weights and biases. */
  public static Partition perLayer() {
    return new Partition(true, 1);
  }

  /**
   * The same blocks, each cut into groups of consecutive rows as equal as can be, in place of any
   * such cut before.
   *
   * <p>Where nothing is averaged, a product with one group costs its share of the layer's own
   * products, and as much as any for the layers behind.
   *
   * @param groups how many of each block, at least 1; a block with fewer rows has one for each row
   */
  public Partition inRows(int groups) {
    return new Partition(
        together, Arguments.requirePositive("The number of groups of rows", groups));
  }

  /** The blocks of a layer. */
  List<BlockSlot> cut(LayerSlot layer) {
    List<BlockSlot> blocks = new ArrayList<>();
    if (together || !layer.hasBiases()) {
      addRows(layer, true, layer.hasBiases(), blocks);
    } else {
      addRows(layer, true, false, blocks);
      addRows(layer, false, true, blocks);
    }
    return blocks;
  }

  private void addRows(LayerSlot layer, boolean weights, boolean biases, List<BlockSlot> blocks) {
    int count = Math.min(groups, layer.rows());
    for (int g = 0; g < count; g++) {
      int from = (int) ((long) layer.rows() * g / count);
      int to = (int) ((long) layer.rows() * (g + 1) / count);
      blocks.add(new BlockSlot(layer, from, to, weights, biases));
    }
  }

  @Override
  public String toString() {
    return (together ? "per layer" : "per array")
        + (groups == 1 ? "" : " in " + groups + " groups of rows");
  }
}
