package org.roperator.autodiff;

import org.roperator.dense.MatrixArena;

/**
 * {@code yᵢⱼ = xᵢⱼ − ln Σ exp xᵢ} over the rows of a matrix, given their softmax p; the sums of
 * yBar over the rows once weighted.
 *
 * <p>{@code ẏ = ẋ − ⟨p, ẋ⟩}, {@code x̄ += ȳ − p Σȳ}, {@code R{x̄} += R{ȳ} − p ΣR{ȳ} − Σȳ p ∘ (ẋ −
 * ⟨p, ẋ⟩)}.
 */
final class LogSoftmaxBlock implements Block {

  private final int x;
  private final int columns;
  private final double[] softmax;
  private final double[] sums;

  LogSoftmaxBlock(int x, int columns, double[] softmax, double[] sums) {
    this.x = x;
    this.columns = columns;
    this.softmax = softmax;
    this.sums = sums;
  }

  @Override
  public int length() {
    return softmax.length;
  }

  @Override
  public void operands(Ranges ranges) {
    ranges.range(x, softmax.length);
  }

  @Override
  public Block moved(int[] places) {
    return new LogSoftmaxBlock(places[x], columns, softmax, sums);
  }

  @Override
  public Block weighted(double[] bar, int at) {
    double[] all = new double[softmax.length / columns];
    for (int e = 0; e < softmax.length; e++) {
      all[e / columns] += bar[at + e];
    }
    return new LogSoftmaxBlock(x, columns, softmax, all);
  }

  @Override
  public void push(double[] dot, int at, int k, MatrixArena work) {
    for (int row = 0; row < softmax.length; row += columns) {
      for (int j = 0; j < k; j++) {
        double mean = 0;
        for (int e = row; e < row + columns; e++) {
          mean += softmax[e] * dot[(x + e) * k + j];
        }
        for (int e = row; e < row + columns; e++) {
          dot[(at + e) * k + j] = dot[(x + e) * k + j] - mean;
        }
      }
    }
  }

  @Override
  public void pull(double[] bar, int at, int k, MatrixArena work) {
    for (int row = 0; row < softmax.length; row += columns) {
      for (int j = 0; j < k; j++) {
        double sum = 0;
        for (int e = row; e < row + columns; e++) {
          sum += bar[(at + e) * k + j];
        }
        for (int e = row; e < row + columns; e++) {
          bar[(x + e) * k + j] += bar[(at + e) * k + j] - softmax[e] * sum;
        }
      }
    }
  }

  @Override
  public void bend(double[] dot, int at, double[] barDot, int k, MatrixArena work) {
    // The tangent of a result is ẋ − ⟨p, ẋ⟩.
    for (int e = 0; e < softmax.length; e++) {
      double c = -sums[e / columns] * softmax[e];
      InterleavedVectors.addScaled(c, dot, (at + e) * k, barDot, (x + e) * k, k);
    }
  }

  @Override
  public void describe(int i, Structure structure) {
    int row = x + i / columns * columns;
    for (int c = 0; c < columns; c++) {
      structure.dependsOn(row + c);
      for (int d = 0; d <= c; d++) {
        structure.bendsIn(row + c, row + d);
      }
    }
  }

  @Override
  public long bytes() {
    return 8L * (softmax.length + sums.length);
  }
}
