package org.roperator.cli.fit;

import java.util.ArrayList;
import java.util.List;

/** The covariance of estimates. Immutable. */
public final class Covariance {

  private final double[][] rows;
  private final double[] units;

  /**
   * Keeps both.
   *
   * @param rows the covariance of estimates over their units, whose squares may overflow
   */
  Covariance(double[][] rows, double[] units) {
    this.rows = rows;
    this.units = units;
  }

  /** How many estimates. */
  public int size() {
    return rows.length;
  }

  /** That of estimates i and j. */
  public double entry(int i, int j) {
    return rows[i][j] * units[Math.min(i, j)] * units[Math.max(i, j)];
  }

  /** {@code √} of the diagonal's entry i. */
  public double standardError(int i) {
    return Math.sqrt(rows[i][i]) * units[i];
  }

  /**
   * A table with the names across and down, each number with all its digits.
   *
   * @param names of all estimates
   */
  public List<List<String>> table(List<String> names) {
    List<List<String>> lines = new ArrayList<>();
    for (int i = 0; i < rows.length; i++) {
      List<String> line = new ArrayList<>(List.of(names.get(i)));
      for (int j = 0; j < rows.length; j++) {
        line.add(Double.toString(entry(i, j)));
      }
      lines.add(line);
    }
    return lines;
  }
}
