package org.roperator.nn.layer;

/** x for x &gt; 0 and αx otherwise; α = 0 gives the rectifier and α = 1 the identity. */
record LeakyRelu(String name, double alpha) implements Activation {

  @Override
  public double value(double x) {
    if (x > 0) {
      return x;
    }
    // α = 0 would turn −∞ into NaN, which must stay what NaN alone becomes.
    return alpha == 0 && x <= 0 ? 0 : alpha * x;
  }

  @Override
  public double slope(double x) {
    return x > 0 ? 1 : alpha;
  }

  @Override
  public double bend(double x) {
    return 0;
  }

  @Override
  public boolean isPiecewiseLinear() {
    return true;
  }
}
