package org.roperator.nn;

import java.util.Arrays;

/**
 * The sweeps through a mean over windows, a fixed linear map: {@code yDot = A xDot}, {@code xBar =
 * Aᵀ yBar}.
 */
final class AveragePoolingPass implements HessianPass {

  private final Window window;
  private final Batch y;

  AveragePoolingPass(Window window, Batch y) {
    this.window = window;
    this.y = y;
  }

  /** What is done with the channels of a pixel under a window and of its output. */
  private interface Visit {
    void pixel(
        double weight, double[] images, int pixel, double[] outputs, int output, int channels);
  }

  /** Visits the pixels under every position of the window on every image. */
  private static void each(Window window, Batch images, Batch outputs, Visit visit) {
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

  /** {@code y = A x}, row by row. */
  static void average(Window window, Batch x, Batch y) {
    Arrays.fill(y.array(), y.from(), y.from() + y.size(), 0);
    each(window, x, y, AveragePoolingPass::add);
  }

  private static void add(double weight, double[] x, int from, double[] y, int to, int length) {
    for (int i = 0; i < length; i++) {
      y[to + i] += weight * x[from + i];
    }
  }

  @Override
  public Batch y() {
    return y;
  }

  @Override
  public Batch backward(Batch yBar, Workspace memory) {
    return sentBack(yBar, memory);
  }

  @Override
  public Batch forwardDot(Batch xDot, Directions v, Workspace work) {
    Batch yDot = work.batch(xDot.rows(), y.columns());
    average(window, xDot, yDot);
    return yDot;
  }

  @Override
  public Batch backwardDot(
      Batch xDot, Batch yBarDot, Directions v, Accumulator sum, Workspace work) {
    return sentBack(yBarDot, work);
  }

  @Override
  public Batch adjoint(Batch u, Accumulator sum, Workspace work) {
    return sentBack(u, work);
  }

  @Override
  public Batch backwardHessian(Batch xDot, Batch u, int k, SecondSummand summand, Workspace work) {
    return sentBack(u, work);
  }

  private Batch sentBack(Batch u, Workspace work) {
    Batch back = work.batch(u.rows(), window.in().size());
    Arrays.fill(back.array(), back.from(), back.from() + back.size(), 0);
    each(
        window,
        back,
        u,
        (weight, images, pixel, outputs, output, channels) ->
            add(weight, outputs, output, images, pixel, channels));
    return back;
  }
}
