package org.roperator.nn;

import java.util.Arrays;

/**
 * Groups of one channel each, over the positions of all examples. The numbers of k directions stand
 * direction by direction, channels side by side, so that loops run along rows.
 */
record AcrossExamples(int positions, int channels) implements NormalisationAxis {

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
  public NormalisationStatistics normalise(Batch x, double epsilon, Workspace memory) {
    int m = length(x.rows());
    double[] values = x.array();
    int end = x.from() + x.size();
    NormalisationStatistics statistics = new NormalisationStatistics(m, channels, memory);
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
        double centred = values[row + i] - means[i];
        values[row + i] = centred;
        squares[i] += centred * centred;
      }
    }
    double[] factors = statistics.factors();
    for (int i = 0; i < channels; i++) {
      double variance = squares[i] / m;
      factors[i] = 1 / Math.sqrt(variance + epsilon);
      squares[i] = variance / (variance + epsilon);
    }
    for (int row = x.from(); row < end; row += channels) {
      for (int i = 0; i < channels; i++) {
        values[row + i] *= factors[i];
      }
    }
    return statistics;
  }

  @Override
  public void sums(Batch v, Batch t, int k, double[] sums, double[] products) {
    Arrays.fill(sums, 0, k * channels, 0);
    Arrays.fill(products, 0, k * channels, 0);
    int width = positions * channels;
    for (int row = 0; row < t.rows(); row++) {
      int to = row % k * channels;
      int values = v.from() + row / k * width;
      int tangents = t.from() + row * width;
      for (int at = 0; at < width; at += channels) {
        addRow(v.array(), values + at, t.array(), tangents + at, sums, products, to, channels);
      }
    }
  }

  private static void addRow(
      double[] v,
      int vFrom,
      double[] t,
      int tFrom,
      double[] sums,
      double[] products,
      int to,
      int length) {
    for (int i = 0; i < length; i++) {
      sums[to + i] += t[tFrom + i];
      products[to + i] += v[vFrom + i] * t[tFrom + i];
    }
  }

  @Override
  public void combine(double[][] c, Batch t, Batch v, int k, Batch out) {
    int width = positions * channels;
    for (int row = 0; row < t.rows(); row++) {
      int of = row % k * channels;
      int values = v.from() + row / k * width;
      int from = row * width;
      for (int at = 0; at < width; at += channels) {
        row(
            c,
            of,
            t.array(),
            t.from() + from + at,
            v.array(),
            values + at,
            out.array(),
            out.from() + from + at,
            channels);
      }
    }
  }

  private static void row(
      double[][] c,
      int of,
      double[] t,
      int tFrom,
      double[] v,
      int vFrom,
      double[] out,
      int to,
      int length) {
    double[] c0 = c[0];
    double[] c1 = c[1];
    double[] c2 = c[2];
    for (int i = 0; i < length; i++) {
      out[to + i] = c0[of + i] + c1[of + i] * t[tFrom + i] + c2[of + i] * v[vFrom + i];
    }
  }

  @Override
  public void combine(double[][] c, Batch t, Batch v, Batch s, Batch u, int k, Batch out) {
    int width = positions * channels;
    for (int row = 0; row < t.rows(); row++) {
      int of = row % k * channels;
      int value = row / k * width;
      int from = row * width;
      for (int at = 0; at < width; at += channels) {
        row(
            c,
            of,
            t.array(),
            t.from() + from + at,
            v.array(),
            v.from() + value + at,
            s.array(),
            s.from() + from + at,
            u.array(),
            u.from() + value + at,
            out.array(),
            out.from() + from + at,
            channels);
      }
    }
  }

  private static void row(
      double[][] c,
      int of,
      double[] t,
      int tFrom,
      double[] v,
      int vFrom,
      double[] s,
      int sFrom,
      double[] u,
      int uFrom,
      double[] out,
      int to,
      int length) {
    double[] c0 = c[0];
    double[] c1 = c[1];
    double[] c2 = c[2];
    double[] c3 = c[3];
    double[] c4 = c[4];
    for (int i = 0; i < length; i++) {
      out[to + i] =
          c0[of + i]
              + c1[of + i] * t[tFrom + i]
              + c2[of + i] * v[vFrom + i]
              + c3[of + i] * s[sFrom + i]
              + c4[of + i] * u[uFrom + i];
    }
  }
}
