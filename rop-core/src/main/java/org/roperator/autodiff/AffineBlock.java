package org.roperator.autodiff;

import org.roperator.dense.MatrixArena;

/**
 * {@code yᵢ = α aᵢ + β bᵣ}: the shorter operand b repeats along a. Entry r of its {@code period}
 * belongs to {@code stride} consecutive entries of a, then comes the next, and after the last the
 * first again.
 */
record AffineBlock(int a, double alpha, int length, int b, double beta, int period, int stride)
    implements Block {

  @Override
  public void operands(Ranges ranges) {
    ranges.range(a, length);
    ranges.range(b, period);
  }

  @Override
  public Block moved(int[] places) {
    return new AffineBlock(places[a], alpha, length, places[b], beta, period, stride);
  }

  @Override
  public void push(double[] dot, int at, int k, MatrixArena work) {
    if (stride > 1) {
      for (int i = 0; i < length * k; i++) {
        dot[at * k + i] = alpha * dot[a * k + i];
      }
      for (int i = 0; i < length; ) {
        for (int r = b; r < b + period; r++) {
          for (int end = i + stride; i < end; i++) {
            InterleavedVectors.addScaled(beta, dot, r * k, dot, (at + i) * k, k);
          }
        }
      }
      return;
    }
    for (int from = 0; from < length; from += period) {
      for (int i = 0; i < period * k; i++) {
        dot[(at + from) * k + i] = alpha * dot[(a + from) * k + i] + beta * dot[b * k + i];
      }
    }
  }

  @Override
  public void pull(double[] bar, int at, int k, MatrixArena work) {
    InterleavedVectors.addScaled(alpha, bar, at * k, bar, a * k, length * k);
    if (stride > 1) {
      for (int i = 0; i < length; ) {
        for (int r = b; r < b + period; r++) {
          for (int end = i + stride; i < end; i++) {
            InterleavedVectors.addScaled(beta, bar, (at + i) * k, bar, r * k, k);
          }
        }
      }
      return;
    }
    for (int from = 0; from < length; from += period) {
      InterleavedVectors.addScaled(beta, bar, (at + from) * k, bar, b * k, period * k);
    }
  }

  @Override
  public boolean isLocal() {
    return true;
  }

  @Override
  public void describe(int i, Structure structure) {
    structure.dependsOn(a + i);
    structure.dependsOn(b + i / stride % period);
  }
}
