package org.roperator.autodiff;

import java.util.Arrays;
import org.roperator.dense.MatrixArena;

/**
 * The softmax p of each row of a matrix; yBar once weighted.
 *
 * <p>{@code ẏ = p ∘ (ẋ − ⟨p, ẋ⟩)}, {@code x̄ += p ∘ (ȳ − ⟨p, ȳ⟩)} and {@code R{x̄} += ẏ ∘ (ȳ − ⟨p,
 * ȳ⟩) − p ⟨ẏ, ȳ⟩} besides the same of R{ȳ}.
 */
final class SoftmaxBlock implements Block {

  private final int x;
  private final int columns;
  private final double[] softmax;
  private final double[] yBar;

  SoftmaxBlock(int x, int columns, double[] softmax, double[] yBar) {
    this.x = x;
    this.columns = columns;
    this.softmax = softmax;
    this.yBar = yBar;
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
    return new SoftmaxBlock(places[x], columns, softmax, yBar);
  }

  @Override
  public Block weighted(double[] bar, int at) {
    return new SoftmaxBlock(x, columns, softmax, Arrays.copyOfRange(bar, at, at + softmax.length));
  }

  @Override
  public void push(double[] dot, int at, int k, MatrixArena work) {
    Arrays.fill(dot, at * k, (at + softmax.length) * k, 0);
    addJacobian(dot, x, dot, at, k);
  }

  @Override
  public void pull(double[] bar, int at, int k, MatrixArena work) {
    addJacobian(bar, at, bar, x, k);
  }

  /** {@code z += p ∘ (v − ⟨p, v⟩)} row by row, for v and z from given places on. */
  private void addJacobian(double[] vs, int v, double[] zs, int z, int k) {
    for (int row = 0; row < softmax.length; row += columns) {
      for (int j = 0; j < k; j++) {
        double mean = 0;
        for (int e = row; e < row + columns; e++) {
          mean += softmax[e] * vs[(v + e) * k + j];
        }
        for (int e = row; e < row + columns; e++) {
          zs[(z + e) * k + j] += softmax[e] * (vs[(v + e) * k + j] - mean);
        }
      }
    }
  }

  @Override
  public void bend(double[] dot, int at, double[] barDot, int k, MatrixArena work) {
    for (int row = 0; row < softmax.length; row += columns) {
      double mean = 0;
      for (int e = row; e < row + columns; e++) {
        mean += softmax[e] * yBar[e];
      }
      for (int j = 0; j < k; j++) {
        double meanDot = 0;
        for (int e = row; e < row + columns; e++) {
          meanDot += dot[(at + e) * k + j] * yBar[e];
        }
        for (int e = row; e < row + columns; e++) {
          barDot[(x + e) * k + j] +=
              dot[(at + e) * k + j] * (yBar[e] - mean) - softmax[e] * meanDot;
        }
      }
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
    return 8L * (softmax.length + yBar.length);
  }
}
