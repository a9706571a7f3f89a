package org.roperator.solve;

import java.util.OptionalLong;
import org.roperator.dense.Blas;
import org.roperator.internal.Arguments;
import org.roperator.operator.SymmetricOperator;

/**
 * The step of a trust region to an accuracy asked for, by the Lanczos method (Gould, Lucidi, Roma
 * &amp; Toint 1999, "Solving the trust-region subproblem using the Lanczos method").
 *
 * <pre>{@code
 * TrustRegionModel model = LanczosTrustRegion.standard().model(h, gradient);
 * TrustRegionStep step = model.step(0.5);
 * TrustRegionStep shorter = model.step(0.125); // the same products serve
 * }</pre>
 *
 * <p>Minimizes {@code m(p) = gᵀp + ½pᵀHp} within {@code ‖p‖ ≤ Δ} over growing Krylov spaces. Inside
 * the region these are the iterates of conjugate gradients; where {@link Steihaug} would end on the
 * boundary with about half of the fall there is, this goes on until {@code ‖(H + λI)p + g‖} is
 * small beside {@code ‖g‖}. H may be indefinite.
 *
 * <p>A Krylov space knows only directions that the gradient reaches. In the hard case, where it
 * does not reach the most negative curvature, the step found is a minimum of what it reaches;
 * {@link #withGlobalMinimum} looks for that curvature by a second Lanczos run and finds the minimum
 * of all.
 *
 * <p>Each product costs 4nk multiply-adds besides after k of them, and a vector of n numbers that
 * is kept: the basis is orthogonalized against all before, so that nothing is lost to rounding.
 * Immutable and safe to share; each method below gives another solver that differs in one thing.
 */
public final class LanczosTrustRegion {

  private final double relative;
  private final int most;
  private final double[] diagonal;
  private final boolean global;
  private final boolean orthogonalizes;
  private final long seed;
  private final Blas blas;

  private LanczosTrustRegion(
      double relative,
      int most,
      double[] diagonal,
      boolean global,
      long seed,
      boolean orthogonalizes,
      Blas blas) {
    this.relative = Arguments.requirePositive("The relative residual", relative);
    this.most = Arguments.requirePositive("The limit of products", most);
    this.diagonal = diagonal;
    this.global = global;
    this.seed = seed;
    this.orthogonalizes = orthogonalizes;
    this.blas = blas;
  }

  /**
   * Until the residual is 1e-10 of the gradient, or the Krylov space is the whole space; without a
   * preconditioner, and not looking for what the gradient does not reach.
   */
  public static LanczosTrustRegion standard() {
    return new LanczosTrustRegion(
        1e-10, Integer.MAX_VALUE, new double[0], false, 0, true, Blas.instance());
  }

  /**
   * The same until another residual.
   *
   * @param relative the norm of {@code (H + λI)p + g} to reach, relative to {@code ‖g‖}, above 0
   */
  public LanczosTrustRegion untilResidual(double relative) {
    return new LanczosTrustRegion(relative, most, diagonal, global, seed, orthogonalizes, blas);
  }

  /** The same with at most a number of products, at least 1, over all radii of one model. */
  public LanczosTrustRegion atMostProducts(int most) {
    return new LanczosTrustRegion(relative, most, diagonal, global, seed, orthogonalizes, blas);
  }

  /**
   * The same in the norm {@code ‖p‖² = Σ dᵢ pᵢ²}, with which the region is an ellipsoid: good where
   * d is near the diagonal of H, or the squares of the parameters' inverse scales.
   *
   * @param diagonal d, all of them above 0. Copied.
   */
  public LanczosTrustRegion withPreconditioner(double[] diagonal) {
    for (int i = 0; i < diagonal.length; i++) {
      Arguments.requirePositive("Entry " + i + " of the preconditioner", diagonal[i]);
    }
    return new LanczosTrustRegion(
        relative, most, diagonal.clone(), global, seed, orthogonalizes, blas);
  }

  /**
   * The same, the hard case included: once the step of the Krylov space is found, a Lanczos run
   * from a random start looks for the smallest eigenvalue of H, at the cost of its products, and
   * where that is below −λ its eigenvector joins the space.
   *
   * @param seed of the random start
   */
  public LanczosTrustRegion withGlobalMinimum(long seed) {
    return new LanczosTrustRegion(relative, most, diagonal, true, seed, orthogonalizes, blas);
  }

  /**
   * The same by the three-term recurrence alone, as in the paper: 4n multiply-adds besides a
   * product and 2nk for a step, instead of 8nk each; good for loose residuals, for which few
   * products are made. Orthogonality that is lost costs some more of them, and residuals below 1e-8
   * or so may not be reached.
   */
  public LanczosTrustRegion withShortRecurrence() {
    return new LanczosTrustRegion(relative, most, diagonal, global, seed, false, blas);
  }

  /** The same with small eigenproblems solved over another BLAS than the process's own. */
  public LanczosTrustRegion withBlas(Blas blas) {
    return new LanczosTrustRegion(relative, most, diagonal, global, seed, orthogonalizes, blas);
  }

  /**
   * A quadratic model, whose products serve steps of any number of radii.
   *
   * @param h H
   * @param g the gradient, finite. Not modified.
   * @throws IllegalArgumentException if the gradient's or the preconditioner's length does not fit,
   *     or the gradient is not finite
   */
  public TrustRegionModel model(SymmetricOperator h, double[] g) {
    int n = h.dimension();
    Arguments.requireLength("The gradient", g, n, "the operator acts on dimension " + n);
    Arguments.requireFinite("The gradient", g);
    if (diagonal.length > 0) {
      Arguments.requireLength(
          "The preconditioner", diagonal, n, "the operator acts on dimension " + n);
    }
    double[] scales = new double[diagonal.length];
    for (int i = 0; i < scales.length; i++) {
      scales[i] = 1 / Math.sqrt(diagonal[i]);
    }
    return new TrustRegionModel(
        new KrylovModel(h, g, scales, orthogonalizes, blas),
        relative,
        most,
        global ? OptionalLong.of(seed) : OptionalLong.empty());
  }
}
