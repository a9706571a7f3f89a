package org.roperator.nn.layer;

import org.roperator.dense.Matrix;

/**
 * The sweeps through a mean over windows, a fixed linear map: {@code yDot = A xDot}, {@code xBar =
 * Aᵀ yBar}.
 */
final class AveragePoolingPass extends LinearPass {

  private final Window window;

  AveragePoolingPass(Window window, Matrix y) {
    super(y);
    this.window = window;
  }

  /** What is done with the channels of a pixel under a window and of its output. */
  private interface Visit {
    void pixel(
        double weight, double[] images, int pixel, double[] outputs, int output, int channels);
  }

  /** Visits the pixels under every position of the window on every image. */
  private static void each(Window window, Matrix images, Matrix outputs, Visit visit) {
    for (int row = 0; row < images.rows(); row++) {
      each(
          window,
          images.array(),
          images.from() + row * images.columns(),
          outputs.array(),
          outputs.from() + row * outputs.columns(),
          visit);
    }
  }

  private static void each(
      Window window, double[] images, int image, double[] outputs, int output, Visit visit) {
    ImageShape in = window.in();
    int channels = in.channels();
    for (int position = 0; position < window.positions(); position++) {
      int row = window.firstRow(position);
      int column = window.firstColumn(position);
      int top = Math.max(0, row);
      int left = Math.max(0, column);
      int bottom = Math.min(in.height(), row + window.height());
      int right = Math.min(in.width(), column + window.width());
      double weight = 1.0 / ((bottom - top) * (right - left));
      for (int i = top; i < bottom; i++) {
        for (int j = left; j < right; j++) {
          int pixel = image + (i * in.width() + j) * channels;
          visit.pixel(weight, images, pixel, outputs, output + position * channels, channels);
        }
      }
    }
  }

  /** {@code A x}, row by row. */
  static Matrix average(Window window, Matrix x, int outputs, Workspace work) {
    Matrix y = work.zeros(x.rows(), outputs);
    each(window, x, y, AveragePoolingPass::add);
    return y;
  }

  private static void add(double weight, double[] x, int from, double[] y, int to, int length) {
    for (int i = 0; i < length; i++) {
      y[to + i] += weight * x[from + i];
    }
  }

  @Override
  public Matrix forwardDot(Matrix xDot, Directions v, Workspace work) {
    return average(window, xDot, y().columns(), work);
  }

  @Override
  Matrix sentBack(Matrix u, int k, Workspace work) {
    Matrix back = work.zeros(u.rows(), window.in().size());
    each(
        window,
        back,
        u,
        (weight, images, pixel, outputs, output, channels) ->
            add(weight, outputs, output, images, pixel, channels));
    return back;
  }
}
