package org.roperator.autodiff;

import java.util.Arrays;
import org.roperator.dense.MatrixArena;

/** Arrays one behind the other; a negative place marks a constant. */
final class ConcatenationBlock implements Block {

  private final int[] places;
  private final int[] lengths;
  private final int length;

  ConcatenationBlock(int[] places, int[] lengths) {
    this.places = places;
    this.lengths = lengths;
    this.length = Arrays.stream(lengths).sum();
  }

  @Override
  public int length() {
    return length;
  }

  @Override
  public void operands(Ranges ranges) {
    for (int p = 0; p < places.length; p++) {
      if (places[p] >= 0) {
        ranges.range(places[p], lengths[p]);
      }
    }
  }

  @Override
  public Block moved(int[] slots) {
    int[] moved = new int[places.length];
    for (int p = 0; p < moved.length; p++) {
      moved[p] = places[p] < 0 ? places[p] : slots[places[p]];
    }
    return new ConcatenationBlock(moved, lengths);
  }

  @Override
  public void push(double[] dot, int at, int k, MatrixArena work) {
    int to = at * k;
    for (int p = 0; p < places.length; p++) {
      int n = lengths[p] * k;
      if (places[p] < 0) {
        Arrays.fill(dot, to, to + n, 0);
      } else {
        System.arraycopy(dot, places[p] * k, dot, to, n);
      }
      to += n;
    }
  }

  @Override
  public void pull(double[] bar, int at, int k, MatrixArena work) {
    int from = at * k;
    for (int p = 0; p < places.length; p++) {
      int n = lengths[p] * k;
      if (places[p] >= 0) {
        InterleavedVectors.addScaled(1, bar, from, bar, places[p] * k, n);
      }
      from += n;
    }
  }

  @Override
  public boolean isLocal() {
    return true;
  }

  @Override
  public void describe(int i, Structure structure) {
    int left = i;
    int p = 0;
    while (left >= lengths[p]) {
      left -= lengths[p++];
    }
    if (places[p] >= 0) {
      structure.dependsOn(places[p] + left);
    }
  }

  @Override
  public long bytes() {
    return 8L * places.length;
  }
}
