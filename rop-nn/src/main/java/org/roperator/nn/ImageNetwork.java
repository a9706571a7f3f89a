package org.roperator.nn;

import org.roperator.nn.layer.Activation;
import org.roperator.nn.layer.AveragePooling;
import org.roperator.nn.layer.BatchNormalization;
import org.roperator.nn.layer.Convolution;
import org.roperator.nn.layer.ImageShape;
import org.roperator.nn.layer.Kernel;
import org.roperator.nn.layer.Layers;
import org.roperator.nn.layer.MaxPooling;

/**
 * A network builder that tracks the image shape of its outputs, for the layers that ask for it.
 *
 * <pre>{@code
 * Network network =
 *     ImageNetwork.of(new ImageShape(28, 28, 1))
 *         .convolution(16, Kernel.of(3).withPadding(1))
 *         .batchNormalization()
 *         .then(Activation.relu())
 *         .maxPooling(2)
 *         .flatten()
 *         .affine(10);
 * }</pre>
 *
 * <p>Immutable.
 */
public final class ImageNetwork {

  private final Network network;
  private final ImageShape shape;

  private ImageNetwork(Network network, ImageShape shape) {
    this.network = network;
    this.shape = shape;
  }

  /** A network without layers yet, for images of a shape. */
  public static ImageNetwork of(ImageShape shape) {
    return new ImageNetwork(Network.inputs(shape.size()), shape);
  }

  /** The shape of the outputs. */
  public ImageShape shape() {
    return shape;
  }

  /** This followed by a convolution; see {@link Convolution#of}. */
  public ImageNetwork convolution(int channels, Kernel kernel) {
    Convolution layer = Convolution.of(shape, channels, kernel);
    return new ImageNetwork(network.then(layer), layer.output());
  }

  /** This followed by an activation of each number. */
  public ImageNetwork then(Activation activation) {
    return new ImageNetwork(network.then(activation), shape);
  }

  /** This followed by the normalization of each channel over all pixels of the batch. */
  public ImageNetwork batchNormalization() {
    return new ImageNetwork(
        network.then(BatchNormalization.ofChannels(shape.pixels(), shape.channels())), shape);
  }

  /** This followed by a factor and a shift for each channel. */
  public ImageNetwork scaled() {
    return new ImageNetwork(network.then(Layers.scale(shape.size(), shape.channels())), shape);
  }

  /** This followed by the maxima of windows that don't overlap, {@code size × size} each. */
  public ImageNetwork maxPooling(int size) {
    return maxPooling(Kernel.of(size).withStride(size));
  }

  /** This followed by the maxima of windows; see {@link MaxPooling#of}. */
  public ImageNetwork maxPooling(Kernel kernel) {
    MaxPooling layer = MaxPooling.of(shape, kernel);
    return new ImageNetwork(network.then(layer), layer.output());
  }

  /** This followed by the means of windows that don't overlap, {@code size × size} each. */
  public ImageNetwork averagePooling(int size) {
    return averagePooling(Kernel.of(size).withStride(size));
  }

  /** This followed by the means of windows; see {@link AveragePooling#of}. */
  public ImageNetwork averagePooling(Kernel kernel) {
    AveragePooling layer = AveragePooling.of(shape, kernel);
    return new ImageNetwork(network.then(layer), layer.output());
  }

  /**
   * This with the channels put one behind the other, each row by row, as a network that knows of no
   * images.
   */
  public Network flatten() {
    return shape.channels() == 1 ? network : network.then(Layers.flatten(shape));
  }

  /** This as a network that knows of no images, its outputs left pixel by pixel. */
  public Network network() {
    return network;
  }
}
