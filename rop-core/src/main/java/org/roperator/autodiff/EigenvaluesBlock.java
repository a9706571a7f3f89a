package org.roperator.autodiff;

import org.roperator.dense.Blas;
import org.roperator.dense.Matrix;
import org.roperator.dense.MatrixArena;

/**
 * The eigenvalues of a symmetric matrix, all of them distinct, given the unit eigenvectors X in
 * rows.
 *
 * <pre>
 *   λ̇ = diag(X Ȧ Xᵀ)     Ā += Xᵀ diag(λ̄) X     R{Ā} += Xᵀ (F ∘ X Ȧ Xᵀ) X
 * </pre>
 *
 * <p>besides the same of R{λ̄}, with {@code Fᵢⱼ = (λ̄ᵢ − λ̄ⱼ)/(λᵢ − λⱼ)}, zero on its diagonal: F
 * once weighted, empty before.
 */
final class EigenvaluesBlock implements Block {

  private final int a;
  private final double[] values;
  private final Matrix x;
  private final double[] coupling;
  private final Coupling coupled;
  private final int n;

  EigenvaluesBlock(int a, double[] values, Matrix x, double[] coupling) {
    this.a = a;
    this.values = values;
    this.x = x;
    this.coupling = coupling;
    this.n = values.length;
    this.coupled = new Coupling(x, coupling, 1);
  }

  @Override
  public int length() {
    return n;
  }

  @Override
  public void operands(Ranges ranges) {
    ranges.range(a, n * n);
  }

  @Override
  public Block moved(int[] places) {
    return new EigenvaluesBlock(places[a], values, x, coupling);
  }

  @Override
  public Block weighted(double[] bar, int at) {
    double[] f = new double[n * n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < i; j++) {
        f[i * n + j] = (bar[at + i] - bar[at + j]) / (values[i] - values[j]);
        f[j * n + i] = f[i * n + j];
      }
    }
    return new EigenvaluesBlock(a, values, x, f);
  }

  @Override
  public void push(double[] dot, int at, int k, MatrixArena work) {
    Matrix aDot = work.matrix(n, n);
    Matrix product = work.matrix(n, n);
    for (int j = 0; j < k; j++) {
      InterleavedVectors.gather(dot, a, n * n, k, j, aDot.array());
      TapeBlas.get().multiply(x, aDot, 0, product);
      for (int i = 0; i < n; i++) {
        double sum = 0;
        for (int c = i * n; c < (i + 1) * n; c++) {
          sum += product.array()[c] * x.array()[c];
        }
        dot[(at + i) * k + j] = sum;
      }
    }
  }

  @Override
  public void pull(double[] bar, int at, int k, MatrixArena work) {
    Matrix scaled = work.matrix(n, n);
    Matrix product = work.matrix(n, n);
    for (int j = 0; j < k; j++) {
      for (int i = 0; i < n * n; i++) {
        scaled.array()[i] = bar[(at + i / n) * k + j] * x.array()[i];
      }
      TapeBlas.get().multiply(x.transposed(), scaled, 0, product);
      InterleavedVectors.scatterAdd(product.array(), n * n, bar, a, k, j);
    }
  }

  @Override
  public void bend(double[] dot, int at, double[] barDot, int k, MatrixArena work) {
    coupled.addTo(a, dot, barDot, k, work);
  }

  /** {@code F}, by the eigenvectors X in rows and a factor c. */
  static final class Coupling {

    private final Matrix x;
    private final double[] f;
    private final double c;

    Coupling(Matrix x, double[] f, double c) {
      this.x = x;
      this.f = f;
      this.c = c;
    }

    /** {@code R{Ā} += c Xᵀ (F ∘ X Ȧ Xᵀ) X} for k directions, with A of n × n at a place. */
    void addTo(int a, double[] dot, double[] barDot, int k, MatrixArena work) {
      Blas blas = TapeBlas.get();
      int n = x.rows();
      Matrix m = work.matrix(n, n);
      Matrix product = work.matrix(n, n);
      double[] square = m.array();
      for (int j = 0; j < k; j++) {
        InterleavedVectors.gather(dot, a, n * n, k, j, square);
        blas.multiply(x, m, 0, product);
        blas.multiply(c, product, x.transposed(), 0, m);
        for (int i = 0; i < n * n; i++) {
          square[i] *= f[i];
        }
        blas.multiply(x.transposed(), m, 0, product);
        blas.multiply(product, x, 0, m);
        InterleavedVectors.scatterAdd(square, n * n, barDot, a, k, j);
      }
    }
  }

  @Override
  public void describe(int i, Structure structure) {
    for (int p = a; p < a + n * n; p++) {
      structure.dependsOn(p);
      for (int q = a; i == 0 && q <= p; q++) {
        structure.bendsIn(p, q); // the pairs are those of all results together
      }
    }
  }

  @Override
  public long bytes() {
    return 8L * (n + x.size() + coupling.length);
  }
}
