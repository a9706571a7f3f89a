package org.roperator.nn.layer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.roperator.contract.Refusals.assertRefused;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.roperator.autodiff.Var;
import org.roperator.contract.Samples;
import org.roperator.dense.Matrix;
import org.roperator.function.FiniteSumExpansion;
import org.roperator.nn.Cuts;
import org.roperator.nn.Dataset;
import org.roperator.nn.Loss;
import org.roperator.nn.Nets;
import org.roperator.nn.Network;
import org.roperator.nn.NetworkObjective;
import org.roperator.nn.Prediction;
import org.roperator.nn.TapeNetwork;
import org.roperator.nn.curvature.HessianBackpropagation;

/** Convolutions against the sum that defines them. */
class ConvolutionTest {

  private static final double ROUNDING = 1e-12;

  /** The six loops: y[n][i][j][o] = b[o] + Σ w[o][a][b][c] x[n][i·s + a − p][j·s + b − p][c]. */
  private static double[] sixLoops(Convolution layer, double[] x, double[] w, int from) {
    Window g = layer.window;
    int channels = g.in().channels();
    int examples = x.length / layer.inputs();
    double[] y = new double[examples * layer.outputs()];
    for (int n = 0; n < examples; n++) {
      for (int i = 0; i < layer.output().height(); i++) {
        for (int j = 0; j < layer.output().width(); j++) {
          for (int o = 0; o < layer.channels(); o++) {
            double sum = w[from + layer.channels() * g.height() * g.width() * channels + o];
            for (int a = 0; a < g.height(); a++) {
              for (int b = 0; b < g.width(); b++) {
                int row = i * g.kernel().stride() + a - g.kernel().padding();
                int column = j * g.kernel().stride() + b - g.kernel().padding();
                if (row < 0 || row >= g.in().height() || column < 0 || column >= g.in().width()) {
                  continue;
                }
                for (int c = 0; c < channels; c++) {
                  sum +=
                      w[from + ((o * g.height() + a) * g.width() + b) * channels + c]
                          * x[n * layer.inputs() + (row * g.in().width() + column) * channels + c];
                }
              }
            }
            y[n * layer.outputs() + (i * layer.output().width() + j) * layer.channels() + o] = sum;
          }
        }
      }
    }
    return y;
  }

  @Property(tries = 60)
  void outputsAreThoseOfTheSixLoops(
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 7) int height,
      @ForAll @IntRange(min = 1, max = 7) int width,
      @ForAll @IntRange(min = 1, max = 4) int kernel,
      @ForAll @IntRange(min = 1, max = 3) int stride,
      @ForAll @IntRange(min = 0, max = 2) int padding) {
    int pad = Math.min(padding, kernel - 1);
    int fits = Math.min(kernel, Math.min(height, width) + 2 * pad);
    if (pad >= fits) {
      return;
    }
    Kernel window = Kernel.of(fits).withPadding(pad).withStride(stride);
    assertSame(Convolution.of(new ImageShape(height, width, 2), 3, window), 3, seed);
  }

  /** More positions than are multiplied at once, over the ends of images. */
  @Test
  void manyTilesAgreeAsWell() {
    Convolution layer = Convolution.of(new ImageShape(14, 13, 3), 4, Kernel.of(5).withPadding(2));
    assertEquals(218, layer.tile());
    assertSame(layer, 4, 1);
    assertSame(Convolution.of(new ImageShape(33, 40, 4), 2, Kernel.of(5)), 2, 2);
  }

  private static void assertSame(Convolution layer, int examples, long seed) {
    double[] x = Samples.gaussian(Samples.random(seed), examples * layer.inputs());
    int parameters = layer.parameters().stream().mapToInt(array -> (int) array.length()).sum();
    double[] w = Samples.gaussian(Samples.random(seed + 1), parameters + 1);
    LayerContract.assertClose(
        sixLoops(layer, x, w, 1),
        LayerContract.numbers(
            layer.outputs(
                Matrix.of(x, 0, examples, layer.inputs()), w, 1, LayerContract.workspace())),
        ROUNDING);
  }

  /** All sweeps over several tiles: what the tape says of a net of two convolutions. */
  @Test
  void networksAgreeWithTheTapeInShards() {
    Convolution first =
        Convolution.of(new ImageShape(5, 4, 2), 2, Kernel.of(3).withPadding(1).withStride(2));
    Convolution second = Convolution.of(first.output(), 3, Kernel.of(2));
    Network network = Network.inputs(40).then(first).then(Activation.tanh()).then(second).affine(2);
    TapeNetwork tape =
        TapeNetwork.of(
            network,
            convolution(first),
            TapeNetwork.tanh(),
            convolution(second),
            TapeNetwork.affine(2));
    Dataset data = Nets.valued(5, 40, 2, 8);
    NetworkObjective objective = NetworkObjective.of(network, Loss.squaredError(), data);
    tape.assertAgrees(data, 5, objective, Cuts.inLanes(objective, 2, 2).withMemoryBudget(0));
    assertEquals(
        "[2, 3, 3, 2]", java.util.Arrays.toString(network.layout().slice("layer1.W").shape()));
  }

  static TapeNetwork.Step convolution(Convolution layer) {
    Window g = layer.window;
    int channels = g.in().channels();
    int biases = layer.channels() * g.height() * g.width() * channels;
    return (x, w, from) -> {
      Var[][] y = new Var[x.length][layer.outputs()];
      for (int n = 0; n < x.length; n++) {
        for (int at = 0; at < y[n].length; at++) {
          int o = at % layer.channels();
          int j = at / layer.channels() % layer.output().width();
          int i = at / layer.channels() / layer.output().width();
          y[n][at] = w[from + biases + o];
          for (int p = 0; p < g.height() * g.width(); p++) {
            int row = i * g.kernel().stride() + p / g.width() - g.kernel().padding();
            int column = j * g.kernel().stride() + p % g.width() - g.kernel().padding();
            if (row >= 0 && row < g.in().height() && column >= 0 && column < g.in().width()) {
              for (int c = 0; c < channels; c++) {
                Var weight = w[from + (o * g.height() * g.width() + p) * channels + c];
                int pixel = (row * g.in().width() + column) * channels + c;
                y[n][at] = y[n][at].add(weight.multiply(x[n][pixel]));
              }
            }
          }
        }
      }
      return y;
    };
  }

  /**
   * The example of Chellapilla, Puri and Simard (2006), three channels of 3 × 3 to two, its numbers
   * moved from planes to pixels; and with the loss Σz² = 2 · ½Σz², N = 1, H_b = 2 · 4 positions =
   * 8.
   */
  @Test
  void theExampleOfChellapilla() {
    double[][] planes = {
      {1, 2, 0, 1, 1, 3, 0, 2, 2}, {0, 2, 1, 0, 3, 2, 1, 1, 0}, {1, 2, 1, 0, 1, 3, 3, 3, 2}
    };
    double[][] kernels = {
      {1, 1, 2, 2}, {1, 1, 1, 1}, {0, 1, 1, 0}, {1, 0, 0, 1}, {2, 1, 2, 1}, {1, 2, 2, 0}
    };
    double[] x = new double[27];
    for (int i = 0; i < 27; i++) {
      x[i] = planes[i % 3][i / 3];
    }
    double[] w = new double[26];
    for (int i = 0; i < 24; i++) {
      w[i] = kernels[i / 12 * 3 + i % 3][i % 12 / 3];
    }
    Convolution layer = Convolution.of(new ImageShape(3, 3, 3), 2, Kernel.of(2));
    double[] y =
        LayerContract.numbers(
            layer.outputs(Matrix.of(x.clone(), 0, 1, 27), w, 0, LayerContract.workspace()));
    // [[14, 20], [15, 24]] and [[12, 24], [17, 26]] before biases of 5 and 10.
    assertArrayEquals(new double[] {14, 12, 20, 24, 15, 17, 24, 26}, y);
    w[24] = 5;
    w[25] = 10;
    Network network = Network.inputs(27).then(layer);
    FiniteSumExpansion at =
        NetworkObjective.of(
                network, Loss.squaredError(), Dataset.regression(x, 27, new double[8], 8))
            .expandAt(w);
    assertArrayEquals(
        new double[] {19, 22, 25, 34, 20, 27, 29, 36},
        Prediction.of(network, w).outputs(Dataset.regression(x, 27, new double[8], 8)));
    for (int i = 0; i < 2; i++) {
      double[] bias = new double[2];
      bias[i] = 2;
      assertEquals(
          8, HessianBackpropagation.hessian().of(at).block("layer1.b").operator().times(bias)[i]);
    }
  }

  @Test
  void whatDoesNotFitIsRefused() {
    ImageShape shape = new ImageShape(4, 5, 2);
    assertRefused(() -> Convolution.of(shape, 3, Kernel.of(5)), "5 × 5", "4 × 5", "smaller kernel");
    assertRefused(() -> Convolution.of(shape, 3, Kernel.of(2, 6)), "2 × 6", "4 × 5", "padding");
    assertRefused(() -> Convolution.of(shape, 0, Kernel.of(2)), "channels", 0);
    assertRefused(() -> Kernel.of(2).withPadding(2), "padding is 2", "2 × 2");
    assertRefused(() -> Kernel.of(3, 2).withPadding(2), "padding is 2", "3 × 2");
    assertRefused(() -> Kernel.of(2).withPadding(-1), -1);
    assertRefused(() -> Kernel.of(2).withStride(0), "stride", 0);
    assertRefused(() -> Kernel.of(0), "height", 0);
    assertRefused(() -> Kernel.of(1, 0), "width", 0);
    assertRefused(() -> new ImageShape(0, 1, 1), "height", 0);
    assertRefused(() -> new ImageShape(1, 0, 1), "width", 0);
    assertRefused(() -> new ImageShape(1, 1, 0), "channels", 0);
    assertEquals(
        new ImageShape(4, 5, 3), Convolution.of(shape, 3, Kernel.of(3).withPadding(1)).output());
    assertEquals(
        new ImageShape(2, 3, 3),
        Convolution.of(shape, 3, Kernel.of(3).withPadding(1).withStride(2)).output());
    // Larger than the images, but not with their padding.
    assertEquals(
        new ImageShape(2, 3, 1), Convolution.of(shape, 1, Kernel.of(5).withPadding(1)).output());
  }

  /**
   * A kernel may be larger than the images, though not so large that its numbers can't be counted.
   */
  @Test
  void refusesAKernelOfMoreNumbersThanAnArrayHolds() {
    ImageShape pixel = new ImageShape(1, 1, 1);
    assertRefused(
        () -> Convolution.of(pixel, 1, Kernel.of(50_000).withPadding(49_999)), "50000", "smaller");
    int huge = 1_500_000_000;
    assertRefused(
        () -> Convolution.of(pixel, 1, Kernel.of(huge, huge).withPadding(huge - 1)), "" + huge);
    assertEquals(1, Convolution.of(pixel, 1, Kernel.of(2).withStride(9).withPadding(1)).outputs());
  }
}
