package org.roperator.data;

import java.util.ArrayList;
import java.util.List;

/**
 * Shifts and scales features to mean 0 and variance 1 over some examples.
 *
 * <p>Right for features of any size and however far from 0 they lie: each is taken times a power of
 * two, so that no square overflows or vanishes, and less its first value, so that what all values
 * have in common takes no digits from what they differ in.
 */
final class Standard {

  private final int width;
  private final int[] exponent;
  private final double[] base;
  private final int[] spread;
  private final double[] mean;
  private final double[] deviation;

  private Standard(int width) {
    this.width = width;
    this.exponent = new int[width];
    this.base = new double[width];
    this.spread = new int[width];
    this.mean = new double[width];
    this.deviation = new double[width];
  }

  /** Learns the statistics of examples. */
  static Standard of(LabeledData data) {
    Standard standard = new Standard(data.width());
    double[] x = data.features();
    for (int j = 0; j < standard.width; j++) {
      standard.learn(x, j);
    }
    return standard;
  }

  private void learn(double[] x, int j) {
    double largest = 0;
    for (int i = j; i < x.length; i += width) {
      largest = Math.max(largest, Math.abs(x[i]));
    }
    exponent[j] = -Math.max(Math.getExponent(largest), Double.MIN_EXPONENT - 52);
    base[j] = Math.scalb(x[j], exponent[j]);
    double away = 0;
    for (int i = j; i < x.length; i += width) {
      away = Math.max(away, Math.abs(Math.scalb(x[i], exponent[j]) - base[j]));
    }
    if (away == 0) {
      return; // A constant: its deviation stays 0.
    }
    spread[j] = -Math.getExponent(away);
    int n = x.length / width;
    double sum = 0;
    for (int i = j; i < x.length; i += width) {
      sum += shifted(x[i], j);
    }
    double first = sum / n;
    double rest = 0;
    double squares = 0;
    for (int i = j; i < x.length; i += width) {
      double d = shifted(x[i], j) - first;
      rest += d;
      squares += d * d;
    }
    mean[j] = first + rest / n;
    deviation[j] = Math.sqrt((squares - rest * rest / n) / n);
  }

  /** A value without what is common to all, in a size near 1. */
  private double shifted(double x, int j) {
    return Math.scalb(Math.scalb(x, exponent[j]) - base[j], spread[j]);
  }

  /** The features that are the same in all examples. */
  List<String> constants(LabeledData data) {
    List<String> constants = new ArrayList<>();
    for (int j = 0; j < width; j++) {
      if (deviation[j] == 0) {
        constants.add(data.featureName(j));
      }
    }
    return constants;
  }

  /**
   * Examples with their features scaled; constant ones become 0.
   *
   * @throws BadInput if a value lies too many deviations away for a double
   */
  LabeledData apply(LabeledData data) {
    double[] x = data.features().clone();
    for (int i = 0; i < x.length; i++) {
      int j = i % width;
      double scaled = deviation[j] == 0 ? 0 : (shifted(x[i], j) - mean[j]) / deviation[j];
      if (!Double.isFinite(scaled)) {
        throw new BadInput(
            data.name()
                + ": "
                + data.featureName(j)
                + " is "
                + x[i]
                + " in an example to test on, which the training examples' deviation makes infinite;"
                + " take it out, or say --scale none.");
      }
      x[i] = scaled;
    }
    return data.withFeatures(x);
  }
}
