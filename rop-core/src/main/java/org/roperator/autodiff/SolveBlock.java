package org.roperator.autodiff;

import java.util.Arrays;
import org.roperator.dense.Blas;
import org.roperator.dense.Matrix;
import org.roperator.dense.MatrixArena;

/**
 * {@code X = A⁻¹ B} with A of n × n and B of n × m, row-major; a negative place marks a constant.
 *
 * <pre>
 *   Ẋ = A⁻¹ (Ḃ − Ȧ X)     Z = A⁻ᵀ X̄      B̄ += Z     Ā −= Z Xᵀ
 *   W = −A⁻ᵀ Ȧᵀ Z          R{B̄} += W      R{Ā} −= W Xᵀ + Z Ẋᵀ     besides the same of R{X̄}
 * </pre>
 *
 * <p>Z once weighted, empty before.
 */
final class SolveBlock implements Block {

  private final int a;
  private final Factors factors;
  private final int b;
  private final Matrix x;
  private final Matrix z;
  private final int n;
  private final int m;

  SolveBlock(int a, Factors factors, int b, Matrix x, Matrix z) {
    this.a = a;
    this.factors = factors;
    this.b = b;
    this.x = x;
    this.z = z;
    this.n = factors.order();
    this.m = x.columns();
  }

  @Override
  public int length() {
    return x.size();
  }

  @Override
  public void operands(Ranges ranges) {
    if (a >= 0) {
      ranges.range(a, n * n);
    }
    if (b >= 0) {
      ranges.range(b, n * m);
    }
  }

  @Override
  public Block moved(int[] places) {
    return new SolveBlock(a < 0 ? a : places[a], factors, b < 0 ? b : places[b], x, z);
  }

  @Override
  public Block weighted(double[] bar, int at) {
    if (a < 0) {
      return this;
    }
    double[] adjoint = Arrays.copyOfRange(bar, at, at + x.size());
    factors.solveRows(adjoint, m, true, MatrixArena.empty());
    return new SolveBlock(a, factors, b, x, Matrix.of(adjoint, n, m));
  }

  @Override
  public void push(double[] dot, int at, int k, MatrixArena work) {
    int order = a >= 0 ? n : 0;
    Matrix aDot = work.matrix(order, order);
    Matrix right = work.matrix(n, m);
    double[] y = right.array();
    for (int j = 0; j < k; j++) {
      if (b >= 0) {
        InterleavedVectors.gather(dot, b, n * m, k, j, y);
      } else {
        Arrays.fill(y, 0, n * m, 0);
      }
      if (a >= 0) {
        InterleavedVectors.gather(dot, a, n * n, k, j, aDot.array());
        TapeBlas.get().multiply(-1, aDot, x, 1, right);
      }
      factors.solveRows(y, m, false, work);
      InterleavedVectors.scatter(y, n * m, dot, at, k, j);
    }
  }

  @Override
  public void pull(double[] bar, int at, int k, MatrixArena work) {
    int order = a >= 0 ? n : 0;
    Matrix product = work.matrix(order, order);
    Matrix adjoint = work.matrix(n, m);
    double[] y = adjoint.array();
    for (int j = 0; j < k; j++) {
      InterleavedVectors.gather(bar, at, n * m, k, j, y);
      factors.solveRows(y, m, true, work);
      if (b >= 0) {
        InterleavedVectors.scatterAdd(y, n * m, bar, b, k, j);
      }
      if (a >= 0) {
        TapeBlas.get().multiply(-1, adjoint, x.transposed(), 0, product);
        InterleavedVectors.scatterAdd(product.array(), n * n, bar, a, k, j);
      }
    }
  }

  @Override
  public void bend(double[] dot, int at, double[] barDot, int k, MatrixArena work) {
    if (a < 0) {
      return;
    }
    Blas blas = TapeBlas.get();
    Matrix w = work.matrix(n, m);
    Matrix square = work.matrix(n, n);
    Matrix xDot = work.matrix(n, m);
    for (int j = 0; j < k; j++) {
      InterleavedVectors.gather(dot, a, n * n, k, j, square.array());
      blas.multiply(-1, square.transposed(), z, 0, w);
      factors.solveRows(w.array(), m, true, work);
      if (b >= 0) {
        InterleavedVectors.scatterAdd(w.array(), n * m, barDot, b, k, j);
      }
      InterleavedVectors.gather(dot, at, n * m, k, j, xDot.array());
      blas.multiply(-1, w, x.transposed(), 0, square);
      blas.multiply(-1, z, xDot.transposed(), 1, square);
      InterleavedVectors.scatterAdd(square.array(), n * n, barDot, a, k, j);
    }
  }

  @Override
  public void describe(int i, Structure structure) {
    for (int r = 0; b >= 0 && r < n; r++) {
      structure.dependsOn(b + r * m + i % m);
    }
    for (int p = 0; a >= 0 && p < n * n; p++) {
      structure.dependsOn(a + p);
      if (i > 0) {
        continue; // the pairs are those of all results together
      }
      for (int q = 0; q <= p; q++) {
        structure.bendsIn(a + p, a + q);
      }
      for (int q = 0; b >= 0 && q < n * m; q++) {
        structure.bendsIn(a + p, b + q);
      }
    }
  }

  @Override
  public long bytes() {
    return 8L * (n * n + x.size() + z.size());
  }
}
