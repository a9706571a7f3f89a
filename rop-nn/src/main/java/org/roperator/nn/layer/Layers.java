package org.roperator.nn.layer;

import java.util.List;

/**
 * The layers that have no more to say than their numbers; {@link Convolution}, {@link MaxPooling},
 * {@link AveragePooling}, {@link BatchNormalization}, {@link LayerNormalization} and {@link
 * Dropout} are made by factories of their own.
 */
public final class Layers {

  private Layers() {}

  /**
   * {@code y = xWᵀ + b}, W with one row per output.
   *
   * @throws IllegalArgumentException unless both numbers are positive
   */
  public static Layer affine(int inputs, int outputs) {
    return new AffineLayer(inputs, outputs);
  }

  /** Whether a layer is {@link #affine}, with a weight matrix to transpose. */
  public static boolean isAffine(Layer layer) {
    return layer instanceof AffineLayer;
  }

  /**
   * {@code y = xW} with the weights of an affine layer, whose parameters it is to be given: one row
   * of W per input, no biases.
   *
   * @param affine the layer whose weights are turned round
   * @throws IllegalArgumentException if it is not affine
   */
  public static Layer transposed(Layer affine) {
    if (affine instanceof AffineLayer layer) {
      return new TransposedLayer(layer.outputs(), layer.inputs());
    }
    throw new IllegalArgumentException(
        "The layer " + affine + " has no weight matrix to transpose; only affine layers have.");
  }

  /** {@code y = φ(x)} of each of so many inputs. */
  public static Layer activation(int inputs, Activation activation) {
    return new ActivationLayer(inputs, activation);
  }

  /** {@code y = x + b}. */
  public static Layer shift(int units) {
    return new ShiftLayer(units);
  }

  /**
   * {@code y = γ ∘ x + β}, a factor and a shift for each channel.
   *
   * @param units the number of inputs, a multiple of the channels, which stand side by side
   * @param channels the number of factors, and of shifts
   * @throws IllegalArgumentException if the units are no multiple of the channels
   */
  public static Layer scale(int units, int channels) {
    return new ScaleLayer(units, channels);
  }

  /** The channels of images put one behind the other, each row by row. */
  public static Layer flatten(ImageShape images) {
    return new FlattenLayer(images);
  }

  /**
   * The residual block {@code y = s(x) + f(x)}, f and s chains of layers that share no parameters.
   *
   * @param inputs the number of inputs of both
   * @param inner the layers of f, at least one
   * @param skip the layers of s, none for the identity
   * @throws IllegalArgumentException if f has no layers, if f and s have different numbers of
   *     outputs, or if a layer sends no Hessians back
   */
  public static Layer residual(
      int inputs, List<? extends Layer> inner, List<? extends Layer> skip) {
    return ResidualLayer.of(inputs, inner, skip);
  }
}
