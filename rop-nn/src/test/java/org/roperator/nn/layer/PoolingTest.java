package org.roperator.nn.layer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.roperator.contract.Refusals.assertRefused;

import org.junit.jupiter.api.Test;
import org.roperator.autodiff.Var;
import org.roperator.dense.Matrix;
import org.roperator.nn.Dataset;
import org.roperator.nn.ImageNetwork;
import org.roperator.nn.Loss;
import org.roperator.nn.Nets;
import org.roperator.nn.Network;
import org.roperator.nn.NetworkExpansion;
import org.roperator.nn.NetworkObjective;
import org.roperator.nn.TapeNetwork;
import org.roperator.nn.curvature.HessianBackpropagation;

/** Pooling and flattening against values read off small images. */
class PoolingTest {

  private static double[] outputs(Layer layer, double... x) {
    return LayerContract.numbers(
        layer.outputs(
            Matrix.of(x, 0, x.length / layer.inputs(), layer.inputs()),
            new double[0],
            0,
            LayerContract.workspace()));
  }

  @Test
  void windowsTakeTheirLargestAndTheirMean() {
    ImageShape shape = new ImageShape(3, 4, 1);
    double[] x = {1, 5, 2, 0, 3, 4, 8, 1, 9, 0, 0, 7};
    assertArrayEquals(
        new double[] {5, 8}, outputs(MaxPooling.of(shape, Kernel.of(2).withStride(2)), x));
    assertArrayEquals(
        new double[] {5, 8, 8, 9, 8, 8}, outputs(MaxPooling.of(shape, Kernel.of(2)), x));
    assertArrayEquals(
        new double[] {3.25, 2.75},
        outputs(AveragePooling.of(shape, Kernel.of(2).withStride(2)), x));
  }

  /** Padding neither wins over negative numbers nor counts in a mean. */
  @Test
  void paddingIsLeftOut() {
    ImageShape shape = new ImageShape(2, 2, 1);
    Kernel kernel = Kernel.of(2).withStride(2).withPadding(1);
    assertArrayEquals(
        new double[] {-1, -2, -3, -4}, outputs(MaxPooling.of(shape, kernel), -1, -2, -3, -4));
    assertArrayEquals(
        new double[] {-1, -2, -3, -4}, outputs(AveragePooling.of(shape, kernel), -1, -2, -3, -4));
  }

  @Test
  void theFirstOfEqualValuesIsDifferentiated() {
    MaxPooling layer = MaxPooling.of(new ImageShape(2, 2, 2), Kernel.of(2));
    double[] x = {1, 7, 3, 7, 3, 2, 3, 7};
    HessianPass pass =
        layer.forward(Matrix.of(x, 0, 1, 8), new double[0], 0, LayerContract.workspace());
    Matrix bar =
        pass.backward(Matrix.of(new double[] {10, 20}, 0, 1, 2), LayerContract.workspace());
    assertArrayEquals(new double[] {0, 20, 10, 0, 0, 0, 0, 0}, LayerContract.numbers(bar));
    double[] along = {1, 2, 3, 4, 5, 6, 7, 8};
    assertArrayEquals(
        new double[] {3, 2},
        LayerContract.numbers(
            pass.forwardDot(
                Matrix.of(along, 0, 1, 8), Directions.none(1), LayerContract.workspace())));
  }

  @Test
  void nanIsNotHidden() {
    MaxPooling layer = MaxPooling.of(new ImageShape(1, 3, 1), Kernel.of(1, 3));
    assertTrue(Double.isNaN(outputs(layer, 1, Double.NaN, 2)[0]));
    assertTrue(Double.isNaN(outputs(layer, Double.NaN, 1, 2)[0]));
  }

  @Test
  void flatteningPutsChannelsOneBehindTheOther() {
    assertArrayEquals(
        new double[] {1, 3, 5, 2, 4, 6},
        outputs(new FlattenLayer(new ImageShape(1, 3, 2)), 1, 2, 3, 4, 5, 6));
    assertArrayEquals(
        new double[] {1, 3, 5, 7, 2, 4, 6, 8},
        outputs(new FlattenLayer(new ImageShape(2, 2, 2)), 1, 2, 3, 4, 5, 6, 7, 8));
  }

  private static TapeNetwork.Step pooling(
      ImageShape shape, int size, java.util.function.BinaryOperator<Var> join, double weight) {
    int channels = shape.channels();
    int rows = shape.height() / size;
    int columns = shape.width() / size;
    return (x, w, from) -> {
      Var[][] y = new Var[x.length][rows * columns * channels];
      for (int n = 0; n < x.length; n++) {
        for (int at = 0; at < y[n].length; at++) {
          int c = at % channels;
          int row = at / channels / columns * size;
          int column = at / channels % columns * size;
          Var joined = x[n][(row * shape.width() + column) * channels + c];
          for (int p = 1; p < size * size; p++) {
            int pixel = (row + p / size) * shape.width() + column + p % size;
            joined = join.apply(joined, x[n][pixel * channels + c]);
          }
          y[n][at] = joined.multiply(weight);
        }
      }
      return y;
    };
  }

  /** A whole image network, normalized channel by channel, coupled over all of its pixels. */
  @Test
  void imageNetworksAgreeWithTheTape() {
    ImageNetwork images =
        ImageNetwork.of(new ImageShape(5, 4, 1))
            .convolution(2, Kernel.of(3).withPadding(1))
            .batchNormalization()
            .scaled()
            .then(Activation.tanh())
            .maxPooling(2)
            .averagePooling(2);
    assertEquals(new ImageShape(1, 1, 2), images.shape());
    Network network =
        images.network().affine(4).then(new FlattenLayer(new ImageShape(1, 2, 2))).affine(2);
    Convolution convolution =
        Convolution.of(new ImageShape(5, 4, 1), 2, Kernel.of(3).withPadding(1));
    TapeNetwork tape =
        TapeNetwork.of(
            network,
            ConvolutionTest.convolution(convolution),
            TapeNetwork.batchNormalization(2, 1e-5),
            TapeNetwork.scale(2),
            TapeNetwork.tanh(),
            pooling(new ImageShape(5, 4, 2), 2, (a, b) -> b.getReal() > a.getReal() ? b : a, 1),
            pooling(new ImageShape(2, 2, 2), 2, Var::add, 0.25),
            TapeNetwork.affine(4),
            (x, w, from) -> {
              for (Var[] row : x) {
                Var second = row[1];
                row[1] = row[2];
                row[2] = second;
              }
              return x;
            },
            TapeNetwork.affine(2));
    Dataset data = Nets.valued(3, 20, 2, 8);
    NetworkObjective objective = NetworkObjective.of(network, Loss.squaredError(), data);
    tape.assertAgrees(data, 3, objective, objective.withMemoryBudget(0));
    // A batch of one image has many pixels.
    tape.assertAgrees(data, 1, objective.withBatchesOf(1));
  }

  @Test
  void shapesFollowFromLayerToLayer() {
    ImageNetwork images = ImageNetwork.of(new ImageShape(7, 6, 3)).maxPooling(2);
    assertEquals(new ImageShape(3, 3, 3), images.shape());
    assertEquals(27, images.flatten().outputs());
    assertEquals(2, images.flatten().layers().size());
    assertEquals(1, images.network().layers().size());
    assertEquals(
        1, ImageNetwork.of(new ImageShape(4, 4, 1)).averagePooling(2).flatten().layers().size());
    assertRefused(() -> images.maxPooling(4), "4 × 4", "3 × 3");
    assertRefused(() -> images.averagePooling(Kernel.of(4)), "4 × 4", "3 × 3");
    assertRefused(() -> images.convolution(2, Kernel.of(4)), "4 × 4", "3 × 3");
  }

  @Test
  void averagesOfExamplesAreRefused() {
    Network network =
        ImageNetwork.of(new ImageShape(4, 4, 1)).convolution(2, Kernel.of(3)).flatten().affine(2);
    NetworkExpansion at =
        NetworkObjective.of(network, Loss.squaredError(), Nets.valued(3, 16, 2, 8))
            .expandAt(new double[network.dimension()]);
    assertRefused(
        () -> HessianBackpropagation.hessian().withAveraging(Averaging.HESSIANS).of(at),
        "Layer 1",
        "convolution of 4 × 4 × 1 to 2 × 2 × 2",
        "EACH_EXAMPLE");
  }
}
