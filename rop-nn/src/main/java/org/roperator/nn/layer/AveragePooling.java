package org.roperator.nn.layer;

import org.roperator.dense.Matrix;

/**
 * The mean of each channel within a window that moves over images. Padding is left out of the mean.
 */
public final class AveragePooling extends WindowedLayer {

  private AveragePooling(Window window) {
    super(window, window.in().channels());
  }

  /**
   * A pooling.
   *
   * @param in the images
   * @param kernel size, stride and padding; what it does not reach at the far edges is left out
   * @throws IllegalArgumentException if the kernel is larger than the padded images
   */
  public static AveragePooling of(ImageShape in, Kernel kernel) {
    return new AveragePooling(new Window(in, kernel));
  }

  @Override
  public HessianPass forward(Matrix x, double[] w, int from, Workspace memory) {
    return new AveragePoolingPass(window, outputs(x, w, from, memory));
  }

  @Override
  public Matrix outputs(Matrix x, double[] w, int from, Workspace work) {
    return AveragePoolingPass.average(window, x, outputs(), work);
  }

  /** Per example y and xBar. */
  @Override
  public long numbersKeptPerExample() {
    return (long) outputs() + inputs();
  }

  @Override
  public String toString() {
    return "average pooling of " + window.in() + " to " + output();
  }
}
