package org.roperator.recurrent;

import java.util.Arrays;
import org.roperator.internal.Arguments;

/**
 * Which of n units has a weight to which.
 *
 * <p>Full connectivity has n² weights, {@code w_ij} from unit i to unit j row by row. Any other has
 * a weight for each connection, ordered by the unit it comes from, then by the unit it goes to.
 */
public final class Connectivity {

  private final int units;
  private final boolean full;
  private final int[] rowStart;
  private final int[] target;

  private Connectivity(int units, boolean full, int[] rowStart, int[] target) {
    this.units = units;
    this.full = full;
    this.rowStart = rowStart;
    this.target = target;
  }

  /** Every unit to every unit, itself too. */
  public static Connectivity full(int units) {
    Arguments.requirePositive("The number of units", units);
    if ((long) units * units > Integer.MAX_VALUE - 8) {
      throw new IllegalArgumentException(
          units
              + " fully connected units have more weights than an array holds; name the"
              + " connections there are with Connectivity.of.");
    }
    return new Connectivity(units, true, new int[0], new int[0]);
  }

  /**
   * The connections a mask marks.
   *
   * @param mask n rows of length n; {@code mask[i][j]} says whether unit i has a weight to unit j.
   *     Not kept.
   * @throws IllegalArgumentException if the mask is not square or marks nothing
   */
  public static Connectivity of(boolean[][] mask) {
    int n = Arguments.requirePositive("The number of units", mask.length);
    int[] rowStart = new int[n + 1];
    for (int i = 0; i < n; i++) {
      if (mask[i].length != n) {
        throw new IllegalArgumentException(
            "Row "
                + i
                + " of the mask has length "
                + mask[i].length
                + ", but the mask has "
                + n
                + " rows; it must be square, a row and a column for each unit.");
      }
      rowStart[i + 1] = rowStart[i];
      for (boolean connected : mask[i]) {
        rowStart[i + 1] += connected ? 1 : 0;
      }
    }
    int[] target = new int[rowStart[n]];
    int next = 0;
    for (boolean[] row : mask) {
      for (int j = 0; j < n; j++) {
        if (row[j]) {
          target[next++] = j;
        }
      }
    }
    return sparse(n, rowStart, target);
  }

  /**
   * Connections by name.
   *
   * @param units n
   * @param from the unit each comes from. Not kept.
   * @param to the unit each goes to, as many. Not kept.
   * @throws IllegalArgumentException if the arrays differ in length or are empty, a unit is not
   *     there, or a connection stands twice
   */
  public static Connectivity of(int units, int[] from, int[] to) {
    Arguments.requirePositive("The number of units", units);
    if (from.length != to.length) {
      throw new IllegalArgumentException(
          from.length
              + " connections have a unit to come from, but "
              + to.length
              + " one to go to; each needs both.");
    }
    long[] keys = new long[from.length];
    for (int k = 0; k < keys.length; k++) {
      requireUnit(units, from[k]);
      requireUnit(units, to[k]);
      keys[k] = (long) from[k] * units + to[k];
    }
    Arrays.sort(keys);
    int[] rowStart = new int[units + 1];
    int[] target = new int[keys.length];
    for (int k = 0; k < keys.length; k++) {
      int source = (int) (keys[k] / units);
      target[k] = (int) (keys[k] % units);
      if (k > 0 && keys[k] == keys[k - 1]) {
        throw new IllegalArgumentException(
            "The connection from unit "
                + source
                + " to unit "
                + target[k]
                + " stands twice; name each once.");
      }
      rowStart[source + 1]++;
    }
    for (int i = 0; i < units; i++) {
      rowStart[i + 1] += rowStart[i];
    }
    return sparse(units, rowStart, target);
  }

  private static Connectivity sparse(int units, int[] rowStart, int[] target) {
    Arguments.requirePositive("The number of connections", target.length);
    return new Connectivity(units, false, rowStart, target);
  }

  static void requireUnit(int units, int unit) {
    if (unit < 0 || unit >= units) {
      throw new IllegalArgumentException(
          "Unit " + unit + " does not exist; there are " + units + ", counted from 0.");
    }
  }

  /** The number n of units. */
  public int units() {
    return units;
  }

  /** The number of weights. */
  public int weights() {
    return full ? units * units : target.length;
  }

  /** Whether every unit has a weight to every unit. */
  public boolean isFull() {
    return full;
  }

  /** Where the connections from unit i begin in {@link #target}; one more entry than units. */
  int[] rowStart() {
    return rowStart;
  }

  int[] target() {
    return target;
  }
}
