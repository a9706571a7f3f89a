package org.roperator.nn.curvature;

import org.roperator.dense.Blas;
import org.roperator.dense.Matrix;
import org.roperator.internal.Arguments;
import org.roperator.nn.layer.Workspace;
import org.roperator.operator.SymmetricOperator;
import org.roperator.parallel.Scratch;

/**
 * {@code (Γ ⊗ A + λI)⁻¹} from the eigenvectors U of Γ and Q of A, four products of matrices:
 *
 * <pre>
 * V ↦ V/λ + U [s ∘ (UᵀVQ)] Qᵀ        sᵢⱼ = 1/(γᵢσⱼ + λ) − 1/λ
 * </pre>
 *
 * <p>where 1/λ is left out if Q has all eigenvectors of A: then nothing lies outside their span.
 */
final class KroneckerInverse implements SymmetricOperator {

  private final EigenMatrix u;
  private final EigenMatrix q;
  private final double outside;
  private final double[] spectrum;
  private final RowLayout layout;
  private final Scratch<Workspace> work;

  KroneckerInverse(Blas blas, EigenMatrix u, EigenMatrix q, double lambda, RowLayout layout) {
    this.u = u;
    this.q = q;
    this.outside = q.rank() < q.dimension() ? 1 / lambda : 0;
    this.spectrum = new double[u.dimension() * q.rank()];
    this.layout = layout;
    double smallest = q.rank() < q.dimension() ? 0 : Double.POSITIVE_INFINITY;
    for (int i = 0; i < u.dimension(); i++) {
      for (int j = 0; j < q.rank(); j++) {
        double value = u.value(i) * q.value(j);
        smallest = Math.min(smallest, value);
        spectrum[i * q.rank() + j] = 1 / (value + lambda) - outside;
      }
    }
    EigenMatrix.requirePositiveDefinite(smallest, lambda);
    this.work = Workspace.scratch(blas);
  }

  @Override
  public int dimension() {
    return u.dimension() * q.dimension();
  }

  @Override
  public void apply(double[] v, double[] out) {
    Arguments.requireProduct(dimension(), v, out);
    Workspace area = work.take();
    int m = u.dimension();
    int r = q.rank();
    Matrix matrix = area.matrix(m, q.dimension());
    Matrix product = area.matrix(m, q.dimension());
    layout.toMatrix(v, matrix.array());
    for (int i = 0; i < product.size(); i++) {
      product.array()[i] = outside * matrix.array()[i];
    }
    if (r > 0) {
      Matrix half = area.matrix(m, r);
      Matrix inner = area.matrix(m, r);
      area.blas().multiply(matrix, q.vectors(), 0, half);
      area.blas().multiply(u.vectors().transposed(), half, 0, inner);
      for (int i = 0; i < inner.size(); i++) {
        inner.array()[i] *= spectrum[i];
      }
      area.blas().multiply(u.vectors(), inner, 0, half);
      area.blas().multiply(half, q.vectors().transposed(), 1, product);
    }
    layout.toVector(product.array(), out);
    work.giveBack(area);
  }
}
