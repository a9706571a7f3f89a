package org.roperator.nn.layer;

import java.util.Arrays;
import org.roperator.dense.Matrix;

/**
 * A window that is moved over images: where its positions lie, and the copies between images and
 * patches, one row per position with the window's pixels row by row.
 *
 * @param in the images
 * @param kernel the window
 */
record Window(ImageShape in, Kernel kernel) {

  Window {
    long padding = 2L * kernel.padding();
    if (kernel.height() > in.height() + padding || kernel.width() > in.width() + padding) {
      throw new IllegalArgumentException(
          "The kernel of "
              + kernel
              + " is larger than the images of "
              + in.height()
              + " × "
              + in.width()
              + " with their padding; take a smaller kernel or more padding.");
    }
    long patch = (long) kernel.height() * kernel.width();
    if (patch > Integer.MAX_VALUE / in.channels()) {
      throw new IllegalArgumentException(
          "The kernel of "
              + kernel
              + " has more numbers for "
              + in.channels()
              + " channels than an array holds; take a smaller one.");
    }
  }

  int height() {
    return kernel.height();
  }

  int width() {
    return kernel.width();
  }

  private int stride() {
    return kernel.stride();
  }

  private int padding() {
    return kernel.padding();
  }

  /** The first row of the images that a position of the window covers, below 0 in the padding. */
  int firstRow(int position) {
    return position % positions() / columns() * stride() - padding();
  }

  /** The first column that it covers. */
  int firstColumn(int position) {
    return position % columns() * stride() - padding();
  }

  int rows() {
    return (in.height() + 2 * padding() - height()) / stride() + 1;
  }

  int columns() {
    return (in.width() + 2 * padding() - width()) / stride() + 1;
  }

  /** How many positions the window has on one image. */
  int positions() {
    return rows() * columns();
  }

  /** The numbers of a patch. */
  int patch() {
    return height() * width() * in.channels();
  }

  /**
   * Copies patches out of images.
   *
   * @param images one row each, possibly those of several directions
   * @param from the first position, counted through all images
   * @param to one past the last
   * @param patches Overwritten from 0 on.
   */
  void gather(Matrix images, int from, int to, double[] patches) {
    int channels = in.channels();
    int height = height();
    int width = width();
    int line = width * channels;
    double[] source = images.array();
    int at = 0;
    for (int position = from; position < to; position++) {
      int image = images.from() + position / positions() * in.size();
      int row = firstRow(position);
      int column = firstColumn(position);
      int before = Math.max(0, -column) * channels;
      int length = Math.min(width, in.width() - column) * channels - before;
      for (int i = row; i < row + height; i++, at += line) {
        if (i < 0 || i >= in.height()) {
          Arrays.fill(patches, at, at + line, 0);
          continue;
        }
        if (length < line) {
          Arrays.fill(patches, at, at + line, 0);
        }
        System.arraycopy(
            source,
            image + (i * in.width() + column) * channels + before,
            patches,
            at + before,
            length);
      }
    }
  }

  /** Adds patches into images: the transpose of {@link #gather}. */
  void scatter(double[] patches, int from, int to, Matrix images) {
    int channels = in.channels();
    int height = height();
    int width = width();
    int line = width * channels;
    int at = 0;
    for (int position = from; position < to; position++) {
      int image = images.from() + position / positions() * in.size();
      int row = firstRow(position);
      int column = firstColumn(position);
      int before = Math.max(0, -column) * channels;
      int length = Math.min(width, in.width() - column) * channels - before;
      for (int i = row; i < row + height; i++, at += line) {
        if (i >= 0 && i < in.height()) {
          add(
              patches,
              at + before,
              images.array(),
              image + (i * in.width() + column) * channels + before,
              length);
        }
      }
    }
  }

  private static void add(double[] from, int at, double[] to, int start, int length) {
    for (int i = 0; i < length; i++) {
      to[start + i] += from[at + i];
    }
  }
}
