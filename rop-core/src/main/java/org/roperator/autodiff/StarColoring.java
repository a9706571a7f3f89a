package org.roperator.autodiff;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * Colors the vertices of a graph so that neighbors differ and no path of four vertices has two
 * colors only.
 *
 * <p>Greedy, vertices of many neighbors first (Gebremedhin, Manne and Pothen, "What color is your
 * Jacobian?", 2005): two vertices may share a color over a common neighbor only if that neighbor
 * was colored before both, with a smaller color. On a path of four with two colors each of the
 * inner vertices would have to be smaller than the other.
 */
final class StarColoring {

  private static final int NONE = -1;

  private StarColoring() {}

  /** One color per vertex, counted from 0, given each vertex's neighbors. */
  static int[] of(int[][] neighbors) {
    int n = neighbors.length;
    int[] colors = new int[n];
    Arrays.fill(colors, NONE);
    IntSet[] around = new IntSet[n];
    for (int i = 0; i < n; i++) {
      around[i] = new IntSet();
    }
    int[] forbiddenFor = new int[n + 1];
    Arrays.fill(forbiddenFor, NONE);
    int[] order =
        IntStream.range(0, n)
            .boxed()
            .sorted(Comparator.comparingInt(i -> -neighbors[i].length))
            .mapToInt(i -> i)
            .toArray();
    for (int v : order) {
      for (int w : neighbors[v]) {
        if (colors[w] != NONE) {
          forbiddenFor[colors[w]] = v;
        }
        for (int i = 0; i < around[w].size(); i++) {
          int color = around[w].get(i);
          if (colors[w] == NONE || color < colors[w]) {
            forbiddenFor[color] = v;
          }
        }
      }
      int color = 0;
      while (forbiddenFor[color] == v) {
        color++;
      }
      colors[v] = color;
      for (int w : neighbors[v]) {
        around[w].add(color);
      }
    }
    return colors;
  }
}
