package org.roperator.autodiff;

import java.util.Arrays;
import java.util.BitSet;

/** The symmetric matrix S of second partials weighed by adjoints: a diagonal, and pairs off it. */
final class SparseCurvature {

  private double[] diagonal;
  private final BitSet bent = new BitSet();
  private final int[] firsts;
  private final int[] seconds;
  private final double[] weights;
  private int pairs;

  /**
   * A zero matrix.
   *
   * @param slots the number of rows it may have at most
   * @param pairs the number of pairs it may have at most
   */
  SparseCurvature(int slots, int pairs) {
    this.diagonal = new double[slots];
    this.firsts = new int[pairs];
    this.seconds = new int[pairs];
    this.weights = new double[pairs];
  }

  /** Adds s to the entry (i, i). */
  void addSquare(int i, double s) {
    diagonal[i] += s;
    bent.set(i);
  }

  /** Adds s to the entries (i, j) and (j, i), hence twice to (i, i) if both are one. */
  void addPair(int i, int j, double s) {
    if (i == j) {
      addSquare(i, 2 * s);
      return;
    }
    firsts[pairs] = i;
    seconds[pairs] = j;
    weights[pairs] = s;
    pairs++;
  }

  /** Gives back what the final number of slots leaves unused. */
  SparseCurvature trimmed(int slots) {
    diagonal = Arrays.copyOf(diagonal, slots);
    return this;
  }

  /** Computes {@code out = S x} on the first n entries. */
  void multiply(double[] x, double[] out, int n) {
    double[] d = diagonal;
    for (int i = 0; i < n; i++) {
      out[i] = d[i] * x[i];
    }
    int[] first = firsts;
    int[] second = seconds;
    double[] weight = weights;
    for (int e = 0; e < pairs; e++) {
      int i = first[e];
      int j = second[e];
      out[i] += weight[e] * x[j];
      out[j] += weight[e] * x[i];
    }
  }

  /** The same for k vectors, entry i of all from {@code k i} on. */
  void multiply(double[] x, double[] out, int n, int k) {
    for (int i = 0; i < n; i++) {
      for (int at = i * k; at < (i + 1) * k; at++) {
        out[at] = diagonal[i] * x[at];
      }
    }
    for (int e = 0; e < pairs; e++) {
      InterleavedVectors.addScaled(weights[e], x, seconds[e] * k, out, firsts[e] * k, k);
      InterleavedVectors.addScaled(weights[e], x, firsts[e] * k, out, seconds[e] * k, k);
    }
  }

  /** Tells all entries, those that happen to be zero among them. */
  void describe(ReducedStructure structure) {
    bent.stream().forEach(i -> structure.bendsIn(i, i));
    for (int e = 0; e < pairs; e++) {
      structure.bendsIn(firsts[e], seconds[e]);
    }
  }

  long bytes() {
    return 8L * diagonal.length + 16L * firsts.length + diagonal.length / 8;
  }
}
