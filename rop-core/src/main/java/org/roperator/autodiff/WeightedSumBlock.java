package org.roperator.autodiff;

import java.util.Arrays;
import org.roperator.dense.MatrixArena;

/** {@code y = Σ cᵢ xᵢ} with constants c. */
final class WeightedSumBlock implements Block {

  private final int x;
  private final double[] c;

  WeightedSumBlock(int x, double[] c) {
    this.x = x;
    this.c = c;
  }

  @Override
  public int length() {
    return 1;
  }

  @Override
  public void operands(Ranges ranges) {
    ranges.range(x, c.length);
  }

  @Override
  public Block moved(int[] places) {
    return new WeightedSumBlock(places[x], c);
  }

  @Override
  public void push(double[] dot, int at, int k, MatrixArena work) {
    Arrays.fill(dot, at * k, (at + 1) * k, 0);
    InterleavedVectors.addDot(c, 0, c.length, dot, x, at, k);
  }

  @Override
  public void pull(double[] bar, int at, int k, MatrixArena work) {
    InterleavedVectors.addSpread(c, 0, c.length, bar, at, x, k);
  }

  @Override
  public void describe(int i, Structure structure) {
    for (int j = 0; j < c.length; j++) {
      structure.dependsOn(x + j);
    }
  }

  @Override
  public long bytes() {
    return 8L * c.length;
  }
}
