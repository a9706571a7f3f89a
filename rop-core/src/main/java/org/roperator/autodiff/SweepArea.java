package org.roperator.autodiff;

/** The arrays of one sweep at a time. */
final class SweepArea {

  private double[] dot = new double[0];
  private double[] barDot = new double[0];
  private final Work work = new Work();

  /** An array of at least so many tangents, of arbitrary content. */
  double[] dot(int length) {
    if (dot.length < length) {
      dot = new double[length];
    }
    return dot;
  }

  /** An array of at least so many tangents of adjoints, of arbitrary content. */
  double[] barDot(int length) {
    if (barDot.length < length) {
      barDot = new double[length];
    }
    return barDot;
  }

  Work work() {
    return work;
  }
}
