package org.roperator.autodiff;

import java.util.Arrays;
import org.roperator.internal.Arguments;
import org.roperator.operator.SymmetricOperator;

/**
 * A sparse Hessian written out, recovered from few products.
 *
 * <p>The pattern is found on the tape: an entry is stored where the program's structure doesn't
 * make it zero at every point. A star coloring groups the columns so that one product per color
 * holds every entry by itself somewhere; nothing is solved for, so entries are as exact as
 * products.
 */
public final class SparseHessian implements SymmetricOperator {

  private final int[] rowStarts;
  private final int[] columns;
  private final double[] entries;
  private final int colors;

  private SparseHessian(int[] rowStarts, int[] columns, double[] entries, int colors) {
    this.rowStarts = rowStarts;
    this.columns = columns;
    this.entries = entries;
    this.colors = colors;
  }

  /** The Hessian of a recorded program, at the cost of as many products as there are colors. */
  public static SparseHessian of(TapeExpansion expansion) {
    int[][] pattern = symmetric(HessianPattern.of(expansion.reduced()));
    int n = pattern.length;
    int[][] neighbors = new int[n][];
    for (int i = 0; i < n; i++) {
      int self = i;
      neighbors[i] = Arrays.stream(pattern[i]).filter(j -> j != self).toArray();
    }
    int[] color = StarColoring.of(neighbors);
    int colors = Arrays.stream(color).max().orElse(0) + 1;
    double[][] seeds = new double[colors][n];
    for (int i = 0; i < n; i++) {
      seeds[color[i]][i] = 1;
    }
    double[][] products = new double[colors][n];
    expansion.hessian().applyAll(seeds, products);
    return recover(pattern, neighbors, color, products);
  }

  private static SparseHessian recover(
      int[][] pattern, int[][] neighbors, int[] color, double[][] products) {
    int n = pattern.length;
    int[] rowStarts = new int[n + 1];
    for (int i = 0; i < n; i++) {
      rowStarts[i + 1] = rowStarts[i] + pattern[i].length;
    }
    int[] columns = new int[rowStarts[n]];
    double[] entries = new double[rowStarts[n]];
    int[] sharing = new int[products.length];
    int[][] alone = new int[n][];
    for (int i = 0; i < n; i++) {
      for (int j : neighbors[i]) {
        sharing[color[j]]++;
      }
      alone[i] = Arrays.stream(neighbors[i]).filter(j -> sharing[color[j]] == 1).toArray();
      for (int j : neighbors[i]) {
        sharing[color[j]] = 0;
      }
    }
    for (int i = 0; i < n; i++) {
      for (int e = 0; e < pattern[i].length; e++) {
        int j = pattern[i][e];
        int low = Math.min(i, j);
        int high = Math.max(i, j);
        // Either the column is the only one of its color in that row, or the row in that column.
        boolean readLow = i == j || Arrays.binarySearch(alone[low], high) >= 0;
        columns[rowStarts[i] + e] = j;
        entries[rowStarts[i] + e] =
            readLow ? products[color[high]][low] : products[color[low]][high];
      }
    }
    return new SparseHessian(rowStarts, columns, entries, products.length);
  }

  /** All entries of each row, in order, from those up to the diagonal. */
  private static int[][] symmetric(IntSet[] lower) {
    int n = lower.length;
    int[] counts = new int[n];
    for (int i = 0; i < n; i++) {
      for (int e = 0; e < lower[i].size(); e++) {
        int j = lower[i].get(e);
        counts[i]++;
        counts[j] += i == j ? 0 : 1;
      }
    }
    int[][] rows = new int[n][];
    for (int i = 0; i < n; i++) {
      rows[i] = new int[counts[i]];
      counts[i] = 0;
    }
    for (int i = 0; i < n; i++) {
      for (int e = 0; e < lower[i].size(); e++) {
        int j = lower[i].get(e);
        rows[i][counts[i]++] = j;
        if (i != j) {
          rows[j][counts[j]++] = i;
        }
      }
    }
    for (int[] row : rows) {
      Arrays.sort(row);
    }
    return rows;
  }

  @Override
  public int dimension() {
    return rowStarts.length - 1;
  }

  /** The number of stored entries, both triangles counted. */
  public int storedEntries() {
    return entries.length;
  }

  /** The number of colors, which is the number of products it took. */
  public int colors() {
    return colors;
  }

  /** The second derivative with respect to parameters i and j; 0 where none is stored. */
  public double entry(int i, int j) {
    int e = Arrays.binarySearch(columns, rowStarts[i], rowStarts[i + 1], j);
    return e < 0 ? 0 : entries[e];
  }

  /** The columns of the stored entries of row i, rising, in a fresh array. */
  public int[] columnsOfRow(int i) {
    return Arrays.copyOfRange(columns, rowStarts[i], rowStarts[i + 1]);
  }

  /** The stored entries of row i in the order of {@link #columnsOfRow}, in a fresh array. */
  public double[] entriesOfRow(int i) {
    return Arrays.copyOfRange(entries, rowStarts[i], rowStarts[i + 1]);
  }

  @Override
  public void apply(double[] v, double[] out) {
    Arguments.requireProduct(dimension(), v, out);
    for (int i = 0; i < out.length; i++) {
      double sum = 0;
      for (int e = rowStarts[i]; e < rowStarts[i + 1]; e++) {
        sum += entries[e] * v[columns[e]];
      }
      out[i] = sum;
    }
  }
}
