package org.roperator.nn.curvature;

import java.util.ArrayList;
import java.util.List;
import org.roperator.function.ParameterLayout;
import org.roperator.nn.HessianLayer;
import org.roperator.nn.Layer;
import org.roperator.nn.Network;
import org.roperator.nn.ParameterArray;

/**
 * A layer with parameters: a weight matrix, and biases behind it or none.
 *
 * @param index of the layer in the network
 * @param name of the layer in the parameters' layout
 * @param from index of its first parameter
 * @param rows the number of its outputs
 * @param inputs the number of its inputs
 * @param hasBiases whether there are biases
 */
record LayerSlot(int index, String name, int from, int rows, int inputs, boolean hasBiases) {

  /** The layers with parameters of a network, all of whose trained layers send curvature back. */
  static List<LayerSlot> of(Network network) {
    List<LayerSlot> slots = new ArrayList<>();
    for (int i = network.firstTrained(); i < network.layers().size(); i++) {
      Layer layer = network.layers().get(i);
      if (!(layer instanceof HessianLayer)) {
        throw new IllegalArgumentException(
            "Layer "
                + (i + 1)
                + " of the network, "
                + layer.getClass().getSimpleName()
                + ", has no Hessian sweep; let it implement HessianLayer, or use"
                + " expansion.hessian().block(from, to).");
      }
      if (!layer.parameters().isEmpty()) {
        slots.add(slot(network, i, layer));
      }
    }
    return slots;
  }

  private static LayerSlot slot(Network network, int index, Layer layer) {
    List<ParameterArray> arrays = layer.parameters();
    ParameterArray weights = arrays.get(0);
    int rows = layer.outputs();
    int inputs = layer.inputs();
    boolean fits =
        arrays.size() <= 2
            && weights.role() == ParameterArray.Role.WEIGHT
            && weights.length() == (long) rows * inputs
            && (arrays.size() == 1 || arrays.get(1).length() == rows);
    if (!fits) {
      throw new IllegalArgumentException(
          "The parameters of layer "
              + (index + 1)
              + " are "
              + arrays.stream().map(ParameterArray::name).toList()
              + ", but blocks of curvature need one weight matrix of "
              + rows
              + " × "
              + inputs
              + " and at most one bias per output.");
    }
    int from = network.offset(index);
    String name = name(network.layout(), from, weights.name());
    return new LayerSlot(index, name, from, rows, inputs, arrays.size() == 2);
  }

  /**
   * The weights' name in the layout without the array's own: {@code layer2} of {@code layer2.W}.
   */
  private static String name(ParameterLayout layout, int from, String array) {
    return layout.slices().stream()
        .filter(slice -> slice.from() == from)
        .map(slice -> slice.name().substring(0, slice.name().length() - array.length() - 1))
        .findFirst()
        .orElseThrow();
  }

  /** The number of weights. */
  int weights() {
    return rows * inputs;
  }

  /** The number of parameters. */
  int length() {
    return weights() + (hasBiases ? rows : 0);
  }
}
