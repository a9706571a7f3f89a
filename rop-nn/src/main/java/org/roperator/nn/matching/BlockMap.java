package org.roperator.nn.matching;

import java.util.List;
import org.roperator.dense.Blas;
import org.roperator.nn.Batch;
import org.roperator.nn.Dataset;
import org.roperator.nn.Layer;
import org.roperator.nn.Network;
import org.roperator.nn.Pass;
import org.roperator.nn.Workspace;

/** Consecutive layers of a network as one map of a batch, {@code y = F(w, z)}. */
final class BlockMap {

  private final List<Layer> layers;
  private final int[] offsets;
  private final int from;
  private final int to;
  private final Dataset batch;

  /**
   * Some layers of a network.
   *
   * @param first index of the first
   * @param end one past that of the last
   * @param batch all examples, whose numbers layers may ask for
   */
  BlockMap(Network network, int first, int end, Dataset batch) {
    this.layers = network.layers().subList(first, end);
    this.offsets = new int[layers.size()];
    for (int i = 0; i < offsets.length; i++) {
      offsets[i] = network.offset(first + i);
    }
    this.from = offsets[0];
    this.to = end < network.layers().size() ? network.offset(end) : network.dimension();
    this.batch = batch;
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

  /**
   * The map at a point.
   *
   * @param w all parameters of the network. Kept.
   * @param z inputs of all examples. Not modified.
   */
  BlockPoint at(double[] w, double[] z) {
    Workspace memory = Workspace.over(Blas.instance());
    memory.treats(batch::number);
    Pass[] passes = new Pass[layers.size()];
    Batch y = Batch.of(z.clone(), 0, examples(), inputs());
    for (int i = 0; i < passes.length; i++) {
      passes[i] = layers.get(i).forward(y, w, offsets[i], memory);
      y = passes[i].y();
    }
    double[] outputs = new double[y.size()];
    System.arraycopy(y.array(), y.from(), outputs, 0, outputs.length);
    return new BlockPoint(this, passes, outputs);
  }

  @Override
  public String toString() {
    return layers.toString();
  }
}
