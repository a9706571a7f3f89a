package org.roperator.recurrent;

import org.roperator.dense.Blas;
import org.roperator.solve.Gmres;

/**
 * How the linear systems at an equilibrium are solved: for Newton's polishing, for the adjoint, and
 * for the two systems of each Hessian-vector product.
 *
 * <p>All give the same numbers to their tolerance, a residual of 1e-13 relative to the right-hand
 * side and the solution together. Immutable.
 */
public final class FixedPointSolver {

  /** Systems of more units than this are better left unfactored, at 8n² bytes per pattern. */
  private static final int MOST_FACTORED = 2000;

  /** Few units are factored even where few weights are there. */
  private static final int FEW = 300;

  /** With fewer weights than one in so many, products are cheaper than triangles. */
  private static final int SPARSE = 20;

  private static final double TOLERANCE = 1e-13;
  private static final int RELAXATIONS = 20_000;

  /** Makes the systems of settled patterns. */
  private interface Making {
    FixedPointSystems of(Dynamics dynamics, SettledBatch settled, Blas blas, long budget);
  }

  private final String name;
  private final Making making;

  private FixedPointSolver(String name, Making making) {
    this.name = name;
    this.making = making;
  }

  /**
   * By the relaxations of the paper: explicit Euler steps of {@code T dz/dt = −z + D(Wz + e)}, T
   * being the units' time constants, and its R-equations. They work only if the equilibrium is
   * stable, and take as long as settling did; where modes turn fast, the automatic step may fail to
   * bring them to rest, which is then named. There is no polishing by Newton's method.
   */
  public static FixedPointSolver relaxation() {
    return new FixedPointSolver(
        "relaxation",
        (dynamics, settled, blas, budget) ->
            new RelaxedSystems(dynamics, settled, TOLERANCE, RELAXATIONS));
  }

  /**
   * By one factorization of I − DW per pattern: n³/3 multiply-adds and 8n² bytes, then n² for each
   * system. Stable or not does not matter.
   */
  public static FixedPointSolver factorization() {
    return new FixedPointSolver("factorization", FactorizedSystems::new);
  }

  /** By generalized minimal residuals: products with W alone, for many units and few weights. */
  public static FixedPointSolver krylov() {
    return krylov(Gmres.untilResidual(TOLERANCE));
  }

  /**
   * By generalized minimal residuals with the given settings.
   *
   * @param gmres the solver; a tolerance above 1e-12 shows in gradients and products
   */
  public static FixedPointSolver krylov(Gmres gmres) {
    return new FixedPointSolver(
        "krylov",
        (dynamics, settled, blas, budget) -> new MatrixFreeSystems(dynamics, settled, gmres));
  }

  /**
   * A {@link #factorization()} for up to 300 units, and for up to 2,000 if one in twenty pairs has
   * a weight; {@link #krylov()} otherwise.
   */
  public static FixedPointSolver automatic() {
    FixedPointSolver krylov = krylov();
    return new FixedPointSolver(
        "automatic",
        (dynamics, settled, blas, budget) ->
            suitsFactorization(dynamics.n(), dynamics.parameters().weights())
                ? new FactorizedSystems(dynamics, settled, blas, budget)
                : krylov.making.of(dynamics, settled, blas, budget));
  }

  private static boolean suitsFactorization(long n, long weights) {
    return n <= FEW || (n <= MOST_FACTORED && SPARSE * weights >= n * n);
  }

  FixedPointSystems systems(Dynamics dynamics, SettledBatch settled, Blas blas, long budget) {
    return making.of(dynamics, settled, blas, budget);
  }

  @Override
  public String toString() {
    return name;
  }
}
