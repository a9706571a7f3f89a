package org.roperator.autodiff;

/** Temporary arrays that grow to what was ever asked for. */
final class Work {

  private double[] first = new double[0];
  private double[] second = new double[0];

  /** An array of at least the length, of arbitrary content, valid until the next call. */
  double[] first(int length) {
    if (first.length < length) {
      first = new double[length];
    }
    return first;
  }

  /** Another such array. */
  double[] second(int length) {
    if (second.length < length) {
      second = new double[length];
    }
    return second;
  }
}
