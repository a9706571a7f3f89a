package org.roperator.nn.layer;

import java.util.Arrays;
import org.roperator.dense.Matrix;
import org.roperator.parallel.Scratch;

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

  /** Numbers of the patches that are multiplied at once, 128 kB of them: they stay in the cache. */
  private static final int TILE = 1 << 14;

  private final Window window;
  private final Scratch<double[]> tiles;
  private final int channels;
  private final int positions;
  private final int patch;
  private final int biasFrom;

  /** W. */
  private final Matrix weights;

  /**
   * A pass.
   *
   * @param tiles lends room for the patches of {@link #tile} positions
   */
  ConvolutionPass(
      Window window,
      Scratch<double[]> tiles,
      int channels,
      Matrix x,
      double[] w,
      int from,
      Matrix y) {
    super(x, w, from, y);
    this.window = window;
    this.tiles = tiles;
    this.channels = channels;
    this.positions = window.positions();
    this.patch = window.patch();
    this.biasFrom = from + channels * patch;
    this.weights = Matrix.of(w, from, channels, patch);
  }

  /** How many positions are multiplied at once. */
  static int tile(Window window) {
    return Math.max(1, TILE / window.patch());
  }

  /** What is done with a tile: positions of one image, or, of one direction, of several. */
  private interface Tile {
    /**
     * Treats some positions.
     *
     * @param image the number of the first one's image
     * @param position its number within the image
     * @param count how many
     * @param patches room for their patches, one row for each
     */
    void at(int image, int position, int count, Matrix patches);
  }

  /**
   * Runs over the positions of images.
   *
   * @param apart whether tiles must end with their image
   * @param work lends the views of the tiles
   */
  private void tiles(int images, boolean apart, Workspace work, Tile tile) {
    double[] patches = tiles.take();
    int all = images * positions;
    for (int q = 0; q < all; ) {
      int limit = apart ? (q / positions + 1) * positions : all;
      int count = Math.min(tile(window), limit - q);
      Matrix room = work.view(patches, 0, count, patch, patch);
      tile.at(q / positions, q % positions, count, room);
      q += count;
    }
    tiles.giveBack(patches);
  }

  /** The outputs of some positions, one row for each. */
  private Matrix rows(Matrix outputs, int image, int position, int count, Workspace work) {
    int at = outputs.from() + (image * positions + position) * channels;
    return work.view(outputs.array(), at, count, channels, channels);
  }

  private void gather(Matrix images, int image, int position, int count, Matrix patches) {
    int q = image * positions + position;
    window.gather(images, q, q + count, patches.array());
  }

  private void scatter(Matrix patches, int image, int position, int count, Matrix images) {
    int q = image * positions + position;
    window.scatter(patches.array(), q, q + count, images);
  }

  @Override
  public Matrix forwardDot(Matrix xDot, Directions v, Workspace work) {
    int k = v.count();
    Matrix yDot = work.zeros(x.rows() * k, positions * channels);
    if (!v.isNone()) {
      for (int row = 0; row < yDot.rows(); row++) {
        addBiases(v, row % k, yDot, row);
      }
      tiles(
          x.rows(),
          k > 1,
          work,
          (image, position, count, patches) -> {
            gather(x, image, position, count, patches);
            for (int j = 0; j < k; j++) {
              Matrix along = v.matrix(from, channels, patch, j, work);
              Matrix to = rows(yDot, image * k + j, position, count, work);
              work.blas().multiply(patches, along.transposed(), 1, to);
            }
          });
    }
    if (xDot.size() > 0) {
      tiles(
          xDot.rows(),
          false,
          work,
          (image, position, count, patches) -> {
            gather(xDot, image, position, count, patches);
            Matrix to = rows(yDot, image, position, count, work);
            work.blas().multiply(patches, weights.transposed(), 1, to);
          });
    }
    return yDot;
  }

  private void addBiases(Directions v, int j, Matrix yDot, int row) {
    int c = v.from(biasFrom, channels, j);
    int to = yDot.from() + row * positions * channels;
    for (int p = 0; p < positions; p++) {
      System.arraycopy(v.array(), c, yDot.array(), to + p * channels, channels);
    }
  }

  @Override
  Matrix mixed(Matrix xDot, Matrix yBarDot, Directions v, Accumulator sum, Workspace work) {
    int k = v.count();
    Matrix yBar = yBar();
    tiles(
        xDot.rows(),
        k > 1,
        work,
        (image, position, count, patches) -> {
          gather(xDot, image, position, count, patches);
          Matrix bar = rows(yBar, image / k, position, count, work);
          addProduct(bar, patches, sum, image % k, work);
        });
    Matrix xBarDot = work.zeros(yBarDot.rows(), window.in().size());
    tiles(
        yBarDot.rows(),
        k > 1,
        work,
        (image, position, count, patches) -> {
          Matrix dot = rows(yBarDot, image, position, count, work);
          work.blas().multiply(dot, weights, 0, patches);
          Matrix bar = rows(yBar, image / k, position, count, work);
          Matrix along = v.matrix(from, channels, patch, image % k, work);
          work.blas().multiply(bar, along, 1, patches);
          scatter(patches, image, position, count, xBarDot);
        });
    return xBarDot;
  }

  /** {@code WBar += uᵀ P} along direction j. */
  private void addProduct(Matrix u, Matrix patches, Accumulator sum, int j, Workspace work) {
    Matrix sums = sum.matrix(from, channels, patch, j, work);
    work.blas().multiply(u.transposed(), patches, 1, sums);
  }

  @Override
  public void parameterAdjoint(Matrix u, Accumulator sum, Workspace work) {
    int k = sum.count();
    sum.begin(sum.from(from), k * (patch + 1) * channels);
    for (int row = 0; row < u.rows(); row++) {
      addRows(u, row, sum.array(), sum.from(biasFrom, channels, row % k));
    }
    tiles(
        x.rows(),
        k > 1,
        work,
        (image, position, count, patches) -> {
          gather(x, image, position, count, patches);
          for (int j = 0; j < k; j++) {
            Matrix rows = rows(u, image * k + j, position, count, work);
            addProduct(rows, patches, sum, j, work);
          }
        });
  }

  /** {@code bBar += Σ u} over the positions of one image. */
  private void addRows(Matrix u, int row, double[] sums, int to) {
    int at = u.from() + row * positions * channels;
    for (int p = 0; p < positions; p++, at += channels) {
      for (int c = 0; c < channels; c++) {
        sums[to + c] += u.array()[at + c];
      }
    }
  }

  /** {@code S(u W)}. */
  @Override
  Matrix sentBack(Matrix u, Workspace work) {
    Matrix product = work.zeros(u.rows(), window.in().size());
    tiles(
        u.rows(),
        false,
        work,
        (image, position, count, patches) -> {
          work.blas().multiply(rows(u, image, position, count, work), weights, 0, patches);
          scatter(patches, image, position, count, product);
        });
    return product;
  }

  /** A gradient is a sum over an image's positions, to be squared when it is whole. */
  @Override
  public void squaredGradients(Accumulator sum, Workspace work) {
    int length = (patch + 1) * channels;
    int at = sum.from(from);
    sum.begin(at, length);
    double[] own = work.numbers(length);
    Accumulator single = new Accumulator(own, 1, 1, from);
    for (int n = 0; n < x.rows(); n++) {
      Arrays.fill(own, 0, length, 0);
      exampleGradient(n, single, work);
      for (int i = 0; i < length; i++) {
        sum.array()[at + i] += own[i] * own[i];
      }
    }
  }

  @Override
  public void exampleGradient(int n, Accumulator sum, Workspace work) {
    Matrix yBar = yBar();
    addRows(yBar, n, sum.array(), sum.from(biasFrom));
    Matrix one = Matrix.of(x.array(), x.from() + n * x.columns(), 1, x.columns());
    tiles(
        1,
        true,
        work,
        (image, position, count, patches) -> {
          gather(one, 0, position, count, patches);
          addProduct(rows(yBar, n, position, count, work), patches, sum, 0, work);
        });
  }
}
