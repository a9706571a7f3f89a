package org.roperator.boltzmann;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** Samples of one layer, the other averaged given them. */
final class LayeredEstimates implements ChainAverages.Samples {

  private final UnitCoding coding;
  private final LayerPair layers;
  private final LayerPair.Spread atTheta;
  private final LayerPair.Spread spread;
  private final List<RowBlock> rows;
  private final double[] m;
  private final double[] x;
  private final RowBlock means;
  private final RowBlock fields;
  private final double[] one = {1};
  private final double[] d = new double[1];

  LayeredEstimates(UnitCoding coding, LayerPair layers, double[] theta, double[] samples) {
    this.coding = coding;
    this.layers = layers;
    this.atTheta = layers.new Spread(1, 1).of(theta);
    this.spread = layers.new Spread(1, 1);
    int a = layers.given();
    int b = layers.averaged();
    this.rows =
        IntStream.range(0, samples.length / a)
            .mapToObj(r -> RowBlock.of(samples, r * a, 1, a))
            .toList();
    this.m = new double[b];
    this.x = new double[b];
    this.means = RowBlock.of(m, 0, 1, b);
    this.fields = RowBlock.of(x, 0, 1, b);
  }

  @Override
  public int dimension() {
    return layers.dimension();
  }

  private void average(int r) {
    atTheta.fields(rows.get(r), fields);
    for (int k = 0; k < m.length; k++) {
      m[k] = coding.mean(x[k]);
    }
  }

  @Override
  public void means(int r, double[] f) {
    average(r);
    Arrays.fill(f, 0);
    atTheta.collect(0, rows.get(r), one, means, f);
  }

  @Override
  public void toward(double[] v) {
    spread.of(v);
  }

  @Override
  public double products(int r, double[] f, double[] z) {
    means(r, f);
    spread.fields(rows.get(r), fields);
    spread.energies(rows.get(r), d);
    d[0] += LayerPair.dot(m, 0, x, 0, m.length);
    for (int k = 0; k < m.length; k++) {
      x[k] = d[0] * m[k] + coding.variance(m[k]) * x[k];
    }
    Arrays.fill(z, 0);
    spread.collect(0, rows.get(r), d, fields, z);
    return d[0];
  }
}
