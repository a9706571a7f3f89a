package org.roperator.boltzmann;

import java.util.Arrays;
import org.roperator.function.ParameterLayout;

/**
 * Which pairs of units are connected, and where their weights stand in the parameter vector.
 *
 * <p>Visible units come first. The parameters are the weights within the visible layer, between the
 * layers and within the hidden layer, each pair {@code i < j} once and row by row, then a bias per
 * unit unless there are none. Hence the weights between fully connected layers are one row-major
 * matrix in place.
 */
final class Connections {

  private final int visible;
  private final int units;
  private final int[] first;
  private final int[] second;
  private final int betweenFrom;
  private final int betweenTo;
  private final boolean biased;

  private Connections(
      int visible, int units, int[] first, int[] second, int from, int to, boolean biased) {
    this.visible = visible;
    this.units = units;
    this.first = first;
    this.second = second;
    this.betweenFrom = from;
    this.betweenTo = to;
    this.biased = biased;
  }

  /** The same connections between units without biases. */
  Connections withoutBiases() {
    return new Connections(visible, units, first, second, betweenFrom, betweenTo, false);
  }

  /** Whether two different units are connected. */
  @FunctionalInterface
  interface Mask {
    boolean joins(int i, int j);
  }

  static Connections of(int visible, int hidden, Mask mask) {
    int units = visible + hidden;
    Collector found = new Collector(mask);
    found.collect(0, visible, 0, visible);
    int from = found.count;
    found.collect(0, visible, visible, units);
    int to = found.count;
    found.collect(visible, units, visible, units);
    return new Connections(
        visible,
        units,
        Arrays.copyOf(found.first, found.count),
        Arrays.copyOf(found.second, found.count),
        from,
        to,
        true);
  }

  private static final class Collector {
    private final Mask mask;
    private int[] first = new int[16];
    private int[] second = new int[16];
    private int count;

    Collector(Mask mask) {
      this.mask = mask;
    }

    void collect(int iFrom, int iTo, int jFrom, int jTo) {
      for (int i = iFrom; i < iTo; i++) {
        for (int j = Math.max(jFrom, i + 1); j < jTo; j++) {
          if (mask.joins(i, j)) {
            if (count == first.length) {
              first = Arrays.copyOf(first, 2 * count);
              second = Arrays.copyOf(second, 2 * count);
            }
            first[count] = i;
            second[count++] = j;
          }
        }
      }
    }
  }

  int visible() {
    return visible;
  }

  int units() {
    return units;
  }

  int hidden() {
    return units - visible;
  }

  /** The number of connected pairs. */
  int pairs() {
    return first.length;
  }

  int dimension() {
    return pairs() + (biased ? units : 0);
  }

  /** Whether each unit has a bias among the parameters. */
  boolean biased() {
    return biased;
  }

  /** The biases among some parameters, a fresh array of zeros where there are none. */
  double[] biases(double[] p) {
    double[] biases = new double[units];
    copyBiases(p, 0, units, biases, 0);
    return biases;
  }

  /** Writes the biases of units {@code from ≤ i < to} into an array, zeros where there are none. */
  void copyBiases(double[] p, int from, int to, double[] out, int outFrom) {
    if (biased) {
      System.arraycopy(p, pairs() + from, out, outFrom, to - from);
    } else {
      Arrays.fill(out, outFrom, outFrom + to - from, 0);
    }
  }

  int first(int pair) {
    return first[pair];
  }

  int second(int pair) {
    return second[pair];
  }

  /** Whether visible units are connected with one another. */
  boolean withinVisible() {
    return joinWithin(0, visible);
  }

  /** Whether hidden units are connected with one another. */
  boolean withinHidden() {
    return joinWithin(visible, units);
  }

  /** Whether any pair is connected within a layer, all units or none. */
  boolean joinWithin(int from, int to) {
    return pairsTo(from, to) > pairsFrom(from, to);
  }

  boolean betweenIsFull() {
    return betweenTo - betweenFrom == visible * hidden();
  }

  int betweenFrom() {
    return betweenFrom;
  }

  /** Where the biases begin, if there are any. */
  int biasesFrom() {
    return pairs();
  }

  ParameterLayout layout() {
    ParameterLayout.Builder layout = ParameterLayout.builder();
    if (withinVisible()) {
      layout.add("W.visible", betweenFrom);
    }
    if (betweenTo > betweenFrom) {
      if (betweenIsFull()) {
        layout.add("W.between", visible, hidden());
      } else {
        layout.add("W.between", betweenTo - betweenFrom);
      }
    }
    if (withinHidden()) {
      layout.add("W.hidden", pairs() - betweenTo);
    }
    if (biased) {
      layout.add("b", units);
    }
    return layout.build();
  }

  /** Spreads the weights among units {@code from ≤ i < to} to a full symmetric matrix. */
  void spread(double[] p, int from, int to, double[] matrix) {
    int m = to - from;
    Arrays.fill(matrix, 0, m * m, 0);
    for (int k = pairsFrom(from, to); k < pairsTo(from, to); k++) {
      int i = first[k] - from;
      int j = second[k] - from;
      matrix[i * m + j] = p[k];
      matrix[j * m + i] = p[k];
    }
  }

  /** Adds the entries {@code i < j} of a matrix over such units to the weights of their pairs. */
  void collect(double[] matrix, int from, int to, double[] out) {
    int m = to - from;
    for (int k = pairsFrom(from, to); k < pairsTo(from, to); k++) {
      out[k] += matrix[(first[k] - from) * m + second[k] - from];
    }
  }

  private int pairsFrom(int from, int to) {
    return from < visible || from == to ? 0 : betweenTo;
  }

  private int pairsTo(int from, int to) {
    if (from == to) {
      return 0;
    }
    return to > visible ? pairs() : betweenFrom;
  }

  /** Spreads the weights between the layers to a visible × hidden matrix. */
  void spreadBetween(double[] p, double[] matrix) {
    Arrays.fill(matrix, 0);
    for (int k = betweenFrom; k < betweenTo; k++) {
      matrix[first[k] * hidden() + second[k] - visible] = p[k];
    }
  }

  /** Adds a visible × hidden matrix to the weights between the layers. */
  void collectBetween(double[] matrix, double[] out) {
    for (int k = betweenFrom; k < betweenTo; k++) {
      out[k] += matrix[first[k] * hidden() + second[k] - visible];
    }
  }
}
