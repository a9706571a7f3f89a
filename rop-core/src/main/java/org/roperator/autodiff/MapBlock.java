package org.roperator.autodiff;

import org.roperator.dense.MatrixArena;
import org.roperator.internal.Vectors;

/** {@code yᵢ = f(xᵢ)}, with the second derivatives multiplied by the adjoints once weighted. */
final class MapBlock implements Block {

  private final int x;
  private final double[] slopes;
  private final double[] bends;
  private final boolean finite;

  MapBlock(int x, double[] slopes, double[] bends) {
    this.x = x;
    this.slopes = slopes;
    this.bends = bends;
    this.finite = Vectors.isFinite(slopes);
  }

  @Override
  public int length() {
    return slopes.length;
  }

  @Override
  public void operands(Ranges ranges) {
    ranges.range(x, slopes.length);
  }

  @Override
  public Block moved(int[] places) {
    return new MapBlock(places[x], slopes, bends);
  }

  @Override
  public Block weighted(double[] bar, int at) {
    double[] ownSlopes = slopes.clone();
    double[] weightedBends = new double[bends.length];
    for (int i = 0; i < bends.length; i++) {
      // An infinite derivative of a result that nothing depends on must not become NaN.
      if (bar[at + i] != 0) {
        weightedBends[i] = bar[at + i] * bends[i];
      } else if (!Double.isFinite(slopes[i])) {
        ownSlopes[i] = 0;
      }
    }
    return new MapBlock(x, ownSlopes, weightedBends);
  }

  @Override
  public void push(double[] dot, int at, int k, MatrixArena work) {
    InterleavedVectors.multiply(slopes, dot, x, dot, at, k);
  }

  @Override
  public void pull(double[] bar, int at, int k, MatrixArena work) {
    if (finite) {
      InterleavedVectors.addProducts(slopes, bar, at, bar, x, k);
      return;
    }
    int from = at * k;
    int to = x * k;
    for (double slope : slopes) {
      for (int j = 0; j < k; j++) {
        // An infinite slope of a result that nothing depends on must not become NaN.
        double yBar = bar[from++];
        bar[to++] += yBar == 0 ? 0 : slope * yBar;
      }
    }
  }

  @Override
  public void bend(double[] dot, int at, double[] barDot, int k, MatrixArena work) {
    InterleavedVectors.addProducts(bends, dot, x, barDot, x, k);
  }

  @Override
  public boolean isLocal() {
    return true;
  }

  @Override
  public void describe(int i, Structure structure) {
    structure.dependsOn(x + i);
    structure.bendsIn(x + i, x + i);
  }

  @Override
  public long bytes() {
    return 16L * slopes.length;
  }
}
