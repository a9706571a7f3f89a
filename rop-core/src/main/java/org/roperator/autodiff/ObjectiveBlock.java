package org.roperator.autodiff;

import org.roperator.dense.MatrixArena;
import org.roperator.function.Expansion;
import org.roperator.operator.SymmetricOperator;

/**
 * {@code y = E(x)} for an objective expanded at x.
 *
 * <p>{@code ẏ = ⟨g, ẋ⟩}, {@code x̄ += g ȳ}, {@code R{x̄} += g R{ȳ} + ȳ H ẋ}; yBar once weighted.
 */
final class ObjectiveBlock implements Block {

  private final int x;
  private final double[] gradient;
  private final Expansion expansion;
  private final WeightedSumBlock slope;
  private final SymmetricOperator hessian;
  private final double yBar;

  ObjectiveBlock(int x, double[] gradient, Expansion expansion, double yBar) {
    this.x = x;
    this.gradient = gradient;
    this.expansion = expansion;
    this.slope = new WeightedSumBlock(x, gradient);
    this.hessian = expansion.hessian();
    this.yBar = yBar;
  }

  @Override
  public int length() {
    return 1;
  }

  @Override
  public void operands(Ranges ranges) {
    ranges.range(x, gradient.length);
  }

  @Override
  public Block moved(int[] places) {
    return new ObjectiveBlock(places[x], gradient, expansion, yBar);
  }

  @Override
  public Block weighted(double[] bar, int at) {
    return new ObjectiveBlock(x, gradient, expansion, bar[at]);
  }

  @Override
  public void push(double[] dot, int at, int k, MatrixArena work) {
    slope.push(dot, at, k, work);
  }

  @Override
  public void pull(double[] bar, int at, int k, MatrixArena work) {
    slope.pull(bar, at, k, work);
  }

  @Override
  public void bend(double[] dot, int at, double[] barDot, int k, MatrixArena work) {
    int n = gradient.length;
    double[][] vs = work.vectors(k, n);
    double[][] hvs = work.vectors(k, n);
    for (int j = 0; j < k; j++) {
      InterleavedVectors.gather(dot, x, n, k, j, vs[j]);
    }
    hessian.applyAll(vs, hvs);
    for (int j = 0; j < k; j++) {
      for (int i = 0; i < n; i++) {
        barDot[(x + i) * k + j] += yBar * hvs[j][i];
      }
    }
  }

  @Override
  public void describe(int i, Structure structure) {
    for (int p = 0; p < gradient.length; p++) {
      structure.dependsOn(x + p);
      for (int q = 0; q <= p; q++) {
        structure.bendsIn(x + p, x + q);
      }
    }
  }

  @Override
  public long bytes() {
    return 8L * gradient.length;
  }
}
