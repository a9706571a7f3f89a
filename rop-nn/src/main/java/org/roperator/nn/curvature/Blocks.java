package org.roperator.nn.curvature;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.roperator.function.FiniteSumExpansion;
import org.roperator.internal.Vectors;
import org.roperator.nn.NetworkExpansion;
import org.roperator.operator.BlockDiagonal;
import org.roperator.operator.BlockDiagonal.Block;

/** Puts the blocks of a network together. */
final class Blocks {

  private Blocks() {}

  /** The expansion of a network; no other has layers to send curvature through. */
  static NetworkExpansion requireNetwork(FiniteSumExpansion expansion) {
    if (expansion instanceof NetworkExpansion at) {
      return at;
    }
    throw new IllegalArgumentException(
        "The expansion is a "
            + expansion.getClass().getSimpleName()
            + ", but Hessian back-propagation needs that of a NetworkObjective; use"
            + " expansion.hessian().block(from, to) for blocks of other functions.");
  }

  /**
   * The blocks of the data terms, each with its regularizer.
   *
   * @param layers in the order in which they act
   * @param dataTerms makes a block of the parameters of the first slot: the sum of what each layer
   *     that has them contributes
   */
  static BlockDiagonal<CurvatureBlock> assemble(
      NetworkExpansion at,
      Partition partition,
      List<LayerSlot> layers,
      Function<List<BlockSlot>, CurvatureBlock> dataTerms) {
    double[] regularizer = at.regularizerDiagonal();
    boolean regularized = Vectors.maxAbs(regularizer) > 0;
    List<Block<CurvatureBlock>> blocks = new ArrayList<>();
    for (List<LayerSlot> sharing : byParameters(layers)) {
      for (BlockSlot slot : partition.cut(sharing.get(0))) {
        CurvatureBlock block =
            dataTerms.apply(
                sharing.stream().map(slot::in).filter(each -> !each.isEmpty()).toList());
        if (regularized) {
          block = new ShiftedBlock(block, part(regularizer, slot));
        }
        blocks.add(new Block<>(partition.nameOf(slot), block, slot.ranges()));
      }
    }
    return BlockDiagonal.of(at.dimension(), blocks);
  }

  /** The layers of each slice of parameters, the one first that has all of them. */
  private static Collection<List<LayerSlot>> byParameters(List<LayerSlot> layers) {
    Map<Integer, List<LayerSlot>> sharing = new LinkedHashMap<>();
    for (LayerSlot layer : layers) {
      sharing.computeIfAbsent(layer.from(), from -> new ArrayList<>()).add(layer);
    }
    return sharing.values();
  }

  private static double[] part(double[] whole, BlockSlot slot) {
    double[] part = new double[slot.length()];
    int at = 0;
    for (BlockDiagonal.Range range : slot.ranges()) {
      System.arraycopy(whole, range.from(), part, at, range.length());
      at += range.length();
    }
    return part;
  }
}
