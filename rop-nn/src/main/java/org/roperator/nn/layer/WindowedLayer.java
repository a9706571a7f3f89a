package org.roperator.nn.layer;

/**
 * A layer that moves a window over images and gives images again, one number per channel for each
 * place of the window.
 */
abstract sealed class WindowedLayer implements HessianLayer
    permits AveragePooling, Convolution, MaxPooling {

  /** How the window moves. */
  final Window window;

  private final ImageShape output;

  /**
   * A layer.
   *
   * @param channels of the outputs
   */
  WindowedLayer(Window window, int channels) {
    this.window = window;
    this.output = new ImageShape(window.rows(), window.columns(), channels);
  }

  /** The shape of the outputs. */
  public final ImageShape output() {
    return output;
  }

  @Override
  public final int inputs() {
    return window.in().size();
  }

  @Override
  public final int outputs() {
    return output.size();
  }
}
