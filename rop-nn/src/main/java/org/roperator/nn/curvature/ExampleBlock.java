package org.roperator.nn.curvature;

import java.util.List;
import org.roperator.dense.Blas;
import org.roperator.dense.Matrix;
import org.roperator.internal.Arguments;
import org.roperator.nn.Network;
import org.roperator.nn.NetworkExpansion;
import org.roperator.nn.Shard;
import org.roperator.nn.layer.Accumulator;
import org.roperator.nn.layer.Directions;
import org.roperator.nn.layer.HessianPass;
import org.roperator.nn.layer.Layer;
import org.roperator.nn.layer.SecondSummand;
import org.roperator.nn.layer.Workspace;
import org.roperator.parallel.Scratch;

/**
 * A block with every example's own curvature, by products alone; of parameters that several layers
 * share, the sum of their blocks.
 *
 * <p>A direction in the block's parameters is carried forward to the outputs through the inputs of
 * the layers behind, multiplied by the curvature there and sent back: two matrix products of the
 * block's own size and two for each layer behind it. No matrix of d × d is formed for any example;
 * a product takes a vector of the block for each lane of examples beyond the first, the expansion's
 * caches and three numbers per unit and example of one shard for each thread.
 */
final class ExampleBlock implements CurvatureBlock {

  /** Numbers, 32 MB of them, that the tangents of one shard or the stacked directions may take. */
  private static final long MOST_STACKED = 1 << 22;

  private final NetworkExpansion at;
  private final OutputCurvature outputs;
  private final SecondSummand summand;
  private final BlockSlot slot;
  private final List<Own> layers;
  private final Network network;
  private final Scratch<double[][]> stacks =
      Scratch.of(() -> new double[][] {new double[0], new double[0]});

  /** A layer that has the parameters, or the first of them, and its derivative by them. */
  private record Own(int index, BlockJacobian jacobian) {}

  /**
   * A block.
   *
   * @param slots the same parameters in each layer that has them, the first to act before all
   *     others and with all of them
   */
  ExampleBlock(
      NetworkExpansion at, OutputCurvature outputs, SecondSummand summand, List<BlockSlot> slots) {
    this.at = at;
    this.outputs = outputs;
    this.summand = summand;
    this.slot = slots.get(0);
    this.network = at.network();
    this.layers =
        slots.stream()
            .map(each -> new Own(each.layer().index(), BlockJacobian.of(each, network)))
            .toList();
  }

  @Override
  public Blas blas() {
    return at.blas();
  }

  @Override
  public int dimension() {
    return slot.length();
  }

  @Override
  public void apply(double[] v, double[] out) {
    Arguments.requireProduct(dimension(), v, out);
    product(v, 1, out);
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
      perExample += layer.numbersPerDirection();
    }
    long tangents = at.mostExamplesAtOnce() * perExample;
    return (int) Math.max(1, MOST_STACKED / Math.max(tangents, slot.length()));
  }

  private void applyGroup(double[][] vs, double[][] outs, int from, int to) {
    int k = to - from;
    if (k == 1) {
      product(vs[from], 1, outs[from]);
      return;
    }
    int length = k * slot.length();
    double[][] areas = stacks.take();
    for (int i = 0; i < areas.length; i++) {
      areas[i] = areas[i].length < length ? new double[length] : areas[i];
    }
    double[] stack = areas[0];
    forEachPiece(k, (j, at, part, count) -> System.arraycopy(vs[from + j], part, stack, at, count));
    product(stack, k, areas[1]);
    double[] products = areas[1];
    forEachPiece(
        k, (j, at, part, count) -> System.arraycopy(products, at, outs[from + j], part, count));
    stacks.giveBack(areas);
  }

  /** The products of k stacked directions: the weights of all of them, then their biases. */
  private void product(double[] v, int k, double[] out) {
    at.sum(k, out, k * slot.length(), (shard, sum, work) -> addProducts(shard, v, k, sum, work));
  }

  /** Biases stand behind all weights, so that layers without any use the beginning of both. */
  private void addProducts(Shard shard, double[] v, int k, Accumulator sum, Workspace work) {
    addProduct(layers.get(0), shard, v, k, sum, work);
    for (Own layer : layers.subList(1, layers.size())) {
      work.rewind();
      addProduct(layer, shard, v, k, new Accumulator(sum.array(), k, 1), work);
    }
  }

  /** {@code sum += (∂y/∂w)ᵀ 𝓗y (∂y/∂w) v} of each example, y the outputs of one layer. */
  private void addProduct(
      Own layer, Shard shard, double[] v, int k, Accumulator sum, Workspace work) {
    int own = layer.index();
    int last = network.layers().size() - 1;
    Matrix[] xDots = new Matrix[last + 1];
    HessianPass pass = (HessianPass) shard.pass(own);
    Matrix dot = layer.jacobian().times(pass, v, k, work);
    for (int i = own + 1; i <= last; i++) {
      xDots[i] = dot;
      dot = shard.pass(i).forwardDot(dot, Directions.none(k), work);
    }
    Matrix u = outputs.times(shard, dot, k, work);
    for (int i = last; i > own; i--) {
      u = ((HessianPass) shard.pass(i)).backwardHessian(xDots[i], u, k, summand, work);
    }
    layer.jacobian().addTransposed(pass, u, summand, sum, work);
  }

  /** Where consecutive numbers of direction j stand in the stack and in the block. */
  private interface Piece {
    void at(int j, int stacked, int part, int length);
  }

  private void forEachPiece(int k, Piece piece) {
    int weights = slot.weightCount();
    int biases = slot.length() - weights;
    for (int j = 0; j < k; j++) {
      piece.at(j, j * weights, 0, weights);
      piece.at(j, k * weights + j * biases, weights, biases);
    }
  }
}
