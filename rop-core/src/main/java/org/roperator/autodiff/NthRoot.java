package org.roperator.autodiff;

import org.roperator.function.ScalarFunction;

/**
 * The n-th root for n of at least 2; of negative numbers NaN if n is even.
 *
 * <p>The exponent p = 1/n of a power is rounded, {@code 1/n = p + δ}, and {@code xᵖ} is off by
 * {@code δ ln x} for it, some dozens of units in the last place for large and for small numbers.
 * The product pn is known exactly by a fused multiplication, and δ by it.
 */
record NthRoot(int n) implements ScalarFunction {

  @Override
  public double value(double x) {
    if (x < 0) {
      return n % 2 == 0 ? Double.NaN : -value(-x);
    }
    double p = 1.0 / n;
    double y = Math.pow(x, p);
    if (!(y > 0) || Double.isInfinite(y)) {
      return y;
    }
    double delta = Math.fma(-p, n, 1) / n;
    return y + y * (delta * Math.log(x));
  }

  @Override
  public double slope(double x) {
    return slope(x, value(x));
  }

  @Override
  public double slope(double x, double y) {
    return y / n / x;
  }

  @Override
  public double bend(double x) {
    return bend(x, value(x), slope(x));
  }

  @Override
  public double bend(double x, double y, double slope) {
    return y / n * ((1.0 - n) / n) / x / x;
  }
}
