package org.roperator.nn.layer;

import org.roperator.internal.Arguments;

/**
 * The shape of images, whose numbers stand row by row, pixel by pixel, the channels of a pixel side
 * by side: that of channel c at row i and column j has index {@code (i · width + j) · channels +
 * c}.
 *
 * @param height the number of rows
 * @param width the number of columns
 * @param channels the number of channels
 */
public record ImageShape(int height, int width, int channels) {

  /** Checks that all three are at least 1. */
  public ImageShape {
    Arguments.requirePositive("The height of an image", height);
    Arguments.requirePositive("The width of an image", width);
    Arguments.requirePositive("The number of channels of an image", channels);
    Math.multiplyExact(Math.multiplyExact(height, width), channels);
  }

  /** The number of pixels. */
  public int pixels() {
    return height * width;
  }

  /** The number of numbers. */
  public int size() {
    return pixels() * channels;
  }

  @Override
  public String toString() {
    return height + " × " + width + " × " + channels;
  }
}
