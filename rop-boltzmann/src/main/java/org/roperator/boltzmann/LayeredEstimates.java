package org.roperator.boltzmann;

import java.util.Arrays;

/** Samples of one layer, the other averaged given them. */
final class LayeredEstimates implements RowEstimates {

  private final UnitCoding coding;
  private final LayerPair layers;
  private final LayerPair.Spread atTheta;
  private final LayerPair.Spread spread;
  private final double[] samples;
  private final double[] m;
  private final double[] x;
  private final double[] one = {1};
  private final double[] d = new double[1];

  LayeredEstimates(UnitCoding coding, LayerPair layers, double[] theta, double[] samples) {
    this.coding = coding;
    this.layers = layers;
    this.atTheta = layers.new Spread(1).of(theta);
    this.spread = layers.new Spread(1);
    this.samples = samples;
    this.m = new double[layers.averaged()];
    this.x = new double[layers.averaged()];
  }

  @Override
  public int dimension() {
    return layers.dimension();
  }

  private void average(int r) {
    atTheta.fields(samples, r * layers.given(), 1, x);
    for (int k = 0; k < m.length; k++) {
      m[k] = coding.mean(x[k]);
    }
  }

  @Override
  public void means(int r, double[] f) {
    average(r);
    Arrays.fill(f, 0);
    atTheta.collect(samples, r * layers.given(), 1, one, m, f);
  }

  @Override
  public void toward(double[] v) {
    spread.of(v);
  }

  @Override
  public double products(int r, double[] f, double[] z) {
    means(r, f);
    int at = r * layers.given();
    spread.fields(samples, at, 1, x);
    spread.energies(samples, at, 1, d);
    d[0] += LayerPair.dot(m, 0, x, 0, m.length);
    for (int k = 0; k < m.length; k++) {
      x[k] = d[0] * m[k] + coding.variance(m[k]) * x[k];
    }
    Arrays.fill(z, 0);
    spread.collect(samples, at, 1, d, x, z);
    return d[0];
  }
}
