package org.roperator.nn.matching;

import java.util.List;
import org.roperator.dense.Blas;
import org.roperator.nn.Dataset;
import org.roperator.nn.Network;
import org.roperator.nn.layer.Layer;
import org.roperator.nn.layer.Workspace;

/** Consecutive layers of a network as one map of a batch, {@code y = F(w, z)}. */
final class BlockMap {

  private final List<Layer> layers;
  private final int[] offsets;
  private final int from;
  private final int to;
  private final Dataset batch;
  private final Blas blas;

  /**
   * Some layers of a network.
   *
   * @param first index of the first
   * @param end one past that of the last
   * @param batch all examples, whose numbers layers may ask for
   * @param blas multiplies the matrices
   */
  BlockMap(Network network, int first, int end, Dataset batch, Blas blas) {
    this.layers = network.layers().subList(first, end);
    this.offsets = new int[layers.size()];
    for (int i = 0; i < offsets.length; i++) {
      offsets[i] = network.offset(first + i);
    }
    this.from = offsets[0];
    this.to = end < network.layers().size() ? network.offset(end) : network.dimension();
    this.batch = batch;
    this.blas = blas;
  }

  /** Room for sweeps. */
  Workspace workspace() {
    return Workspace.over(blas);
  }

  /** The first of this block's parameters. */
  int from() {
    return from;
  }

  int parameters() {
    return to - from;
  }

  int examples() {
    return batch.size();
  }

  /** Inputs per example. */
  int inputs() {
    return layers.get(0).inputs();
  }

  /** Outputs per example. */
  int outputs() {
    return layers.get(layers.size() - 1).outputs();
  }

  /** The layers. */
  List<Layer> layers() {
    return layers;
  }

  /**
   * Index of a layer's first parameter in the network's; layers are counted from the first here.
   */
  int offset(int layer) {
    return offsets[layer];
  }

  /** All examples. */
  Dataset batch() {
    return batch;
  }

  @Override
  public String toString() {
    return layers.toString();
  }
}
