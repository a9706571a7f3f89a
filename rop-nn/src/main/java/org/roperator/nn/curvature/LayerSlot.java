package org.roperator.nn.curvature;

import java.util.ArrayList;
import java.util.List;
import org.roperator.function.ParameterLayout;
import org.roperator.nn.Network;
import org.roperator.nn.layer.Averaging;
import org.roperator.nn.layer.HessianLayer;
import org.roperator.nn.layer.Layer;
import org.roperator.nn.layer.MeanHessianLayer;
import org.roperator.nn.layer.ParameterArray;

/**
 * A layer with parameters: a weight matrix, and biases behind it or none; or biases alone, which
 * count as the weights of a constant input. Layers that share theirs have one slot each, of the
 * same parameters.
 *
 * @param index of the layer in the network
 * @param name of the layer in the parameters' layout
 * @param from index of its first parameter
 * @param rows the number of rows of its weights: of its outputs, of a convolution of its channels,
 *     of weights turned round of its inputs
 * @param inputs the number of weights of each row; 1 where there are biases alone
 * @param arrays the names of its arrays: the weights, and perhaps the biases
 * @param layer which has them: that of the index, or one within it
 */
record LayerSlot(
    int index,
    String name,
    int from,
    int rows,
    int inputs,
    List<String> arrays,
    HessianLayer layer) {

  /**
   * The layers with parameters of a network, all of whose trained layers send curvature back, in
   * the order in which they act.
   */
  static List<LayerSlot> of(Network network) {
    List<LayerSlot> slots = new ArrayList<>();
    for (int i = network.firstTrained(); i < network.layers().size(); i++) {
      Layer layer = network.layers().get(i);
      if (!(layer instanceof HessianLayer swept)) {
        throw new IllegalArgumentException(
            "Layer "
                + (i + 1)
                + " of the network, "
                + layer.getClass().getSimpleName()
                + ", has no Hessian sweep; let it implement HessianLayer, or use"
                + " expansion.hessian().block(from, to).");
      }
      if (!layer.parameters().isEmpty()) {
        for (HessianLayer.Part part : swept.parts()) {
          slots.add(slot(network, i, network.offset(i) + part.offset(), part.layer()));
        }
      }
    }
    return slots;
  }

  private static LayerSlot slot(Network network, int index, int from, HessianLayer layer) {
    List<ParameterArray> arrays = layer.parameters();
    ParameterArray first = arrays.get(0);
    int rows = first.shape()[0];
    boolean fits = arrays.size() <= 2 && (arrays.size() == 1 || arrays.get(1).length() == rows);
    if (!fits) {
      throw new IllegalArgumentException(
          "The parameters of layer "
              + (index + 1)
              + " are "
              + arrays.stream().map(ParameterArray::name).toList()
              + ", but blocks of curvature need one array with a row for each output, here "
              + rows
              + ", and at most one bias per row.");
    }
    int inputs = (int) (first.length() / rows);
    String name = name(network.layout(), from, first.name());
    List<String> names = arrays.stream().map(ParameterArray::name).toList();
    return new LayerSlot(index, name, from, rows, inputs, names, layer);
  }

  /** The first array's name in the layout without its own: {@code layer2} of {@code layer2.W}. */
  private static String name(ParameterLayout layout, int from, String array) {
    return layout.slices().stream()
        .filter(slice -> slice.from() == from)
        .map(slice -> slice.name().substring(0, slice.name().length() - array.length() - 1))
        .findFirst()
        .orElseThrow();
  }

  /** Whether outputs are {@code Wx + b}, x the network's numbers before its layer of this index. */
  boolean isAffine() {
    return layer instanceof MeanHessianLayer && !isTransposed() && !isShift();
  }

  /** Whether outputs are {@code Wᵀx}. */
  boolean isTransposed() {
    return layer instanceof MeanHessianLayer swept && swept.isTransposed();
  }

  /** Whether outputs are {@code x + b}. */
  boolean isShift() {
    return layer instanceof MeanHessianLayer swept && swept.isShift();
  }

  /**
   * Requires that averages go through the layers.
   *
   * @throws IllegalArgumentException naming the first they don't go through
   */
  static void requireMeans(Network network) {
    for (int i = network.firstTrained(); i < network.layers().size(); i++) {
      requireMean(network, i);
    }
  }

  /**
   * Requires that blocks are Kronecker products of averages, each example sent back by itself.
   *
   * @throws IllegalArgumentException naming the first layer that doesn't allow it
   */
  static void requireFactors(Network network) {
    for (int i = network.firstTrained(); i < network.layers().size(); i++) {
      Layer layer = network.layers().get(i);
      if (layer.couplesExamples() || !layer.parameters().isEmpty()) {
        requireMean(network, i);
      }
    }
  }

  private static void requireMean(Network network, int i) {
    if (!(network.layers().get(i) instanceof MeanHessianLayer)) {
      throw new IllegalArgumentException(
          "Layer "
              + (i + 1)
              + " of the network, "
              + network.layers().get(i)
              + ", allows no average over single examples; take exact blocks, by "
              + Averaging.EACH_EXAMPLE
              + ".");
    }
  }

  /** Whether there are biases. */
  boolean hasBiases() {
    return arrays.size() == 2;
  }

  /** The number of weights. */
  int weights() {
    return rows * inputs;
  }

  /** The number of parameters. */
  int length() {
    return weights() + (hasBiases() ? rows : 0);
  }
}
