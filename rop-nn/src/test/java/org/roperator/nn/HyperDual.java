package org.roperator.nn;

import org.apache.commons.math3.special.Erf;

/**
 * A number {@code a + bε₁ + cε₂ + dε₁ε₂} with {@code ε₁² = ε₂² = 0}: arithmetic on it carries two
 * directional derivatives and their mixed second one.
 */
record HyperDual(double a, double b, double c, double d) {

  static HyperDual of(double a) {
    return new HyperDual(a, 0, 0, 0);
  }

  HyperDual plus(HyperDual y) {
    return new HyperDual(a + y.a, b + y.b, c + y.c, d + y.d);
  }

  HyperDual plus(double y) {
    return new HyperDual(a + y, b, c, d);
  }

  HyperDual minus(HyperDual y) {
    return plus(y.times(-1));
  }

  HyperDual times(double y) {
    return new HyperDual(a * y, b * y, c * y, d * y);
  }

  HyperDual times(HyperDual y) {
    return new HyperDual(
        a * y.a, a * y.b + b * y.a, a * y.c + c * y.a, a * y.d + d * y.a + b * y.c + c * y.b);
  }

  HyperDual reciprocal() {
    return map(1 / a, -1 / (a * a), 2 / (a * a * a));
  }

  HyperDual exp() {
    double e = Math.exp(a);
    return map(e, e, e);
  }

  HyperDual log() {
    return map(Math.log(a), 1 / a, -1 / (a * a));
  }

  HyperDual erf() {
    double slope = 2 / Math.sqrt(Math.PI) * Math.exp(-a * a);
    return map(Erf.erf(a), slope, -2 * a * slope);
  }

  /** Forgets the mixed part: what a Gauss-Newton product forgets of the model. */
  HyperDual linear() {
    return new HyperDual(a, b, c, 0);
  }

  private HyperDual map(double f, double slope, double bend) {
    return new HyperDual(f, slope * b, slope * c, slope * d + bend * b * c);
  }
}
