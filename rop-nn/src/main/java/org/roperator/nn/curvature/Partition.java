package org.roperator.nn.curvature;

import java.util.ArrayList;
import java.util.List;
import org.roperator.function.ParameterLayout;
import org.roperator.internal.Arguments;
import org.roperator.operator.BlockDiagonal.Range;

/**
 * Which parameters of a network form one block of its curvature.
 *
 * <p>Cuts the blocks of {@link HessianBackpropagation}, of {@link LayerBlocks} and of the spectra
 * of {@link org.roperator.nn.spectrum.LayerSpectra}. Blocks never reach over layers. A layer's
 * blocks may be cut further into groups of consecutive rows: outputs whose weights are solved for
 * without regard to the others'.
 *
 * <pre>{@code
 * Partition.perArray()              // layer1.W, layer1.b, layer2.W, …: the paper's blocks
 * Partition.perLayer()              // layer1, layer2, …: weights and biases together
 * Partition.perArray().withRowGroups(4)    // layer1.W[0:12], layer1.W[12:24], …
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
  public Partition withRowGroups(int groups) {
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

  /** What a block of this partition is called. */
  String nameOf(BlockSlot block) {
    return together ? block.nameInLayer() : block.nameInArray();
  }

  private void addRows(LayerSlot layer, boolean weights, boolean biases, List<BlockSlot> blocks) {
    int count = Math.min(groups, layer.rows());
    for (int g = 0; g < count; g++) {
      int from = (int) ((long) layer.rows() * g / count);
      int to = (int) ((long) layer.rows() * (g + 1) / count);
      blocks.add(new BlockSlot(layer, from, to, weights, biases));
    }
  }

  /**
   * The blocks of a layer of which nothing but its slices is known.
   *
   * @param name of the layer
   * @param slices side by side
   */
  List<Cut> cut(String name, List<ParameterLayout.Slice> slices) {
    List<Cut> cuts = new ArrayList<>();
    if (together) {
      addRows(name, slices, cuts);
    } else {
      slices.forEach(slice -> addRows(slice.name(), List.of(slice), cuts));
    }
    return cuts;
  }

  private void addRows(String name, List<ParameterLayout.Slice> slices, List<Cut> cuts) {
    if (groups == 1) {
      int to = slices.get(slices.size() - 1).to();
      cuts.add(new Cut(name, List.of(new Range(slices.get(0).from(), to))));
      return;
    }
    int rows = rows(slices.get(0));
    for (ParameterLayout.Slice slice : slices) {
      if (rows(slice) != rows) {
        throw new IllegalArgumentException(
            "\""
                + slices.get(0).name()
                + "\" has "
                + rows
                + " rows, but \""
                + slice.name()
                + "\" "
                + rows(slice)
                + "; only arrays of equally many rows are cut together. Take Partition.perArray().");
      }
    }
    int count = Math.min(groups, rows);
    for (int g = 0; g < count; g++) {
      int from = (int) ((long) rows * g / count);
      int to = (int) ((long) rows * (g + 1) / count);
      List<Range> ranges = new ArrayList<>();
      for (ParameterLayout.Slice slice : slices) {
        int row = slice.length() / rows;
        ranges.add(new Range(slice.from() + from * row, slice.from() + to * row));
      }
      cuts.add(new Cut(count == 1 ? name : name + "[" + from + ":" + to + "]", ranges));
    }
  }

  /** The first extent; a number by itself is one row. */
  private static int rows(ParameterLayout.Slice slice) {
    int[] shape = slice.shape();
    return shape.length == 0 ? 1 : shape[0];
  }

  /** A block's name and its parameters. */
  record Cut(String name, List<Range> ranges) {}

  @Override
  public String toString() {
    return (together ? "per layer" : "per array")
        + (groups == 1 ? "" : " in " + groups + " groups of rows");
  }
}
