package org.roperator.nn;

import static org.roperator.dense.Transpose.NO;
import static org.roperator.dense.Transpose.YES;

import java.util.Arrays;

/**
 * The sweeps through {@code y = XWᵀ + b} along {@code (V, c)}, X the patches of x, one row for each
 * position of the window, and S the addition of patches into images, {@code ⟨S(P), x⟩ = ⟨P, X⟩}.
 *
 * <pre>
 * xBar    = S(yBar W)                  WBar    = yBarᵀ X
 * yDot    = Ẋ Wᵀ + X Vᵀ + c
 * xBarDot = S(yBarDot W + yBar V)      WBarDot = yBarDotᵀ X + yBarᵀ Ẋ
 * </pre>
 *
 * <p>Patches are made for a few positions at a time, again for each sweep: they are as many times
 * larger than the images as the kernel has pixels, and making them is cheaper than fetching them
 * from memory.
 */
final class ConvolutionPass extends BiaffinePass {

  private final Convolution layer;
  private final Window window;
  private final int channels;
  private final int positions;
  private final int patch;
  private final int biasFrom;

  ConvolutionPass(Convolution layer, Batch x, double[] w, int from, Batch y) {
    super(x, w, from, y);
    this.layer = layer;
    this.window = layer.window;
    this.channels = layer.channels();
    this.positions = window.positions();
    this.patch = window.patch();
    this.biasFrom = from + channels * patch;
  }

  /** What is done with a tile: positions of one image, or, of one direction, of several. */
  private interface Tile {
    /**
     * Treats some positions.
     *
     * @param image the number of the first one's image
     * @param position its number within the image
     * @param count how many
     * @param patches their patches from 0 on, or room for them
     */
    void at(int image, int position, int count, double[] patches);
  }

  /**
   * Runs over the positions of images.
   *
   * @param apart whether tiles must end with their image
   */
  private void tiles(int images, boolean apart, Tile tile) {
    double[] patches = layer.tiles().take();
    int all = images * positions;
    for (int q = 0; q < all; ) {
      int limit = apart ? (q / positions + 1) * positions : all;
      int count = Math.min(layer.tile(), limit - q);
      tile.at(q / positions, q % positions, count, patches);
      q += count;
    }
    layer.tiles().giveBack(patches);
  }

  /** Where the outputs of a position stand. */
  private int row(Batch outputs, int image, int position) {
    return outputs.from() + (image * positions + position) * channels;
  }

  private void gather(Batch images, int image, int position, int count, double[] patches) {
    int q = image * positions + position;
    window.gather(images, q, q + count, patches);
  }

  @Override
  public Batch forwardDot(Batch xDot, Directions v, Workspace work) {
    int k = v.count();
    Batch yDot = work.zeros(x.rows() * k, layer.outputs());
    if (!v.isNone()) {
      for (int row = 0; row < yDot.rows(); row++) {
        addBiases(v, row % k, yDot, row);
      }
      tiles(
          x.rows(),
          k > 1,
          (image, position, count, patches) -> {
            gather(x, image, position, count, patches);
            for (int j = 0; j < k; j++) {
              int to = row(yDot, image * k + j, position);
              forward(patches, count, v.array(), v.from(from, channels * patch, j), yDot, to, work);
            }
          });
    }
    if (xDot.size() > 0) {
      tiles(
          xDot.rows(),
          false,
          (image, position, count, patches) -> {
            gather(xDot, image, position, count, patches);
            forward(patches, count, w, from, yDot, row(yDot, image, position), work);
          });
    }
    return yDot;
  }

  private void addBiases(Directions v, int j, Batch yDot, int row) {
    int c = v.from(biasFrom, channels, j);
    int to = yDot.from() + row * layer.outputs();
    for (int p = 0; p < positions; p++) {
      System.arraycopy(v.array(), c, yDot.array(), to + p * channels, channels);
    }
  }

  /** {@code y += P Wᵀ}. */
  private void forward(
      double[] patches, int count, double[] weights, int at, Batch y, int to, Workspace work) {
    work.blas()
        .gemm(
            NO, YES, count, channels, patch, 1, patches, 0, patch, weights, at, patch, 1, y.array(),
            to, channels);
  }

  @Override
  Batch mixed(Batch xDot, Batch yBarDot, Directions v, Accumulator sum, Workspace work) {
    int k = v.count();
    Batch yBar = yBar();
    tiles(
        xDot.rows(),
        k > 1,
        (image, position, count, patches) -> {
          gather(xDot, image, position, count, patches);
          int bar = row(yBar, image / k, position);
          addProduct(yBar, bar, patches, count, sum, image % k, work);
        });
    Batch xBarDot = work.zeros(yBarDot.rows(), layer.inputs());
    tiles(
        yBarDot.rows(),
        k > 1,
        (image, position, count, patches) -> {
          int dot = row(yBarDot, image, position);
          back(yBarDot, dot, count, w, from, 0, patches, work);
          int bar = row(yBar, image / k, position);
          int along = v.from(from, channels * patch, image % k);
          back(yBar, bar, count, v.array(), along, 1, patches, work);
          int q = image * positions + position;
          window.scatter(patches, q, q + count, xBarDot);
        });
    return xBarDot;
  }

  /** {@code P = beta · P + u W}. */
  private void back(
      Batch u,
      int at,
      int count,
      double[] weights,
      int weightsAt,
      double beta,
      double[] patches,
      Workspace work) {
    work.blas()
        .gemm(
            NO, NO, count, patch, channels, 1, u.array(), at, channels, weights, weightsAt, patch,
            beta, patches, 0, patch);
  }

  /** {@code WBar += uᵀ P} along direction j. */
  private void addProduct(
      Batch u, int at, double[] patches, int count, Accumulator sum, int j, Workspace work) {
    work.blas()
        .gemm(
            YES,
            NO,
            channels,
            patch,
            count,
            1,
            u.array(),
            at,
            channels,
            patches,
            0,
            patch,
            1,
            sum.array(),
            sum.from(from, channels * patch, j),
            patch);
  }

  @Override
  public void parameterAdjoint(Batch u, Accumulator sum, Workspace work) {
    int k = sum.count();
    sum.begin(sum.from(from), k * (patch + 1) * channels);
    for (int row = 0; row < u.rows(); row++) {
      addRows(u, row, sum.array(), sum.from(biasFrom, channels, row % k));
    }
    tiles(
        x.rows(),
        k > 1,
        (image, position, count, patches) -> {
          gather(x, image, position, count, patches);
          for (int j = 0; j < k; j++) {
            addProduct(u, row(u, image * k + j, position), patches, count, sum, j, work);
          }
        });
  }

  /** {@code bBar += Σ u} over the positions of one image. */
  private void addRows(Batch u, int row, double[] sums, int to) {
    int at = u.from() + row * layer.outputs();
    for (int p = 0; p < positions; p++, at += channels) {
      for (int c = 0; c < channels; c++) {
        sums[to + c] += u.array()[at + c];
      }
    }
  }

  /** {@code S(u W)}. */
  @Override
  Batch sentBack(Batch u, Workspace work) {
    Batch product = work.zeros(u.rows(), layer.inputs());
    tiles(
        u.rows(),
        false,
        (image, position, count, patches) -> {
          back(u, row(u, image, position), count, w, from, 0, patches, work);
          int q = image * positions + position;
          window.scatter(patches, q, q + count, product);
        });
    return product;
  }

  /** A gradient is a sum over an image's positions, to be squared when it is whole. */
  @Override
  public void squaredGradients(Accumulator sum, Workspace work) {
    int length = (patch + 1) * channels;
    int at = sum.from(from);
    sum.begin(at, length);
    Batch yBar = yBar();
    double[] own = work.numbers(length);
    Accumulator single = new Accumulator(own, 1, 1, from);
    for (int n = 0; n < x.rows(); n++) {
      Arrays.fill(own, 0, length, 0);
      int example = n;
      addRows(yBar, n, own, channels * patch);
      Batch one = Batch.of(x.array(), x.from() + n * x.columns(), 1, x.columns());
      tiles(
          1,
          true,
          (image, position, count, patches) -> {
            gather(one, 0, position, count, patches);
            addProduct(yBar, row(yBar, example, position), patches, count, single, 0, work);
          });
      for (int i = 0; i < length; i++) {
        sum.array()[at + i] += own[i] * own[i];
      }
    }
  }
}
