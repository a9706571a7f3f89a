package org.roperator.nn.layer;

import java.util.Arrays;
import org.roperator.dense.Matrix;

/**
 * Groups of one channel each, over the positions of all examples. The numbers of k directions stand
 * direction by direction, channels side by side, so that loops run along rows.
 */
record AcrossExamples(int positions, int channels) implements NormalizationAxis {

  @Override
  public int length(int examples) {
    return Math.multiplyExact(examples, positions);
  }

  @Override
  public int groups(int examples) {
    return channels;
  }

  @Override
  public int group(int i, int k) {
    return i % channels;
  }

  @Override
  public NormalizationStatistics normalize(Matrix x, double epsilon, Workspace memory) {
    int m = length(x.rows());
    double[] values = x.array();
    int end = x.from() + x.size();
    NormalizationStatistics statistics = new NormalizationStatistics(m, channels, memory);
    double[] means = statistics.means();
    Arrays.fill(means, 0, channels, 0);
    for (int row = x.from(); row < end; row += channels) {
      for (int i = 0; i < channels; i++) {
        means[i] += values[row + i];
      }
    }
    for (int i = 0; i < channels; i++) {
      means[i] /= m;
    }
    double[] squares = statistics.fillings();
    Arrays.fill(squares, 0, channels, 0);
    for (int row = x.from(); row < end; row += channels) {
      for (int i = 0; i < channels; i++) {
        double centered = values[row + i] - means[i];
        values[row + i] = centered;
        squares[i] += centered * centered;
      }
    }
    double[] factors = statistics.factors();
    for (int i = 0; i < channels; i++) {
      statistics.setScale(i, squares[i], epsilon, values, x.from() + i, channels);
    }
    for (int row = x.from(); row < end; row += channels) {
      for (int i = 0; i < channels; i++) {
        values[row + i] *= factors[i];
      }
    }
    return statistics;
  }

  @Override
  public void sums(Matrix v, Matrix t, int k, double[] sums, double[] products) {
    Arrays.fill(sums, 0, k * channels, 0);
    Arrays.fill(products, 0, k * channels, 0);
    double[] values = v.array();
    double[] tangents = t.array();
    int width = positions * channels;
    for (int row = 0; row < t.rows(); row++) {
      int to = row % k * channels;
      int value = v.from() + row / k * width;
      int tangent = t.from() + row * width;
      for (int at = 0; at < width; at += channels) {
        for (int i = 0; i < channels; i++) {
          sums[to + i] += tangents[tangent + at + i];
          products[to + i] += values[value + at + i] * tangents[tangent + at + i];
        }
      }
    }
  }

  @Override
  public void combine(double[][] c, Matrix t, Matrix v, int k, Matrix out) {
    double[] c0 = c[0];
    double[] c1 = c[1];
    double[] c2 = c[2];
    double[] tangents = t.array();
    double[] values = v.array();
    double[] results = out.array();
    int width = positions * channels;
    for (int row = 0; row < t.rows(); row++) {
      int of = row % k * channels;
      int value = v.from() + row / k * width;
      int tangent = t.from() + row * width;
      int to = out.from() + row * width;
      for (int at = 0; at < width; at += channels) {
        for (int i = 0; i < channels; i++) {
          results[to + at + i] =
              c0[of + i]
                  + c1[of + i] * tangents[tangent + at + i]
                  + c2[of + i] * values[value + at + i];
        }
      }
    }
  }

  /** In two rounds, each over two of the four: the sums of an entry are added in the same order. */
  @Override
  public void combine(double[][] c, Matrix t, Matrix v, Matrix s, Matrix u, int k, Matrix out) {
    combine(c, t, v, k, out);
    double[] c3 = c[3];
    double[] c4 = c[4];
    double[] tangents = s.array();
    double[] values = u.array();
    double[] results = out.array();
    int width = positions * channels;
    for (int row = 0; row < s.rows(); row++) {
      int of = row % k * channels;
      int value = u.from() + row / k * width;
      int tangent = s.from() + row * width;
      int to = out.from() + row * width;
      for (int at = 0; at < width; at += channels) {
        for (int i = 0; i < channels; i++) {
          results[to + at + i] =
              results[to + at + i]
                  + c3[of + i] * tangents[tangent + at + i]
                  + c4[of + i] * values[value + at + i];
        }
      }
    }
  }
}
