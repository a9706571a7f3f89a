package org.roperator.autodiff;

import org.roperator.dense.Matrix;
import org.roperator.dense.MatrixArena;

/**
 * {@code y = Σ f(λᵢ)} over the eigenvalues of a symmetric matrix, degenerate or not, given its unit
 * eigenvectors X in rows, {@code G = Xᵀ diag(f'(λ)) X} and the divided differences F of f'; yBar
 * once weighted.
 *
 * <p>{@code ẏ = ⟨G, Ȧ⟩}, {@code Ā += ȳ G}, {@code R{Ā} += R{ȳ} G + ȳ Xᵀ (F ∘ X Ȧ Xᵀ) X}.
 */
final class SpectralSumBlock implements Block {

  private final int a;
  private final Matrix x;
  private final WeightedSumBlock gradient;
  private final double[] g;
  private final double[] differences;
  private final double yBar;
  private final EigenvaluesBlock.Coupling coupled;
  private final int n;

  private SpectralSumBlock(int a, Matrix x, double[] g, double[] differences, int n, double yBar) {
    this.a = a;
    this.x = x;
    this.g = g;
    this.gradient = new WeightedSumBlock(a, g);
    this.differences = differences;
    this.n = n;
    this.yBar = yBar;
    this.coupled = new EigenvaluesBlock.Coupling(x, differences, yBar);
  }

  /**
   * A sum.
   *
   * @param slopes f' at each eigenvalue
   * @param differences of f' for each two of them
   */
  static SpectralSumBlock of(int a, Matrix x, double[] slopes, double[] differences) {
    int n = slopes.length;
    double[] scaled = new double[n * n];
    for (int i = 0; i < n * n; i++) {
      scaled[i] = slopes[i / n] * x.array()[i];
    }
    double[] g = new double[n * n];
    TapeBlas.get().multiply(x.transposed(), Matrix.of(scaled, n, n), 0, Matrix.of(g, n, n));
    return new SpectralSumBlock(a, x, g, differences, n, 0);
  }

  @Override
  public int length() {
    return 1;
  }

  @Override
  public void operands(Ranges ranges) {
    ranges.range(a, n * n);
  }

  @Override
  public Block moved(int[] places) {
    return new SpectralSumBlock(places[a], x, g, differences, n, yBar);
  }

  @Override
  public Block weighted(double[] bar, int at) {
    return new SpectralSumBlock(a, x, g, differences, n, bar[at]);
  }

  @Override
  public void push(double[] dot, int at, int k, MatrixArena work) {
    gradient.push(dot, at, k, work);
  }

  @Override
  public void pull(double[] bar, int at, int k, MatrixArena work) {
    gradient.pull(bar, at, k, work);
  }

  @Override
  public void bend(double[] dot, int at, double[] barDot, int k, MatrixArena work) {
    coupled.addTo(a, dot, barDot, k, work);
  }

  @Override
  public void describe(int i, Structure structure) {
    for (int p = a; p < a + n * n; p++) {
      structure.dependsOn(p);
      for (int q = a; q <= p; q++) {
        structure.bendsIn(p, q);
      }
    }
  }

  @Override
  public long bytes() {
    return 8L * (x.size() + g.length + differences.length);
  }
}
