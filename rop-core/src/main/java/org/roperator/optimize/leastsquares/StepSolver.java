package org.roperator.optimize.leastsquares;

import java.util.Optional;
import java.util.function.Function;
import org.roperator.internal.Arguments;
import org.roperator.operator.LinearOperator;
import org.roperator.solve.Lsmr;

/**
 * How the steps of a fit are solved for: with the Jacobian as a matrix, or by its products alone.
 * Immutable; each method below gives another solver that differs in one thing.
 */
public final class StepSolver {

  /** Up to so many entries the Jacobian is a matrix of its own, of 8 MB. */
  private static final int DENSE_ENTRIES = 1_000_000;

  /** Up to so many parameters one factorization is cheaper than the products of a few solves. */
  private static final int DENSE_PARAMETERS = 300;

  private static final double LEAST_RATIO = 1e-100;

  private static final StepSolver AUTOMATIC =
      new StepSolver(DENSE_ENTRIES, DENSE_PARAMETERS, 10_000, Optional.empty());

  private final int denseEntries;
  private final int denseParameters;
  private final int mostProducts;
  private final Optional<Function<double[], LinearOperator>> inverseAt;

  private StepSolver(
      int denseEntries,
      int denseParameters,
      int mostProducts,
      Optional<Function<double[], LinearOperator>> inverseAt) {
    this.denseEntries = denseEntries;
    this.denseParameters = denseParameters;
    this.mostProducts = mostProducts;
    this.inverseAt = inverseAt;
  }

  /**
   * By {@link #dense()} for at most 300 parameters and 1,000,000 entries of the Jacobian, else by
   * {@link #matrixFree()}.
   */
  public static StepSolver automatic() {
    return AUTOMATIC;
  }

  /**
   * By one QR factorization of the Jacobian at each point: min(m, n) products and O(mn²), memory
   * for its mn entries. Exact, whatever the condition; trials with other radii cost O(n³).
   */
  public static StepSolver dense() {
    return new StepSolver(
        Integer.MAX_VALUE, Integer.MAX_VALUE, AUTOMATIC.mostProducts, Optional.empty());
  }

  /**
   * By {@link Lsmr}, with products {@code Jv} and {@code Jᵀu} and a few vectors of memory. The
   * norms of the columns, which scale the parameters, are estimated from eight products.
   */
  public static StepSolver matrixFree() {
    return new StepSolver(0, 0, AUTOMATIC.mostProducts, Optional.empty());
  }

  /**
   * The same with another limit of products for one solve, 10,000 unless told; the step is then the
   * best of the directions looked at.
   *
   * @param most at least 1
   */
  public StepSolver atMostProducts(int most) {
    return new StepSolver(
        denseEntries,
        denseParameters,
        Arguments.requirePositive("The product limit", most),
        inverseAt);
  }

  /**
   * The same, with a preconditioner R for {@link Lsmr} at each point, such as a triangular factor
   * of an approximate {@code JᵀJ}. It changes how many products a solve takes, and nothing else;
   * the dense solver has no use for it.
   *
   * @param inverseAt gives {@code R⁻¹}, square and nonsingular, for the parameters w
   */
  public StepSolver withPreconditionerInverse(Function<double[], LinearOperator> inverseAt) {
    return new StepSolver(denseEntries, denseParameters, mostProducts, Optional.of(inverseAt));
  }

  /** Whether a Jacobian of m rows and n columns is to be a matrix. */
  boolean isDense(int m, int n) {
    return n <= denseParameters && (long) m * n <= denseEntries;
  }

  int mostProducts() {
    return mostProducts;
  }

  /**
   * The solver at a point.
   *
   * @param w the parameters. Not modified.
   * @param scales D, not modified
   * @param norms of the columns there, which serve unless a preconditioner was given. Not modified.
   */
  Lsmr lsmr(double[] w, double[] scales, double[] norms) {
    Lsmr plain = Lsmr.standard().atMostProducts(mostProducts);
    return inverseAt
        .map(f -> FitCounter.ask("the preconditioner", () -> f.apply(w.clone())))
        .map(inverse -> plain.withPreconditionerInverse(scaled(inverse, scales)))
        .orElseGet(() -> plain.withPreconditioner(ratios(norms, scales)));
  }

  private static double[] ratios(double[] norms, double[] scales) {
    double[] ratios = new double[norms.length];
    for (int j = 0; j < ratios.length; j++) {
      ratios[j] = norms[j] > 0 ? Math.max(LEAST_RATIO, norms[j] / scales[j]) : 1;
    }
    return ratios;
  }

  /** {@code D R⁻¹}: in the variables {@code y = Dp} the inverse of {@code R D⁻¹}. */
  private static LinearOperator scaled(LinearOperator inverse, double[] scales) {
    LinearOperator adjoint = inverse.adjoint();
    double[] work = new double[scales.length];
    return LinearOperator.of(
        scales.length,
        scales.length,
        (v, out) -> {
          inverse.apply(v, out);
          for (int j = 0; j < out.length; j++) {
            out[j] *= scales[j];
          }
        },
        (u, out) -> {
          for (int j = 0; j < work.length; j++) {
            work[j] = scales[j] * u[j];
          }
          adjoint.apply(work, out);
        });
  }
}
