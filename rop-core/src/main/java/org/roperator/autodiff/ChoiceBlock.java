package org.roperator.autodiff;

import java.util.Arrays;
import org.roperator.dense.MatrixArena;

/**
 * {@code yᵢ = aᵢ} or {@code yᵢ = bᵣ}, chosen entry by entry, where the shorter b repeats along a; a
 * negative place marks a constant.
 */
final class ChoiceBlock implements Block {

  private final int a;
  private final int b;
  private final int period;
  private final boolean[] second;

  /**
   * A choice.
   *
   * @param a where the longer operand starts
   * @param b where the shorter one starts
   * @param period the length of the shorter one
   * @param second for every entry of the longer one, whether it is left for the other. Kept.
   */
  ChoiceBlock(int a, int b, int period, boolean[] second) {
    this.a = a;
    this.b = b;
    this.period = period;
    this.second = second;
  }

  /** The node that an entry is taken from; negative for a constant. */
  private int source(int i) {
    if (second[i]) {
      return b < 0 ? b : b + i % period;
    }
    return a < 0 ? a : a + i;
  }

  @Override
  public int length() {
    return second.length;
  }

  @Override
  public void operands(Ranges ranges) {
    if (a >= 0) {
      ranges.range(a, second.length);
    }
    if (b >= 0) {
      ranges.range(b, period);
    }
  }

  @Override
  public Block moved(int[] places) {
    return new ChoiceBlock(a < 0 ? a : places[a], b < 0 ? b : places[b], period, second);
  }

  @Override
  public void push(double[] dot, int at, int k, MatrixArena work) {
    for (int i = 0; i < second.length; i++) {
      int from = source(i);
      int to = (at + i) * k;
      if (from < 0) {
        Arrays.fill(dot, to, to + k, 0);
      } else {
        System.arraycopy(dot, from * k, dot, to, k);
      }
    }
  }

  @Override
  public void pull(double[] bar, int at, int k, MatrixArena work) {
    for (int i = 0; i < second.length; i++) {
      int to = source(i);
      if (to >= 0) {
        InterleavedVectors.addScaled(1, bar, (at + i) * k, bar, to * k, k);
      }
    }
  }

  @Override
  public boolean isLocal() {
    return true;
  }

  @Override
  public void describe(int i, Structure structure) {
    int from = source(i);
    if (from >= 0) {
      structure.dependsOn(from);
    }
  }

  @Override
  public long bytes() {
    return second.length;
  }
}
