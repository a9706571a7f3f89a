package org.roperator.nn;

import static org.roperator.dense.Transpose.NO;
import static org.roperator.dense.Transpose.YES;

import java.util.List;
import org.roperator.operator.Arguments;
import org.roperator.operator.Scratch;

/**
 * A convolution of images, {@code y = W ∗ x + b}: at every position of a window the product of one
 * matrix W and the window's pixels.
 *
 * <pre>{@code
 * Convolution.of(new ImageShape(28, 28, 16), 32, Kernel.of(3).padding(1))   // to 28 × 28 × 32
 * }</pre>
 *
 * <p>W has one row for each channel of the outputs, with the kernel's pixels row by row and the
 * channels of the inputs side by side; nothing is flipped. The outputs are images again, {@link
 * #output}. Sweeps copy the patches of a few positions at a time and multiply matrices, the same
 * ones as an affine layer: six products for an Hv, four for a Gv.
 *
 * <p>Exact blocks of curvature go through it; averages, which are no Kronecker products here, are
 * refused.
 */
public final class Convolution extends WindowedLayer {

  /** Numbers of the patches that are multiplied at once, 128 kB of them: they stay in the cache. */
  private static final int TILE = 1 << 14;

  private final int channels;
  private final int tile;
  private final Scratch<double[]> tiles;

  private Convolution(Window window, int channels) {
    super(window, Arguments.requirePositive("The number of channels", channels));
    this.channels = channels;
    this.tile = Math.max(1, TILE / window.patch());
    this.tiles = Scratch.of(() -> new double[tile * window.patch()]);
  }

  /**
   * A convolution.
   *
   * @param in the images
   * @param channels the number of channels of the outputs
   * @param kernel size, stride and padding
   * @throws IllegalArgumentException if the kernel is larger than the padded images
   */
  public static Convolution of(ImageShape in, int channels, Kernel kernel) {
    return new Convolution(new Window(in, kernel), channels);
  }

  int channels() {
    return channels;
  }

  /** How many positions are multiplied at once. */
  int tile() {
    return tile;
  }

  Scratch<double[]> tiles() {
    return tiles;
  }

  @Override
  public List<ParameterArray> parameters() {
    return List.of(
        ParameterArray.kernels(
            "W", channels, window.height(), window.width(), window.in().channels()),
        ParameterArray.biases("b", channels));
  }

  @Override
  public HessianPass forward(Batch x, double[] w, int from, Workspace memory) {
    return new ConvolutionPass(this, x, w, from, outputs(x, w, from, memory));
  }

  @Override
  public Batch outputs(Batch x, double[] w, int from, Workspace work) {
    Batch y = work.batch(x.rows(), outputs());
    int positions = x.rows() * window.positions();
    int patch = window.patch();
    AffineLayer.repeat(w, from + channels * patch, channels, y, positions);
    double[] patches = tiles.take();
    for (int q = 0; q < positions; q += tile) {
      int end = Math.min(positions, q + tile);
      window.gather(x, q, end, patches);
      work.blas()
          .gemm(
              NO,
              YES,
              end - q,
              channels,
              patch,
              1,
              patches,
              0,
              patch,
              w,
              from,
              patch,
              1,
              y.array(),
              y.from() + q * channels,
              channels);
    }
    tiles.giveBack(patches);
    return y;
  }

  /** Per example y, and xBar once it comes back. */
  @Override
  public long numbersKeptPerExample() {
    return (long) outputs() + inputs();
  }

  @Override
  public String toString() {
    return "convolution of " + window.in() + " to " + output();
  }
}
