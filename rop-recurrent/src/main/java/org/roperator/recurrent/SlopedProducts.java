package org.roperator.recurrent;

/** Products with WᵀD and DW, each vector with the D of its own pattern. */
final class SlopedProducts {

  private final Dynamics dynamics;
  private final double[] slopes;

  SlopedProducts(Dynamics dynamics, double[] slopes) {
    this.dynamics = dynamics;
    this.slopes = slopes;
  }

  int n() {
    return dynamics.n();
  }

  double[] timeConstants() {
    return dynamics.network().timeConstants();
  }

  /**
   * {@code out = WᵀD u}.
   *
   * @param rows the pattern of each vector
   * @param scaled as long as u. Overwritten.
   */
  void tangent(double[] u, int[] rows, int count, double[] scaled, double[] out) {
    scale(u, rows, count, scaled);
    int n = n();
    dynamics
        .connections()
        .forward(dynamics.w(), Rows.of(scaled, n, count), 0, Rows.of(out, n, count));
  }

  /** {@code out = DW u}. */
  void adjoint(double[] u, int[] rows, int count, double[] out) {
    int n = n();
    dynamics.connections().backward(dynamics.w(), Rows.of(u, n, count), 0, Rows.of(out, n, count));
    scale(out, rows, count, out);
  }

  private void scale(double[] in, int[] rows, int count, double[] out) {
    int n = n();
    for (int p = 0; p < count; p++) {
      int slope = rows[p] * n;
      for (int i = 0; i < n; i++) {
        out[p * n + i] = slopes[slope + i] * in[p * n + i];
      }
    }
  }
}
