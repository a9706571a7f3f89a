package org.roperator.nn.layer;

import org.roperator.internal.Arguments;

/**
 * How a window moves over images.
 *
 * <pre>{@code
 * Kernel.of(3).withPadding(1)      // 3 × 3, keeps height and width
 * Kernel.of(2).withStride(2)       // 2 × 2, halves them
 * }</pre>
 *
 * @param height of the window
 * @param width of the window
 * @param stride how far it moves, in both directions
 * @param padding how many zeros stand around the images, on each side
 */
public record Kernel(int height, int width, int stride, int padding) {

  /** Checks that the window is not empty and sees more than padding. */
  public Kernel {
    Arguments.requirePositive("The height of a kernel", height);
    Arguments.requirePositive("The width of a kernel", width);
    Arguments.requirePositive("The stride of a kernel", stride);
    if (padding < 0) {
      throw new IllegalArgumentException("The padding is " + padding + ", but must be ≥ 0.");
    }
    if (padding >= Math.min(height, width)) {
      throw new IllegalArgumentException(
          "The padding is "
              + padding
              + ", but must be smaller than the kernel of "
              + height
              + " × "
              + width
              + ", which would see nothing but zeros at the edge.");
    }
  }

  /** A square window with stride 1 and without padding. */
  public static Kernel of(int size) {
    return of(size, size);
  }

  /** A window with stride 1 and without padding. */
  public static Kernel of(int height, int width) {
    return new Kernel(height, width, 1, 0);
  }

  /** The same moving so far at a time. */
  public Kernel withStride(int stride) {
    return new Kernel(height, width, stride, padding);
  }

  /** The same with so many zeros around the images, on each side. */
  public Kernel withPadding(int padding) {
    return new Kernel(height, width, stride, padding);
  }

  @Override
  public String toString() {
    return height
        + " × "
        + width
        + (stride == 1 ? "" : ", stride " + stride)
        + (padding == 0 ? "" : ", padding " + padding);
  }
}
