package org.roperator.nn.matching;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.roperator.dense.Blas;
import org.roperator.function.ParameterLayout;
import org.roperator.internal.Arguments;
import org.roperator.nn.Dataset;
import org.roperator.nn.Loss;
import org.roperator.nn.Network;
import org.roperator.nn.layer.Layer;
import org.roperator.nn.layer.ParameterArray;
import org.roperator.operator.SymmetricOperator;

/**
 * Back-propagation as back-matching (Zhang, Chen &amp; Liu 2018): a network at one point and on one
 * batch, cut into blocks {@code z_b = F_b(W_b; z_{b−1})}, each with a loss of its own,
 *
 * <pre>
 * ℓ_B(W_B, z_{B−1}) = E                          the network's mean loss
 * ℓ_b(W_b, z_{b−1}) = ½‖z_b^½ − F_b(W_b; z_{b−1})‖²       z_{b−1}^½ = z_{b−1} − ∂ℓ_b/∂z_{b−1}
 * </pre>
 *
 * <p>Then {@code ∂ℓ_b/∂W_b} is {@code ∂E/∂W_b}, to the last bit as it is computed here: one
 * gradient step on each block's loss is one step of back-propagation. What makes such a step go
 * astray is in the local Hessians {@code H_W = ∂²ℓ_b/∂W_b²} and {@code H_z = ∂²ℓ_b/∂z_{b−1}²}; see
 * {@link LocalBlock}.
 *
 * <pre>{@code
 * BackMatching matching = BackMatching.of(network, Loss.softmaxCrossEntropy(), batch, w);
 * double[] spectrum = DenseSpectrum.of(matching.block(3).inputHessian(0)).values();
 * }</pre>
 *
 * <p>All examples are one batch, also for layers that couple them. Costs one forward and one
 * backward sweep, and the memory of both. Immutable and safe to share between threads.
 */
public final class BackMatching {

  private final List<LocalBlock> blocks;
  private final double value;

  private BackMatching(List<LocalBlock> blocks) {
    this.blocks = List.copyOf(blocks);
    this.value = blocks.get(blocks.size() - 1).value();
  }

  /**
   * One block for each layer with parameters and those behind it up to the next; layers before the
   * first belong to the first block.
   *
   * @param batch all examples
   * @param w the network's parameters, finite. Not modified.
   */
  public static BackMatching of(Network network, Loss loss, Dataset batch, double[] w) {
    return of(network, loss, batch, w, Blas.instance());
  }

  /**
   * {@link #of(Network, Loss, Dataset, double[])}, over another BLAS than that of the process.
   *
   * @param batch all examples
   * @param w the network's parameters, finite. Not modified.
   * @param blas multiplies the matrices
   */
  public static BackMatching of(Network network, Loss loss, Dataset batch, double[] w, Blas blas) {
    return of(network, loss, batch, w, eachWithParameters(network), blas);
  }

  private static int[] eachWithParameters(Network network) {
    List<Layer> layers = network.layers();
    int[] starts =
        IntStream.range(0, layers.size())
            .filter(i -> !layers.get(i).parameters().isEmpty())
            .toArray();
    if (starts.length > 0) {
      starts[0] = 0;
    }
    return starts;
  }

  /**
   * Blocks as told.
   *
   * @param batch all examples
   * @param w the network's parameters, finite. Not modified.
   * @param starts the indices in {@link Network#layers()} with which blocks begin, rising from 0
   * @throws IllegalArgumentException if they don't rise from 0, a block has no parameters, or
   *     layers share some
   */
  public static BackMatching of(
      Network network, Loss loss, Dataset batch, double[] w, int... starts) {
    return of(network, loss, batch, w, starts, Blas.instance());
  }

  /**
   * Blocks as told, over another BLAS than that of the process.
   *
   * @param batch all examples
   * @param w the network's parameters, finite. Not modified.
   * @param starts the indices in {@link Network#layers()} with which blocks begin, rising from 0
   * @param blas multiplies the matrices
   * @throws IllegalArgumentException as {@link #of(Network, Loss, Dataset, double[], int...)}
   */
  public static BackMatching of(
      Network network, Loss loss, Dataset batch, double[] w, int[] starts, Blas blas) {
    Arguments.requireLength(
        "The point",
        w,
        network.dimension(),
        "the network has " + network.dimension() + " parameters");
    Arguments.requireFinite("The point", w);
    requireInputs(network, batch);
    requireOwnParameters(network);
    loss.requireFit(batch, network.outputs());
    double[] own = w.clone();
    List<BlockMap> maps = maps(network, batch, starts, blas);
    List<BlockPoint> points = new ArrayList<>();
    List<double[]> inputs = new ArrayList<>();
    double[] z = inputsOf(batch);
    for (BlockMap map : maps) {
      inputs.add(z);
      BlockPoint at = BlockPoint.of(map, own, z);
      points.add(at);
      z = at.outputs();
    }
    LocalBlock[] blocks = new LocalBlock[maps.size()];
    BlockLoss next = BlockLoss.ofNetwork(loss, batch);
    for (int b = blocks.length - 1; b >= 0; b--) {
      BlockMap map = maps.get(b);
      ParameterLayout names = names(network.layout(), map);
      blocks[b] = new LocalBlock(b + 1, map, points.get(b), next, own, inputs.get(b), names);
      next = BlockLoss.matching(inputs.get(b), blocks[b].inputGradient());
    }
    return new BackMatching(Arrays.asList(blocks));
  }

  private static void requireInputs(Network network, Dataset batch) {
    if (batch.features() != network.inputs()) {
      throw new IllegalArgumentException(
          "The network takes "
              + network.inputs()
              + " inputs, but the batch has "
              + batch.features()
              + " features.");
    }
  }

  private static void requireOwnParameters(Network network) {
    long sum =
        network.layers().stream()
            .flatMap(layer -> layer.parameters().stream())
            .mapToLong(ParameterArray::length)
            .sum();
    if (sum != network.dimension()) {
      throw new IllegalArgumentException(
          "The layers have "
              + sum
              + " parameters, but the network has "
              + network.dimension()
              + ": some are shared, and a block's loss is one of parameters of its own. Take a"
              + " network without tied layers.");
    }
  }

  private static List<BlockMap> maps(Network network, Dataset batch, int[] starts, Blas blas) {
    int layers = network.layers().size();
    if (starts.length == 0 || starts[0] != 0) {
      throw new IllegalArgumentException(
          "The blocks begin at the indices "
              + Arrays.toString(starts)
              + " of layers(), but the first must be 0, and the network must have parameters.");
    }
    List<BlockMap> maps = new ArrayList<>();
    for (int b = 0; b < starts.length; b++) {
      int end = b + 1 < starts.length ? starts[b + 1] : layers;
      if (end <= starts[b] || end > layers) {
        throw new IllegalArgumentException(
            "The blocks begin at the indices "
                + Arrays.toString(starts)
                + " of layers(), but these must rise and stay below "
                + layers
                + ".");
      }
      BlockMap map = new BlockMap(network, starts[b], end, batch, blas);
      if (map.parameters() == 0) {
        throw new IllegalArgumentException(
            "Block " + (b + 1) + ", " + map + ", has no parameters; join it with a neighbor.");
      }
      maps.add(map);
    }
    return maps;
  }

  private static double[] inputsOf(Dataset batch) {
    double[] z = new double[Math.multiplyExact(batch.size(), batch.features())];
    for (int i = 0; i < z.length; i++) {
      z[i] = batch.input(i / batch.features(), i % batch.features());
    }
    return z;
  }

  private static ParameterLayout names(ParameterLayout all, BlockMap map) {
    ParameterLayout.Builder own = ParameterLayout.builder();
    for (ParameterLayout.Slice slice : all.slices()) {
      if (slice.from() >= map.from() && slice.to() <= map.from() + map.parameters()) {
        own.add(slice.name(), slice.shape());
      }
    }
    return own.build();
  }

  /** The blocks from inputs to outputs. */
  public List<LocalBlock> blocks() {
    return blocks;
  }

  /**
   * One block.
   *
   * @param number b, from 1
   */
  public LocalBlock block(int number) {
    if (number < 1 || number > blocks.size()) {
      throw new IllegalArgumentException(
          "Block " + number + " does not exist; there are " + blocks.size() + ", counted from 1.");
    }
    return blocks.get(number - 1);
  }

  /** The network's mean loss E. */
  public double value() {
    return value;
  }

  /** All {@code ∂ℓ_b/∂W_b}, one behind the other: the gradient of E. */
  public double[] gradient() {
    LocalBlock last = blocks.get(blocks.size() - 1);
    double[] gradient = new double[last.offset() + last.parameters()];
    for (LocalBlock block : blocks) {
      System.arraycopy(block.parameterGradient(), 0, gradient, block.offset(), block.parameters());
    }
    return gradient;
  }

  /**
   * The chain of Jacobians that makes a block of the Gauss-Newton matrix of E,
   *
   * <pre>
   * G_b = J_Wᵀ J_{b+1}ᵀ … J_Bᵀ H_L J_B … J_{b+1} J_W,    J_W = ∂z_b/∂W_b,  J_i = ∂z_i/∂z_{i−1}
   * </pre>
   *
   * <p>Its eigenvalues are not those of the product of the local Hessians; for square Jacobians its
   * determinant is the product of theirs, and its condition number at most the product of theirs.
   *
   * @param number b, from 1
   */
  public SymmetricOperator gaussNewton(int number) {
    SymmetricOperator curvature = blocks.get(blocks.size() - 1).outputCurvature();
    for (int b = blocks.size(); b > number; b--) {
      curvature = curvature.congruence(block(b).jacobianByInputs());
    }
    return curvature.congruence(block(number).jacobianByParameters());
  }
}
