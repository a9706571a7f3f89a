package org.roperator.optimize.smooth;

/** Multiplication by powers of two, which rounds nothing but what is tiny or overflows. */
final class PowersOfTwo {

  private PowersOfTwo() {}

  /**
   * Updates {@code x ← 2ᵉx}.
   *
   * @param e any exponent that is a sum of a few exponents of doubles
   */
  static void scale(int e, double[] x) {
    int half = e / 2;
    double first = Math.scalb(1.0, half);
    double second = Math.scalb(1.0, e - half);
    for (int i = 0; i < x.length; i++) {
      x[i] = x[i] * first * second;
    }
  }
}
