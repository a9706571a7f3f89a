package org.roperator.nn.layer;

import org.roperator.dense.Matrix;

/** One group for each example, over its units. The numbers of k directions stand row by row. */
record WithinExample(int units) implements NormalizationAxis {

  @Override
  public int length(int examples) {
    return units;
  }

  @Override
  public int groups(int examples) {
    return examples;
  }

  @Override
  public int group(int i, int k) {
    return i / k;
  }

  @Override
  public NormalizationStatistics normalize(Matrix x, double epsilon, Workspace memory) {
    NormalizationStatistics statistics = new NormalizationStatistics(units, x.rows(), memory);
    double[] means = statistics.means();
    double[] factors = statistics.factors();
    double[] values = x.array();
    for (int n = 0; n < x.rows(); n++) {
      int from = x.from() + n * units;
      double sum = 0;
      for (int i = 0; i < units; i++) {
        sum += values[from + i];
      }
      means[n] = sum / units;
      double squares = 0;
      for (int i = 0; i < units; i++) {
        double centered = values[from + i] - means[n];
        values[from + i] = centered;
        squares += centered * centered;
      }
      statistics.setScale(n, squares, epsilon, values, from, 1);
      for (int i = 0; i < units; i++) {
        values[from + i] *= factors[n];
      }
    }
    return statistics;
  }

  @Override
  public void sums(Matrix v, Matrix t, int k, double[] sums, double[] products) {
    for (int row = 0; row < t.rows(); row++) {
      int value = v.from() + row / k * units;
      int tangent = t.from() + row * units;
      double sum = 0;
      double product = 0;
      for (int i = 0; i < units; i++) {
        sum += t.array()[tangent + i];
        product += v.array()[value + i] * t.array()[tangent + i];
      }
      sums[row] = sum;
      products[row] = product;
    }
  }

  @Override
  public void combine(double[][] c, Matrix t, Matrix v, int k, Matrix out) {
    for (int row = 0; row < t.rows(); row++) {
      int value = v.from() + row / k * units;
      int from = row * units;
      for (int i = 0; i < units; i++) {
        out.array()[out.from() + from + i] =
            c[0][row]
                + c[1][row] * t.array()[t.from() + from + i]
                + c[2][row] * v.array()[value + i];
      }
    }
  }

  @Override
  public void combine(double[][] c, Matrix t, Matrix v, Matrix s, Matrix u, int k, Matrix out) {
    for (int row = 0; row < t.rows(); row++) {
      int value = row / k * units;
      int from = row * units;
      for (int i = 0; i < units; i++) {
        out.array()[out.from() + from + i] =
            c[0][row]
                + c[1][row] * t.array()[t.from() + from + i]
                + c[2][row] * v.array()[v.from() + value + i]
                + c[3][row] * s.array()[s.from() + from + i]
                + c[4][row] * u.array()[u.from() + value + i];
      }
    }
  }
}
