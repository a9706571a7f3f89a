package org.roperator.autodiff;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * Colours the vertices of a graph so that neighbours differ and no path of four vertices has two
 * colours only.
 *
 * <p>Greedy, vertices of many neighbours first (Gebremedhin, Manne and Pothen, "What color is your
 * Jacobian?", 2005): two vertices may share a colour over a common neighbour only if that neighbour
 * was coloured before both, with a smaller colour. On a path of four with two colours each of the
 * inner vertices would have to be smaller than the other.
 */
final class StarColouring {

  private static final int NONE = -1;

  private StarColouring() {}

  /** One colour per vertex, counted from 0, given each vertex's neighbours. */
  static int[] of(int[][] neighbours) {
    int n = neighbours.length;
    int[] colours = new int[n];
    Arrays.fill(colours, NONE);
    IntSet[] around = new IntSet[n];
    for (int i = 0; i < n; i++) {
      around[i] = new IntSet();
    }
    int[] forbiddenFor = new int[n + 1];
    Arrays.fill(forbiddenFor, NONE);
    int[] order =
        IntStream.range(0, n)
            .boxed()
            .sorted(Comparator.comparingInt(i -> -neighbours[i].length))
            .mapToInt(i -> i)
            .toArray();
    for (int v : order) {
      for (int w : neighbours[v]) {
        if (colours[w] != NONE) {
          forbiddenFor[colours[w]] = v;
        }
        for (int i = 0; i < around[w].size(); i++) {
          int colour = around[w].get(i);
          if (colours[w] == NONE || colour < colours[w]) {
            forbiddenFor[colour] = v;
          }
        }
      }
      int colour = 0;
      while (forbiddenFor[colour] == v) {
        colour++;
      }
      colours[v] = colour;
      for (int w : neighbours[v]) {
        around[w].add(colour);
      }
    }
    return colours;
  }
}
