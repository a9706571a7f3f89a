package org.roperator.solve;

/** Powers of two that are taken out of numbers whose squares are no doubles. */
final class Sizes {

  /** Sizes within 2 to this power need no scaling: those of three factors leave room. */
  private static final int WINDOW = 40;

  private Sizes() {}

  /** The exponent to take out of numbers of this one: 0 where none need be. */
  static int beyond(int exponent) {
    return Math.abs(exponent) <= WINDOW ? 0 : exponent;
  }

  /** Updates {@code v ← 2ᵏv}. */
  static void scale(double[] v, int k) {
    for (int i = 0; i < v.length && k != 0; i++) {
      v[i] = Math.scalb(v[i], k);
    }
  }
}
