package org.roperator.nn.curvature;

import java.util.Arrays;
import java.util.Optional;
import org.roperator.dense.Blas;
import org.roperator.dense.Matrix;
import org.roperator.internal.Arguments;
import org.roperator.nn.layer.Workspace;
import org.roperator.operator.SymmetricOperator;
import org.roperator.parallel.Scratch;

/**
 * A Kronecker product in row-major order, {@code Γ ⊗ A: V ↦ Γ V A} for V of rows × columns.
 *
 * <p>A product costs r·c·c + r·r·c multiply-adds with an explicit A, and 2r·c·s + r·r·s with one of
 * s rows.
 */
final class KroneckerBlock implements CurvatureBlock {

  private final Blas blas;
  private final Matrix gamma;
  private final int rows;
  private final Factor a;
  private final RowLayout layout;
  private final Scratch<Workspace> work;

  /**
   * The product of two factors.
   *
   * @param gamma Γ, rows × rows. Kept.
   * @param a A
   * @param biasesApart whether vectors hold the last column behind all others
   */
  KroneckerBlock(Blas blas, double[] gamma, int rows, Factor a, boolean biasesApart) {
    this.blas = blas;
    this.gamma = Matrix.of(gamma, rows, rows);
    this.rows = rows;
    this.a = a;
    this.layout = new RowLayout(rows, a.dimension(), biasesApart);
    this.work = Workspace.scratch(blas);
  }

  @Override
  public int dimension() {
    return layout.length();
  }

  @Override
  public void apply(double[] v, double[] out) {
    Arguments.requireProduct(dimension(), v, out);
    Workspace area = work.take();
    int n = a.dimension();
    if (layout.biasesApart()) {
      Matrix matrix = area.matrix(rows, n);
      Matrix product = area.matrix(rows, n);
      layout.toMatrix(v, matrix.array());
      multiply(matrix, product, area);
      layout.toVector(product.array(), out);
    } else {
      multiply(area.view(v, 0, rows, n, n), area.view(out, 0, rows, n, n), area);
    }
    work.giveBack(area);
  }

  private void multiply(Matrix v, Matrix out, Workspace area) {
    Matrix p = area.matrix(rows, a.inner());
    a.compress(v, p);
    if (a.isExplicit()) {
      timesGamma(p, out);
    } else {
      Matrix product = area.matrix(rows, a.inner());
      timesGamma(p, product);
      a.expand(product, out);
    }
  }

  private void timesGamma(Matrix p, Matrix out) {
    if (p.columns() == 1) {
      blas.multiply(1, gamma, p.array(), p.from(), 0, out.array(), out.from());
    } else {
      blas.multiply(gamma, p, 0, out);
    }
  }

  @Override
  public Blas blas() {
    return blas;
  }

  @Override
  public double[] diagonal() {
    double[] inputs = a.diagonal();
    double[] matrix = new double[dimension()];
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < inputs.length; j++) {
        matrix[i * inputs.length + j] = gamma.get(i, i) * inputs[j];
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
      trace += gamma.get(i, i);
    }
    return trace * BlockProducts.sum(a.diagonal());
  }

  /** The product of those of Γ and of A, unless one of them has none above zero. */
  @Override
  public Eigenvalue largestEigenvalue() {
    Eigenvalue outputs =
        BlockProducts.largestEigenvalue(
            SymmetricOperator.of(rows, (v, out) -> blas.multiply(gamma, v, 0, out)));
    if (outputs.value() <= 0) {
      return BlockProducts.largestEigenvalue(this);
    }
    Eigenvalue inputs = a.largestEigenvalue();
    if (inputs.value() < 0) { // indefinite, of weights turned round
      return BlockProducts.largestEigenvalue(this);
    }
    return new Eigenvalue(
        outputs.value() * inputs.value(),
        outputs.value() * inputs.error()
            + inputs.value() * outputs.error()
            + inputs.error() * outputs.error());
  }

  /** {@inheritDoc} Here these are the decompositions of Γ and of A. */
  @Override
  public SymmetricOperator dampedInverse(double lambda) {
    return new KroneckerInverse(
        blas, EigenMatrix.of(symmetric(), blas), a.decomposed(), lambda, layout);
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
    EigenMatrix outputs = EigenMatrix.of(symmetric(), blas);
    EigenMatrix inputs = a.scaled(scale).decomposed();
    // One of them is positive semi-definite.
    double smallest =
        Math.min(outputs.smallest() * inputs.largest(), outputs.largest() * inputs.smallest());
    if (!(smallest > -1)) {
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
        double x = gamma.get(Math.max(i, j), Math.min(i, j));
        matrix[i][j] = x + (gamma.get(Math.min(i, j), Math.max(i, j)) - x) / 2;
      }
    }
    return matrix;
  }
}
