package org.roperator.autodiff;

import java.util.Arrays;
import org.roperator.dense.Blas;
import org.roperator.dense.Matrix;
import org.roperator.parallel.Arena;

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
  private final double[] x;
  private final double[] z;
  private final int n;
  private final int m;

  SolveBlock(int a, Factors factors, int b, double[] x, double[] z) {
    this.a = a;
    this.factors = factors;
    this.b = b;
    this.x = x;
    this.z = z;
    this.n = factors.order();
    this.m = x.length / n;
  }

  @Override
  public int length() {
    return x.length;
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
    double[] adjoint = Arrays.copyOfRange(bar, at, at + x.length);
    factors.solveRows(adjoint, m, true, Arena.empty());
    return new SolveBlock(a, factors, b, x, adjoint);
  }

  @Override
  public void push(double[] dot, int at, int k, Arena work) {
    double[] y = work.numbers(n * m);
    int order = a >= 0 ? n : 0;
    double[] aDot = work.numbers(order * order);
    Matrix right = Matrix.of(y, n, m);
    Matrix moved = Matrix.of(aDot, order, order);
    Matrix solution = Matrix.of(x, n, m);
    for (int j = 0; j < k; j++) {
      if (b >= 0) {
        InterleavedVectors.gather(dot, b, n * m, k, j, y);
      } else {
        Arrays.fill(y, 0, n * m, 0);
      }
      if (a >= 0) {
        InterleavedVectors.gather(dot, a, n * n, k, j, aDot);
        TapeBlas.get().multiply(-1, moved, solution, 1, right);
      }
      factors.solveRows(y, m, false, work);
      InterleavedVectors.scatter(y, n * m, dot, at, k, j);
    }
  }

  @Override
  public void pull(double[] bar, int at, int k, Arena work) {
    double[] y = work.numbers(n * m);
    int order = a >= 0 ? n : 0;
    double[] product = work.numbers(order * order);
    Matrix adjoint = Matrix.of(y, n, m);
    Matrix solution = Matrix.of(x, n, m).transposed();
    Matrix outer = Matrix.of(product, order, order);
    for (int j = 0; j < k; j++) {
      InterleavedVectors.gather(bar, at, n * m, k, j, y);
      factors.solveRows(y, m, true, work);
      if (b >= 0) {
        InterleavedVectors.scatterAdd(y, n * m, bar, b, k, j);
      }
      if (a >= 0) {
        TapeBlas.get().multiply(-1, adjoint, solution, 0, outer);
        InterleavedVectors.scatterAdd(product, n * n, bar, a, k, j);
      }
    }
  }

  @Override
  public void bend(double[] dot, int at, double[] barDot, int k, Arena work) {
    if (a < 0) {
      return;
    }
    Blas blas = TapeBlas.get();
    double[] w = work.numbers(n * m);
    double[] square = work.numbers(n * n);
    double[] xDot = work.numbers(n * m);
    Matrix ofW = Matrix.of(w, n, m);
    Matrix ofZ = Matrix.of(z, n, m);
    Matrix ofSquare = Matrix.of(square, n, n);
    Matrix xT = Matrix.of(x, n, m).transposed();
    Matrix xDotT = Matrix.of(xDot, n, m).transposed();
    for (int j = 0; j < k; j++) {
      InterleavedVectors.gather(dot, a, n * n, k, j, square);
      blas.multiply(-1, ofSquare.transposed(), ofZ, 0, ofW);
      factors.solveRows(w, m, true, work);
      if (b >= 0) {
        InterleavedVectors.scatterAdd(w, n * m, barDot, b, k, j);
      }
      InterleavedVectors.gather(dot, at, n * m, k, j, xDot);
      blas.multiply(-1, ofW, xT, 0, ofSquare);
      blas.multiply(-1, ofZ, xDotT, 1, ofSquare);
      InterleavedVectors.scatterAdd(square, n * n, barDot, a, k, j);
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
    return 8L * (n * n + x.length + z.length);
  }
}
