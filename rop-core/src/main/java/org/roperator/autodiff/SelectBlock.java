package org.roperator.autodiff;

import org.roperator.dense.MatrixArena;

/** {@code yᵢ = x[indices[i]]}. */
final class SelectBlock implements Block {

  private final int x;
  private final int extent;
  private final int[] indices;

  SelectBlock(int x, int extent, int[] indices) {
    this.x = x;
    this.extent = extent;
    this.indices = indices;
  }

  @Override
  public int length() {
    return indices.length;
  }

  @Override
  public void operands(Ranges ranges) {
    ranges.range(x, extent);
  }

  @Override
  public Block moved(int[] places) {
    return new SelectBlock(places[x], extent, indices);
  }

  @Override
  public void push(double[] dot, int at, int k, MatrixArena work) {
    if (k == 1) {
      for (int i = 0; i < indices.length; i++) {
        dot[at + i] = dot[x + indices[i]];
      }
      return;
    }
    for (int i = 0; i < indices.length; i++) {
      System.arraycopy(dot, (x + indices[i]) * k, dot, (at + i) * k, k);
    }
  }

  @Override
  public void pull(double[] bar, int at, int k, MatrixArena work) {
    if (k == 1) {
      for (int i = 0; i < indices.length; i++) {
        bar[x + indices[i]] += bar[at + i];
      }
      return;
    }
    for (int i = 0; i < indices.length; i++) {
      InterleavedVectors.addScaled(1, bar, (at + i) * k, bar, (x + indices[i]) * k, k);
    }
  }

  @Override
  public boolean isLocal() {
    return true;
  }

  @Override
  public void describe(int i, Structure structure) {
    structure.dependsOn(x + indices[i]);
  }

  @Override
  public long bytes() {
    return 4L * indices.length;
  }
}
