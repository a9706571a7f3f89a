package org.roperator.nn;

/** What layers have in common that move a window over images and give images again. */
abstract class WindowedLayer implements HessianLayer {

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
