package org.roperator.nn.curvature;

import static org.roperator.dense.Transpose.NO;
import static org.roperator.dense.Transpose.YES;

import org.roperator.dense.Blas;
import org.roperator.operator.Arguments;
import org.roperator.operator.Scratch;
import org.roperator.operator.SymmetricOperator;

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

  private final Blas blas;
  private final EigenMatrix u;
  private final EigenMatrix q;
  private final double outside;
  private final double[] spectrum;
  private final RowLayout layout;
  private final Scratch<double[][]> work;

  KroneckerInverse(Blas blas, EigenMatrix u, EigenMatrix q, double lambda, RowLayout layout) {
    this.blas = blas;
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
    int inner = u.dimension() * q.rank();
    this.work =
        Scratch.of(
            () ->
                new double[][] {
                  new double[dimension()], new double[dimension()],
                  new double[inner], new double[inner]
                });
  }

  @Override
  public int dimension() {
    return u.dimension() * q.dimension();
  }

  @Override
  public void apply(double[] v, double[] out) {
    Arguments.requireProduct(this, v, out);
    double[][] areas = work.take();
    double[] matrix = areas[0];
    double[] product = areas[1];
    double[] half = areas[2];
    double[] inner = areas[3];
    int m = u.dimension();
    int n = q.dimension();
    int r = q.rank();
    layout.toMatrix(v, matrix);
    if (r > 0) {
      blas.gemm(NO, NO, m, r, n, 1, matrix, 0, n, q.vectors(), 0, r, 0, half, 0, r);
      blas.gemm(YES, NO, m, r, m, 1, u.vectors(), 0, m, half, 0, r, 0, inner, 0, r);
      for (int i = 0; i < inner.length; i++) {
        inner[i] *= spectrum[i];
      }
      blas.gemm(NO, NO, m, r, m, 1, u.vectors(), 0, m, inner, 0, r, 0, half, 0, r);
    }
    for (int i = 0; i < product.length; i++) {
      product[i] = outside * matrix[i];
    }
    if (r > 0) {
      blas.gemm(NO, YES, m, n, r, 1, half, 0, r, q.vectors(), 0, r, 1, product, 0, n);
    }
    layout.toVector(product, out);
    work.giveBack(areas);
  }
}
