package org.roperator.autodiff;

import java.util.Arrays;
import org.roperator.dense.MatrixArena;
import org.roperator.internal.Vectors;

/** {@code yᵢ = aᵢ bᵢ} of two arrays of variables, given their values; yBar once weighted. */
final class ProductBlock implements Block {

  private final int a;
  private final int b;
  private final double[] as;
  private final double[] bs;
  private final double[] yBar;
  private final boolean finite;

  ProductBlock(int a, int b, double[] as, double[] bs, double[] yBar) {
    this.a = a;
    this.b = b;
    this.as = as;
    this.bs = bs;
    this.yBar = yBar;
    this.finite = Vectors.isFinite(as) && Vectors.isFinite(bs);
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
    double[] adjoint = Arrays.copyOfRange(bar, at, at + as.length);
    return new ProductBlock(a, b, used(as, adjoint), used(bs, adjoint), adjoint);
  }

  /** Factors of results that nothing depends on are zero if they are infinite or NaN. */
  private double[] used(double[] factors, double[] adjoint) {
    if (finite) {
      return factors;
    }
    double[] used = factors.clone();
    for (int i = 0; i < used.length; i++) {
      used[i] = adjoint[i] == 0 && !Double.isFinite(used[i]) ? 0 : used[i];
    }
    return used;
  }

  @Override
  public void push(double[] dot, int at, int k, MatrixArena work) {
    InterleavedVectors.multiply(bs, dot, a, dot, at, k);
    InterleavedVectors.addProducts(as, dot, b, dot, at, k);
  }

  @Override
  public void pull(double[] bar, int at, int k, MatrixArena work) {
    if (finite) {
      InterleavedVectors.addProducts(bs, bar, at, bar, a, k);
      InterleavedVectors.addProducts(as, bar, at, bar, b, k);
    } else {
      InterleavedVectors.addWhereNotZero(bs, bar, at, bar, a, k);
      InterleavedVectors.addWhereNotZero(as, bar, at, bar, b, k);
    }
  }

  @Override
  public void bend(double[] dot, int at, double[] barDot, int k, MatrixArena work) {
    InterleavedVectors.addProducts(yBar, dot, b, barDot, a, k);
    InterleavedVectors.addProducts(yBar, dot, a, barDot, b, k);
  }

  @Override
  public boolean isLocal() {
    return true;
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
