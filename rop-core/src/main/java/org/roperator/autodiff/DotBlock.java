package org.roperator.autodiff;

import java.util.Arrays;
import org.roperator.dense.MatrixArena;

/** {@code y = Σ aᵢ bᵢ} of two arrays of variables, given their values; yBar once weighted. */
final class DotBlock implements Block {

  private final int a;
  private final int b;
  private final double[] as;
  private final double[] bs;
  private final double yBar;

  DotBlock(int a, int b, double[] as, double[] bs, double yBar) {
    this.a = a;
    this.b = b;
    this.as = as;
    this.bs = bs;
    this.yBar = yBar;
  }

  @Override
  public int length() {
    return 1;
  }

  @Override
  public void operands(Ranges ranges) {
    ranges.range(a, as.length);
    ranges.range(b, as.length);
  }

  @Override
  public Block moved(int[] places) {
    return new DotBlock(places[a], places[b], as, bs, yBar);
  }

  @Override
  public Block weighted(double[] bar, int at) {
    return new DotBlock(a, b, as, bs, bar[at]);
  }

  @Override
  public void push(double[] dot, int at, int k, MatrixArena work) {
    Arrays.fill(dot, at * k, (at + 1) * k, 0);
    InterleavedVectors.addDot(bs, 0, bs.length, dot, a, at, k);
    InterleavedVectors.addDot(as, 0, as.length, dot, b, at, k);
  }

  @Override
  public void pull(double[] bar, int at, int k, MatrixArena work) {
    InterleavedVectors.addSpread(bs, 0, bs.length, bar, at, a, k);
    InterleavedVectors.addSpread(as, 0, as.length, bar, at, b, k);
  }

  @Override
  public void bend(double[] dot, int at, double[] barDot, int k, MatrixArena work) {
    InterleavedVectors.addScaled(yBar, dot, b * k, barDot, a * k, as.length * k);
    InterleavedVectors.addScaled(yBar, dot, a * k, barDot, b * k, as.length * k);
  }

  @Override
  public void describe(int i, Structure structure) {
    for (int j = 0; j < as.length; j++) {
      structure.dependsOn(a + j);
      structure.dependsOn(b + j);
      structure.bendsIn(a + j, b + j);
    }
  }

  @Override
  public long bytes() {
    return 16L * as.length;
  }
}
