package org.roperator.nn.curvature;

import org.roperator.nn.Accumulator;
import org.roperator.nn.Batch;
import org.roperator.nn.Directions;
import org.roperator.nn.HessianPass;
import org.roperator.nn.Layer;
import org.roperator.nn.Network;
import org.roperator.nn.NetworkExpansion;
import org.roperator.nn.SecondSummand;
import org.roperator.nn.Shard;
import org.roperator.nn.Workspace;
import org.roperator.operator.Arguments;
import org.roperator.operator.Scratch;

/**
 * A block with every example's own curvature, by products alone.
 *
 * <p>A direction in the layer's parameters is carried forward to the outputs through the inputs of
 * the layers behind, multiplied by the curvature there and sent back: two matrix products for the
 * layer itself and two for each layer behind it. No matrix of d × d is formed for any example; a
 * product takes the memory of one of the whole Hessian, the expansion's caches and three numbers
 * per unit and example of one shard for each thread.
 */
final class ExampleBlock implements CurvatureBlock {

  /** Numbers, 32 MB of them, that the tangents of one shard or the stacked directions may take. */
  private static final long MOST_STACKED = 1 << 22;

  private final NetworkExpansion at;
  private final OutputCurvature outputs;
  private final SecondSummand summand;
  private final BlockSlot slot;
  private final Network network;
  private final Scratch<double[][]> stacks =
      Scratch.of(() -> new double[][] {new double[0], new double[0]});

  ExampleBlock(
      NetworkExpansion at, OutputCurvature outputs, SecondSummand summand, BlockSlot slot) {
    this.at = at;
    this.outputs = outputs;
    this.summand = summand;
    this.slot = slot;
    this.network = at.objective().network();
  }

  @Override
  public int dimension() {
    return slot.length();
  }

  @Override
  public void apply(double[] v, double[] out) {
    Arguments.requireProduct(this, v, out);
    applyGroup(new double[][] {v}, new double[][] {out}, 0, 1);
  }

  @Override
  public void applyAll(double[][] vs, double[][] outs) {
    Arguments.requireProducts(dimension(), vs, outs);
    int group = group();
    for (int from = 0; from < vs.length; from += group) {
      applyGroup(vs, outs, from, Math.min(vs.length, from + group));
    }
  }

  private int group() {
    long perExample = 0;
    for (Layer layer : network.layers().subList(slot.layer().index(), network.layers().size())) {
      perExample += layer.inputs() + layer.outputs();
    }
    long tangents = at.mostExamplesAtOnce() * perExample;
    return (int) Math.max(1, MOST_STACKED / Math.max(tangents, slot.layer().length()));
  }

  private void applyGroup(double[][] vs, double[][] outs, int from, int to) {
    int k = to - from;
    int length = k * slot.layer().length();
    double[][] areas = stacks.take();
    for (int i = 0; i < areas.length; i++) {
      areas[i] = areas[i].length < length ? new double[length] : areas[i];
    }
    stack(vs, from, k, areas[0]);
    int origin = slot.layer().from();
    Directions v = new Directions(areas[0], k, origin);
    at.sum(
        k,
        areas[1],
        length,
        (shard, sum, work) ->
            addProduct(shard, v, new Accumulator(sum.array(), k, sum.beta(), origin), work));
    unstack(areas[1], k, outs, from);
    stacks.giveBack(areas);
  }

  /** {@code sum += (∂y/∂w)ᵀ 𝓗y (∂y/∂w) v} of each example. */
  private void addProduct(Shard shard, Directions v, Accumulator sum, Workspace work) {
    int own = slot.layer().index();
    int last = network.layers().size() - 1;
    int k = v.count();
    Batch[] xDots = new Batch[last + 1];
    Batch dot = shard.pass(own).forwardDot(Batch.none(), v, work);
    for (int i = own + 1; i <= last; i++) {
      xDots[i] = dot;
      dot = shard.pass(i).forwardDot(dot, Directions.none(k), work);
    }
    Batch u = outputs.times(shard, dot, k, work);
    for (int i = last; i > own; i--) {
      u = ((HessianPass) shard.pass(i)).backwardHessian(xDots[i], u, k, summand, work);
    }
    ((HessianPass) shard.pass(own)).parameterAdjoint(u, sum, work);
  }

  /** The whole layer's directions, zero outside the block. */
  private void stack(double[][] vs, int from, int k, double[] stack) {
    java.util.Arrays.fill(stack, 0, k * slot.layer().length(), 0);
    forEachPiece(
        k, (j, whole, part, length) -> System.arraycopy(vs[from + j], part, stack, whole, length));
  }

  private void unstack(double[] stack, int k, double[][] outs, int from) {
    forEachPiece(
        k,
        (j, whole, part, length) -> System.arraycopy(stack, whole, outs[from + j], part, length));
  }

  /** Where consecutive numbers of direction j stand in the layer's stack and in the block. */
  private interface Piece {
    void at(int j, int whole, int part, int length);
  }

  private void forEachPiece(int k, Piece piece) {
    LayerSlot layer = slot.layer();
    int weights = slot.weights() ? slot.rows() * layer.inputs() : 0;
    for (int j = 0; j < k; j++) {
      if (slot.weights()) {
        piece.at(j, j * layer.weights() + slot.rowFrom() * layer.inputs(), 0, weights);
      }
      if (slot.biases()) {
        int biases = k * layer.weights() + j * layer.rows() + slot.rowFrom();
        piece.at(j, biases, weights, slot.rows());
      }
    }
  }
}
