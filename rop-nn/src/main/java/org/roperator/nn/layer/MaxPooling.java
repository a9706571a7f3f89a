package org.roperator.nn.layer;

import org.roperator.dense.Matrix;

/**
 * The largest value of each channel within a window that moves over images.
 *
 * <p>Of equal values the first counts, row by row: it alone is differentiated. Padding never is the
 * largest. NaN is larger than all numbers, so that it does not hide.
 */
public final class MaxPooling extends WindowedLayer {

  private MaxPooling(Window window) {
    super(window, window.in().channels());
  }

  /**
   * A pooling.
   *
   * @param in the images
   * @param kernel size, stride and padding; what it does not reach at the far edges is left out
   * @throws IllegalArgumentException if the kernel is larger than the padded images
   */
  public static MaxPooling of(ImageShape in, Kernel kernel) {
    return new MaxPooling(new Window(in, kernel));
  }

  @Override
  public HessianPass forward(Matrix x, double[] w, int from, Workspace memory) {
    Matrix y = memory.matrix(x.rows(), outputs());
    int[] chosen = memory.indices(y.size());
    for (int n = 0; n < x.rows(); n++) {
      pool(x, n, y, chosen, n * outputs());
    }
    return new SelectionPass(inputs(), chosen, outputs(), y);
  }

  @Override
  public Matrix outputs(Matrix x, double[] w, int from, Workspace work) {
    Matrix y = work.matrix(x.rows(), outputs());
    int[] chosen = work.indices(outputs());
    for (int n = 0; n < x.rows(); n++) {
      pool(x, n, y, chosen, 0);
    }
    return y;
  }

  private void pool(Matrix x, int n, Matrix y, int[] chosen, int at) {
    int channels = output().channels();
    int image = x.from() + n * inputs();
    for (int position = 0; position < window.positions(); position++) {
      for (int c = 0; c < channels; c++) {
        chosen[at + position * channels + c] = largest(x.array(), image, position, c);
      }
    }
    SelectionPass.choose(
        chosen, at, x.array(), image, y.array(), y.from() + n * outputs(), outputs());
  }

  private int largest(double[] x, int image, int position, int channel) {
    ImageShape in = window.in();
    int row = window.firstRow(position);
    int column = window.firstColumn(position);
    int rowEnd = Math.min(in.height(), row + window.height());
    int columnEnd = Math.min(in.width(), column + window.width());
    int best = -1;
    for (int i = Math.max(0, row); i < rowEnd; i++) {
      for (int j = Math.max(0, column); j < columnEnd; j++) {
        int pixel = (i * in.width() + j) * in.channels() + channel;
        if (best < 0 || x[image + pixel] > x[image + best] || Double.isNaN(x[image + pixel])) {
          best = pixel;
        }
      }
    }
    return best;
  }

  /** Per example y, the choices, half as large, and xBar. */
  @Override
  public long numbersKeptPerExample() {
    return outputs() + (outputs() + 1L) / 2 + inputs();
  }

  @Override
  public String toString() {
    return "max pooling of " + window.in() + " to " + output();
  }
}
