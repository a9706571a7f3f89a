package org.roperator.examples.matching;

import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.roperator.examples.data.ImageShape;
import org.roperator.nn.Activation;
import org.roperator.nn.ImageNetwork;
import org.roperator.nn.Initialiser;
import org.roperator.nn.Kernel;
import org.roperator.nn.Network;

/**
 * What the comparison of training methods trains, and how long.
 *
 * @param kind the kind of network
 * @param depth hidden layers of the fully connected network
 * @param width their width
 * @param epochs of every run
 * @param batch examples per step
 * @param decay the factor of the L2 penalty of the weights
 * @param rates the learning rates that every method tries
 * @param tuningSeeds runs for each rate
 * @param seeds runs with the rate that was best
 * @param seed the first of all seeds
 */
public record TrainingPlan(
    Kind kind,
    int depth,
    int width,
    int epochs,
    int batch,
    double decay,
    List<Double> rates,
    int tuningSeeds,
    int seeds,
    long seed) {

  /** Units between the convolutions and the outputs. */
  private static final int VGG_HEAD = 32;

  /** Kinds of networks. */
  public enum Kind {
    /** Fully connected layers, each with batch normalisation and rectifiers. */
    MLP,
    /** Two convolutions of 3 × 3, pooling, two more, pooling, and two affine layers. */
    VGG
  }

  /** Copies the rates. */
  public TrainingPlan {
    rates = List.copyOf(rates);
  }

  /** Widths of its fully connected hidden layers. */
  public List<Integer> hidden() {
    return kind == Kind.VGG ? List.of(VGG_HEAD) : Collections.nCopies(depth, width);
  }

  Initialiser initialiser() {
    return Initialiser.he();
  }

  /**
   * The network.
   *
   * @param image the shape of the inputs, for convolutions
   */
  public Network network(int inputs, Optional<ImageShape> image, int classes) {
    if (kind == Kind.VGG && image.isPresent()) {
      return vgg(image.get()).affine(classes);
    }
    Network network = Network.inputs(inputs);
    for (int i = 0; i < depth; i++) {
      network = network.affine(width).batchNormalisation().then(Activation.relu());
    }
    return network.affine(classes);
  }

  private static Network vgg(ImageShape image) {
    Kernel three = Kernel.of(3).padding(1);
    ImageNetwork network =
        ImageNetwork.of(new org.roperator.nn.ImageShape(image.height(), image.width(), 1));
    for (int channels : new int[] {8, 8, 0, 16, 16, 0}) {
      network =
          channels == 0
              ? network.maxPooling(2)
              : network.convolution(channels, three).batchNormalisation().then(Activation.relu());
    }
    return network.flatten().affine(VGG_HEAD).batchNormalisation().then(Activation.relu());
  }

  /** The network in words. */
  public String describe() {
    return kind == Kind.VGG
        ? "3×3 convolutions of 8, 8, pooling, 16, 16, pooling, 32 units; batch norm and relu"
        : String.format(
            Locale.ROOT, "%d hidden layers of %d units; batch norm and relu", depth, width);
  }
}
