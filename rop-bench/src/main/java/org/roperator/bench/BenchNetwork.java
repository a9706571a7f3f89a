package org.roperator.bench;

import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.roperator.nn.Dataset;
import org.roperator.nn.Initializer;
import org.roperator.nn.Loss;
import org.roperator.nn.Network;
import org.roperator.nn.NetworkObjective;
import org.roperator.nn.layer.Activation;
import org.roperator.parallel.Workers;

/**
 * The networks that are measured, from one whose products are all overhead to two that are work.
 */
public enum BenchNetwork {
  /** A toy: every product is tiny. */
  IRIS("4-5-3", 16),
  /** A small classifier of digits. */
  SMALL("784-100-10", 128),
  /** The encoder of a well-known autoencoder of digits. */
  ENCODER("784-1000-500-250-30", 1000),
  /** A deep and narrowing classifier of small color images. */
  FUNNEL("3072-1024-512-256-128-64-32-16-10", 500);

  private final String shape;
  private final int examples;

  BenchNetwork(String shape, int examples) {
    this.shape = shape;
    this.examples = examples;
  }

  /** Its widths and number of examples, such as {@code 4-5-3 (16)}. */
  public String title() {
    return shape + " (" + examples + ")";
  }

  private int[] widths() {
    return Stream.of(shape.split("-", -1)).mapToInt(Integer::parseInt).toArray();
  }

  private Activation activation() {
    return switch (this) {
      case IRIS, SMALL -> Activation.tanh();
      case ENCODER, FUNNEL -> Activation.logistic();
    };
  }

  /** The layers. */
  public Network network() {
    int[] widths = widths();
    Network network = Network.inputs(widths[0]);
    for (int l = 1; l < widths.length; l++) {
      network = network.affine(widths[l]);
      if (l < widths.length - 1) {
        network = network.then(activation());
      }
    }
    return network;
  }

  /** Mean softmax cross-entropy over examples of random inputs and labels. */
  public NetworkObjective objective(Workers workers) {
    RandomGenerator random = new SplittableRandom(1);
    int[] widths = widths();
    int classes = widths[widths.length - 1];
    int[] labels = new int[examples];
    for (int n = 0; n < examples; n++) {
      labels[n] = random.nextInt(classes);
    }
    Dataset data =
        Dataset.classification(gaussian(examples * widths[0], 2), widths[0], labels, classes);
    return NetworkObjective.of(network(), Loss.softmaxCrossEntropy(), data).on(workers);
  }

  /** A point to expand at. */
  public double[] point() {
    return network().initialize(Initializer.glorotNormal(), 3);
  }

  /** A direction to multiply by. */
  public double[] direction() {
    return gaussian(network().dimension(), 4);
  }

  private static double[] gaussian(int length, long seed) {
    RandomGenerator random = new SplittableRandom(seed);
    return random.doubles(length, -1, 1).toArray();
  }

  /** Multiply-adds of the matrix products that a quantity needs at the least. */
  public long multiplyAdds(Quantity quantity) {
    int[] widths = widths();
    long sum = 0;
    for (int l = 1; l < widths.length; l++) {
      long weights = (long) widths[l - 1] * widths[l];
      sum += weights * (l == 1 ? quantity.productsOfFirstLayer : quantity.productsOfFurtherLayers);
    }
    return examples * sum;
  }

  /**
   * What is measured, with the matrix products per layer that it needs.
   *
   * <p>The first layer needs fewer, since its inputs are data: nothing is carried back through it,
   * and the derivative of its inputs along a direction is zero.
   */
  public enum Quantity {
    /** Value and gradient from scratch: forward, adjoint and weights. */
    GRADIENT(2, 3),
    /** One more product with the Hessian at a fixed point: twice each of these. */
    HESSIAN(2, 6),
    /**
     * One more product with the Gauss-Newton matrix: a backward sweep without what is remembered.
     */
    GAUSS_NEWTON(2, 4);

    private final int productsOfFirstLayer;
    private final int productsOfFurtherLayers;

    Quantity(int productsOfFirstLayer, int productsOfFurtherLayers) {
      this.productsOfFirstLayer = productsOfFirstLayer;
      this.productsOfFurtherLayers = productsOfFurtherLayers;
    }
  }
}
