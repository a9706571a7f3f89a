package org.roperator.nn;

/**
 * The mean of each channel within a window that moves over images. Padding is left out of the mean.
 */
public final class AveragePooling implements HessianLayer {

  private final Window window;
  private final ImageShape output;

  private AveragePooling(Window window) {
    this.window = window;
    this.output = new ImageShape(window.rows(), window.columns(), window.in().channels());
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

  /** The shape of the outputs. */
  public ImageShape output() {
    return output;
  }

  @Override
  public int inputs() {
    return window.in().size();
  }

  @Override
  public int outputs() {
    return output.size();
  }

  @Override
  public HessianPass forward(Batch x, double[] w, int from, Workspace memory) {
    return new AveragePoolingPass(window, outputs(x, w, from, memory));
  }

  @Override
  public Batch outputs(Batch x, double[] w, int from, Workspace work) {
    Batch y = work.batch(x.rows(), outputs());
    AveragePoolingPass.average(window, x, y);
    return y;
  }

  /** Per example y and xBar. */
  @Override
  public long numbersKeptPerExample() {
    return (long) outputs() + inputs();
  }

  @Override
  public String toString() {
    return "average pooling of " + window.in() + " to " + output;
  }
}
