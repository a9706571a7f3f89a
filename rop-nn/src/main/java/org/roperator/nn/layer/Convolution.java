package org.roperator.nn.layer;

import java.util.List;
import org.roperator.dense.Matrix;
import org.roperator.internal.Arguments;
import org.roperator.parallel.Scratch;

/**
 * A convolution of images, {@code y = W ∗ x + b}: at every position of a window the product of one
 * matrix W and the window's pixels.
 *
 * <pre>{@code
 * Convolution.of(new ImageShape(28, 28, 16), 32, Kernel.of(3).withPadding(1))   // to 28 × 28 × 32
 * }</pre>
 *
 * <p>W has one row for each channel of the outputs, with the kernel's pixels row by row and the
 * channels of the inputs side by side; nothing is flipped. The outputs are images again, {@code
 * output()}. Sweeps copy the patches of a few positions at a time and multiply matrices, the same
 * ones as an affine layer: six products for an Hv, four for a Gv.
 *
 * <p>Exact blocks of curvature go through it; averages, which are no Kronecker products here, are
 * refused.
 */
public final class Convolution extends WindowedLayer {

  private final int channels;
  private final int tile;
  private final Scratch<double[]> tiles;

  private Convolution(Window window, int channels) {
    super(window, Arguments.requirePositive("The number of channels", channels));
    this.channels = channels;
    this.tile = ConvolutionPass.tile(window);
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

  @Override
  public List<ParameterArray> parameters() {
    return List.of(
        ParameterArray.kernels(
            "W", channels, window.height(), window.width(), window.in().channels()),
        ParameterArray.biases("b", channels));
  }

  @Override
  public HessianPass forward(Matrix x, double[] w, int from, Workspace memory) {
    return new ConvolutionPass(window, tiles, channels, x, w, from, outputs(x, w, from, memory));
  }

  @Override
  public Matrix outputs(Matrix x, double[] w, int from, Workspace work) {
    Matrix y = work.matrix(x.rows(), outputs());
    int positions = x.rows() * window.positions();
    int patch = window.patch();
    AffinePass.repeat(w, from + channels * patch, channels, y, positions);
    Matrix weights = work.view(w, from, channels, patch, patch);
    double[] patches = tiles.take();
    for (int q = 0; q < positions; q += tile) {
      int end = Math.min(positions, q + tile);
      window.gather(x, q, end, patches);
      Matrix rows = work.view(y.array(), y.from() + q * channels, end - q, channels, channels);
      Matrix gathered = work.view(patches, 0, end - q, patch, patch);
      work.blas().multiply(gathered, weights.transposed(), 1, rows);
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
