package org.roperator.examples.data;

/**
 * How the features of an example lie in a picture: row by row, from paper (0) to ink (1).
 *
 * @param height the number of rows
 * @param width the number of columns
 */
public record ImageShape(int height, int width) {

  /** The number of pixels. */
  public int pixels() {
    return height * width;
  }
}
