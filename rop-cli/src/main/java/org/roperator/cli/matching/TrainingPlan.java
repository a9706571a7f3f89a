package org.roperator.cli.matching;

import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.roperator.nn.ImageNetwork;
import org.roperator.nn.Initializer;
import org.roperator.nn.Network;
import org.roperator.nn.layer.Activation;
import org.roperator.nn.layer.ImageShape;
import org.roperator.nn.layer.Kernel;

/**
 * What the comparison of training methods trains, and how long.
 *
 * @param shape the network
 * @param epochs of every run
 * @param batch examples per step
 * @param decay the factor of the L2 penalty of the weights
 * @param rates the learning rates that every method tries
 * @param repeats how often
 */
public record TrainingPlan(
    Shape shape, int epochs, int batch, double decay, List<Double> rates, Repeats repeats) {

  /** Units between the convolutions and the outputs. */
  private static final int VGG_HEAD = 32;

  /** Kinds of networks. */
  public enum Kind {
    /** Fully connected layers, each with batch normalization and rectifiers. */
    MLP,
    /** Two convolutions of 3 × 3, pooling, two more, pooling, and two affine layers. */
    VGG
  }

  /**
   * The shape of a network.
   *
   * @param kind the kind of network
   * @param depth hidden layers of the fully connected network
   * @param width their width
   */
  public record Shape(Kind kind, int depth, int width) {}

  /**
   * How often a method runs.
   *
   * @param tuningSeeds runs for each rate
   * @param seeds runs with the rate that was best
   * @param seed the first of all seeds
   */
  public record Repeats(int tuningSeeds, int seeds, long seed) {}

  /** Copies the rates. */
  public TrainingPlan {
    rates = List.copyOf(rates);
  }

  /** The kind of network. */
  public Kind kind() {
    return shape.kind();
  }

  /** Runs for each rate. */
  public int tuningSeeds() {
    return repeats.tuningSeeds();
  }

  /** Runs with the rate that was best. */
  public int seeds() {
    return repeats.seeds();
  }

  /** The first of all seeds. */
  public long seed() {
    return repeats.seed();
  }

  /** Widths of its hidden layers where all are fully connected; empty where some are not. */
  public List<Integer> hidden() {
    return shape.kind() == Kind.VGG ? List.of() : Collections.nCopies(shape.depth(), shape.width());
  }

  Initializer initializer() {
    return Initializer.he();
  }

  /**
   * The network.
   *
   * @param image the shape of the inputs, for convolutions
   */
  public Network network(int inputs, Optional<ImageShape> image, int classes) {
    if (shape.kind() == Kind.VGG && image.isPresent()) {
      return vgg(image.get()).affine(classes);
    }
    Network network = Network.inputs(inputs);
    for (int i = 0; i < shape.depth(); i++) {
      network = network.affine(shape.width()).batchNormalization().then(Activation.relu());
    }
    return network.affine(classes);
  }

  private static Network vgg(ImageShape image) {
    Kernel three = Kernel.of(3).withPadding(1);
    ImageNetwork network = ImageNetwork.of(image);
    for (int channels : new int[] {8, 8, 0, 16, 16, 0}) {
      network =
          channels == 0
              ? network.maxPooling(2)
              : network.convolution(channels, three).batchNormalization().then(Activation.relu());
    }
    return network.flatten().affine(VGG_HEAD).batchNormalization().then(Activation.relu());
  }

  /** The network in words. */
  public String describe() {
    return shape.kind() == Kind.VGG
        ? "3×3 convolutions of 8, 8, pooling, 16, 16, pooling, 32 units; batch norm and relu"
        : String.format(
            Locale.ROOT,
            "%d hidden layers of %d units; batch norm and relu",
            shape.depth(),
            shape.width());
  }
}
