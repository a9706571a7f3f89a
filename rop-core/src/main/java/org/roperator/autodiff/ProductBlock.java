package org.roperator.autodiff;

import java.util.Arrays;

/** {@code yᵢ = aᵢ bᵢ} of two arrays of variables, given their values; yBar once weighted. */
final class ProductBlock implements Block {

  private final int a;
  private final int b;
  private final double[] as;
  private final double[] bs;
  private final double[] yBar;

  ProductBlock(int a, int b, double[] as, double[] bs, double[] yBar) {
    this.a = a;
    this.b = b;
    this.as = as;
    this.bs = bs;
    this.yBar = yBar;
  }

  @Override
  public int length() {
    return as.length;
  }

  @Override
  public void operands(Ranges ranges) {
    ranges.range(a, as.length);
    ranges.range(b, as.length);
  }

  @Override
  public Block moved(int[] places) {
    return new ProductBlock(places[a], places[b], as, bs, yBar);
  }

  @Override
  public Block weighted(double[] bar, int at) {
    return new ProductBlock(a, b, as, bs, Arrays.copyOfRange(bar, at, at + as.length));
  }

  @Override
  public void push(double[] dot, int at, int k, Work work) {
    Lanes.multiply(bs, dot, a, dot, at, k);
    Lanes.addProducts(as, dot, b, dot, at, k);
  }

  @Override
  public void pull(double[] bar, int at, int k, Work work) {
    Lanes.addProducts(bs, bar, at, bar, a, k);
    Lanes.addProducts(as, bar, at, bar, b, k);
  }

  @Override
  public void bend(double[] dot, double[] barDot, int k, Work work) {
    Lanes.addProducts(yBar, dot, b, barDot, a, k);
    Lanes.addProducts(yBar, dot, a, barDot, b, k);
  }

  @Override
  public void describe(int i, Structure structure) {
    structure.dependsOn(a + i);
    structure.dependsOn(b + i);
    structure.bendsIn(a + i, b + i);
  }

  @Override
  public long bytes() {
    return 24L * as.length;
  }
}
