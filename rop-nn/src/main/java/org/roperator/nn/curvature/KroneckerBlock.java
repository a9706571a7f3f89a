package org.roperator.nn.curvature;

import static org.roperator.dense.Transpose.NO;

import java.util.Arrays;
import java.util.Optional;
import org.roperator.dense.Blas;
import org.roperator.operator.Arguments;
import org.roperator.operator.Scratch;
import org.roperator.operator.SymmetricOperator;

/**
 * A Kronecker product in row-major order, {@code Γ ⊗ A: V ↦ Γ V A} for V of rows × columns.
 *
 * <p>A product costs r·c·c + r·r·c multiply-adds with an explicit A, and 2r·c·s + r·r·s with one of
 * s rows.
 */
final class KroneckerBlock implements CurvatureBlock {

  private final Blas blas;
  private final double[] gamma;
  private final int rows;
  private final Factor a;
  private final RowLayout layout;
  private final Scratch<double[][]> work;

  /**
   * The product of two factors.
   *
   * @param gamma Γ, rows × rows. Kept.
   * @param a A
   * @param biasesApart whether vectors hold the last column behind all others
   */
  KroneckerBlock(Blas blas, double[] gamma, int rows, Factor a, boolean biasesApart) {
    this.blas = blas;
    this.gamma = gamma;
    this.rows = rows;
    this.a = a;
    this.layout = new RowLayout(rows, a.dimension(), biasesApart);
    this.work =
        Scratch.of(
            () ->
                new double[][] {
                  new double[rows * a.inner()],
                  new double[a.isExplicit() ? 0 : rows * a.inner()],
                  new double[biasesApart ? dimension() : 0],
                  new double[biasesApart ? dimension() : 0]
                });
  }

  @Override
  public int dimension() {
    return layout.length();
  }

  @Override
  public void apply(double[] v, double[] out) {
    Arguments.requireProduct(this, v, out);
    double[][] areas = work.take();
    if (layout.biasesApart()) {
      layout.toMatrix(v, areas[2]);
      multiply(areas[2], areas[3], areas);
      layout.toVector(areas[3], out);
    } else {
      multiply(v, out, areas);
    }
    work.giveBack(areas);
  }

  private void multiply(double[] v, double[] out, double[][] areas) {
    a.compress(v, rows, areas[0]);
    if (a.isExplicit()) {
      timesGamma(areas[0], a.inner(), out);
    } else {
      timesGamma(areas[0], a.inner(), areas[1]);
      a.expand(areas[1], rows, out);
    }
  }

  private void timesGamma(double[] p, int columns, double[] out) {
    if (columns == 1) {
      blas.gemv(NO, rows, rows, 1, gamma, 0, rows, p, 0, 0, out, 0);
    } else {
      blas.gemm(NO, NO, rows, columns, rows, 1, gamma, 0, rows, p, 0, columns, 0, out, 0, columns);
    }
  }

  @Override
  public double[] diagonal() {
    double[] inputs = a.diagonal();
    double[] matrix = new double[dimension()];
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < inputs.length; j++) {
        matrix[i * inputs.length + j] = gamma[i * rows + i] * inputs[j];
      }
    }
    double[] diagonal = new double[dimension()];
    layout.toVector(matrix, diagonal);
    return diagonal;
  }

  /** {@code tr(Γ ⊗ A) = tr Γ · tr A}. */
  @Override
  public double trace() {
    double trace = 0;
    for (int i = 0; i < rows; i++) {
      trace += gamma[i * rows + i];
    }
    return trace * BlockProducts.sum(a.diagonal());
  }

  /** The product of those of Γ and of A, unless Γ has none above zero. */
  @Override
  public Eigenvalue largestEigenvalue() {
    Eigenvalue outputs =
        BlockProducts.largestEigenvalue(
            SymmetricOperator.of(rows, (v, out) -> timesGamma(v, 1, out)));
    if (outputs.value() <= 0) {
      return BlockProducts.largestEigenvalue(this);
    }
    Eigenvalue inputs = a.largestEigenvalue();
    return new Eigenvalue(
        outputs.value() * inputs.value(),
        outputs.value() * inputs.error()
            + inputs.value() * outputs.error()
            + inputs.error() * outputs.error());
  }

  /** {@inheritDoc} Here these are the decompositions of Γ and of A. */
  @Override
  public SymmetricOperator dampedInverse(double lambda) {
    return new KroneckerInverse(blas, EigenMatrix.of(symmetric()), a.decomposed(), lambda, layout);
  }

  /**
   * The inverse of {@code Γ ⊗ A + diag(d)}, if d is positive and the same for all rows, {@code d =
   * 1 ⊗ e}, and the sum positive definite. With E = diag(e) it is
   *
   * <pre>
   * (I ⊗ E^-½) (Γ ⊗ E^-½AE^-½ + I)⁻¹ (I ⊗ E^-½)
   * </pre>
   *
   * <p>It loses as many digits as the entries of e differ by.
   */
  Optional<SymmetricOperator> shiftedInverse(double[] d) {
    double[] roots = new double[d.length];
    layout.toMatrix(d, roots);
    int n = a.dimension();
    for (int i = 0; i < roots.length; i++) {
      if (!(roots[i] > 0) || roots[i] != roots[i % n]) {
        return Optional.empty();
      }
    }
    double[] scale = new double[n];
    Arrays.setAll(scale, j -> 1 / Math.sqrt(roots[j]));
    EigenMatrix outputs = EigenMatrix.of(symmetric());
    EigenMatrix inputs = a.scaled(scale).decomposed();
    if (!(outputs.smallest() * inputs.largest() > -1)) {
      return Optional.empty();
    }
    SymmetricOperator inner = new KroneckerInverse(blas, outputs, inputs, 1, layout);
    double[] scales = Arrays.stream(d).map(each -> 1 / Math.sqrt(each)).toArray();
    return Optional.of(inner.congruence(SymmetricOperator.diagonal(scales)));
  }

  private double[][] symmetric() {
    double[][] matrix = new double[rows][rows];
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < rows; j++) {
        matrix[i][j] = (gamma[i * rows + j] + gamma[j * rows + i]) / 2;
      }
    }
    return matrix;
  }
}
