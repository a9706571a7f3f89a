package org.roperator.autodiff;

import java.util.Arrays;
import org.roperator.dense.MatrixArena;

/**
 * {@code yᵢ = ln Σⱼ exp xᵢⱼ} over the rows of a matrix, given their softmax; yBar once weighted.
 *
 * <p>With p the softmax of a row: {@code x̄ += p ȳ}, {@code R{x̄} += p R{ȳ} + ȳ (p ∘ ẋ − p ⟨p,
 * ẋ⟩)}.
 */
final class LogSumExpBlock implements Block {

  private final int x;
  private final int length;
  private final double[] softmax;
  private final double[] yBar;

  LogSumExpBlock(int x, int length, double[] softmax, double[] yBar) {
    this.x = x;
    this.length = length;
    this.softmax = softmax;
    this.yBar = yBar;
  }

  @Override
  public int length() {
    return length;
  }

  private int columns() {
    return softmax.length / length;
  }

  @Override
  public void operands(Ranges ranges) {
    ranges.range(x, softmax.length);
  }

  @Override
  public Block moved(int[] places) {
    return new LogSumExpBlock(places[x], length, softmax, yBar);
  }

  @Override
  public Block weighted(double[] bar, int at) {
    return new LogSumExpBlock(x, length, softmax, Arrays.copyOfRange(bar, at, at + length));
  }

  @Override
  public void push(double[] dot, int at, int k, MatrixArena work) {
    Arrays.fill(dot, at * k, (at + length) * k, 0);
    int columns = columns();
    for (int i = 0; i < length; i++) {
      int row = i * columns;
      InterleavedVectors.addDot(softmax, row, columns, dot, x + row, at + i, k);
    }
  }

  @Override
  public void pull(double[] bar, int at, int k, MatrixArena work) {
    int columns = columns();
    for (int i = 0; i < length; i++) {
      int row = i * columns;
      InterleavedVectors.addSpread(softmax, row, columns, bar, at + i, x + row, k);
    }
  }

  @Override
  public void bend(double[] dot, int at, double[] barDot, int k, MatrixArena work) {
    int columns = columns();
    for (int i = 0; i < length; i++) {
      for (int j = 0; j < k; j++) {
        double mean = 0;
        for (int e = i * columns; e < (i + 1) * columns; e++) {
          mean += softmax[e] * dot[(x + e) * k + j];
        }
        for (int e = i * columns; e < (i + 1) * columns; e++) {
          int to = (x + e) * k + j;
          barDot[to] += yBar[i] * softmax[e] * (dot[to] - mean);
        }
      }
    }
  }

  @Override
  public void describe(int i, Structure structure) {
    int columns = columns();
    int row = x + i * columns;
    for (int c = 0; c < columns; c++) {
      structure.dependsOn(row + c);
      for (int d = 0; d <= c; d++) {
        structure.bendsIn(row + c, row + d);
      }
    }
  }

  @Override
  public long bytes() {
    return 8L * (softmax.length + length);
  }
}
