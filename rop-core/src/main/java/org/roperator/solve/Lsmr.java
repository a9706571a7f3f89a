package org.roperator.solve;

import java.util.Optional;
import org.roperator.internal.Arguments;
import org.roperator.operator.LinearOperator;
import org.roperator.operator.SymmetricOperator;

/**
 * Least squares {@code min ‖Ax − b‖² + λ²‖x‖²} with any linear operator A, by products with A and
 * Aᵀ.
 *
 * <pre>{@code
 * LsmrResult result = Lsmr.standard().withDamping(0.1).solve(jacobian, residuals);
 * }</pre>
 *
 * <p>Each x minimizes the gradient {@code ‖Aᵀr − λ²x‖}, {@code r = b − Ax}, over the Krylov space
 * so far, so the gradient never rises, and the residual, which it does not minimize, does not
 * either (Fong &amp; Saunders 2011). Where several x minimize, the shortest comes out, or with a
 * start that nearest to the start.
 *
 * <p>It ends where x solves a system within given relative errors of A and b ({@link
 * #untilBackwardErrors}), with {@code ‖r‖} that of {@code (b − Ax, −λx)}:
 *
 * <pre>
 * residual        ‖r‖ ≤ errorOfB ‖b‖ + errorOfA ‖A‖‖x‖
 * least squares   ‖Aᵀr − λ²x‖ ≤ errorOfA ‖A‖‖r‖
 * </pre>
 *
 * <p>x, b and λ are those of the problem asked, whatever the start. When the recurrence claims such
 * an end, both sides are computed anew from x, and the method starts from there again unless they
 * hold: the outcome speaks of x itself.
 *
 * <p>With a preconditioner R the method runs on {@code AR⁻¹} and {@code y = Rx}. That changes the
 * way, and of several minimizers which one is found: that of the shortest {@code Rx}. The second
 * test, with {@code ‖A‖} in it, and the condition are then those of {@code AR⁻¹}.
 *
 * <p>A step costs a product with A and one with Aᵀ, O(m + n), and allocates nothing. A, b and λ may
 * have any size. Immutable and safe to share; each method below gives a new solver that differs in
 * one thing.
 */
public final class Lsmr {

  private static final Lsmr STANDARD =
      new Lsmr(new LsmrSettings(1e-12, 1e-12, 1e12, 10_000, 0, Optional.empty(), Optional.empty()));

  private final LsmrSettings settings;

  private Lsmr(LsmrSettings settings) {
    this.settings = settings;
  }

  /**
   * A solver without damping and preconditioner that starts at zero, and ends at errors of 1e-12, a
   * condition of 1e12, or after 10,000 products.
   */
  public static Lsmr standard() {
    return STANDARD;
  }

  /**
   * The same until x solves the problem within other errors of A and b.
   *
   * @param operator the error of A relative to {@code ‖A‖}, above 0
   * @param rightHandSide the error of b relative to {@code ‖b‖}, above 0
   */
  public Lsmr untilBackwardErrors(double operator, double rightHandSide) {
    Arguments.requirePositive("The relative error of the operator", operator);
    Arguments.requirePositive("The relative error of the right-hand side", rightHandSide);
    return new Lsmr(settings.withErrors(operator, rightHandSide));
  }

  /**
   * The same until the estimate of the condition reaches another limit: a way to regularize what is
   * ill-conditioned.
   *
   * @param limit above 0
   */
  public Lsmr untilCondition(double limit) {
    Arguments.requirePositive("The limit of the condition", limit);
    return new Lsmr(settings.withConditionLimit(limit));
  }

  /**
   * The same with another limit.
   *
   * @param products how many products with A and Aᵀ the steps may spend, at least 1; computing
   *     residual and gradient at the end anew may take two more
   */
  public Lsmr atMostProducts(int products) {
    Arguments.requirePositive("The product limit", products);
    return new Lsmr(settings.withProductLimit(products));
  }

  /**
   * The same with {@code λ²‖x‖²} added to what is minimized.
   *
   * @param lambda λ, at least 0
   */
  public Lsmr withDamping(double lambda) {
    Arguments.requireNonNegative("The damping", lambda);
    return new Lsmr(settings.withDamping(lambda));
  }

  /**
   * The same from another start. It changes the way and not what is minimized.
   *
   * @param x0 finite. Copied.
   */
  public Lsmr withStart(double[] x0) {
    Arguments.requireFinite("The start", x0);
    return new Lsmr(settings.withStart(x0.clone()));
  }

  /**
   * The same with a diagonal preconditioner R, such as the norms of A's columns.
   *
   * @param diagonal the diagonal of R, above 0. Copied.
   */
  public Lsmr withPreconditioner(double[] diagonal) {
    double[] inverse = new double[diagonal.length];
    for (int i = 0; i < inverse.length; i++) {
      Arguments.requirePositive("Entry " + i + " of the preconditioner", diagonal[i]);
      inverse[i] = 1 / diagonal[i];
    }
    return new Lsmr(settings.withInverse(SymmetricOperator.diagonal(inverse)));
  }

  /**
   * The same with a preconditioner R known by products with its inverse, such as a triangular
   * factor of an approximate {@code AᵀA}.
   *
   * @param inverse {@code R⁻¹}, square and nonsingular
   */
  public Lsmr withPreconditionerInverse(LinearOperator inverse) {
    if (inverse.domainDimension() != inverse.rangeDimension()) {
      throw new IllegalArgumentException(
          "The preconditioner's inverse maps dimension "
              + inverse.domainDimension()
              + " to "
              + inverse.rangeDimension()
              + ", but must be square.");
    }
    return new Lsmr(settings.withInverse(inverse));
  }

  /**
   * Minimizes {@code ‖Ax − b‖² + λ²‖x‖²}.
   *
   * <p>An interrupt of the thread ends the solve before its next products.
   *
   * @param a A
   * @param b the right-hand side, finite. Not modified.
   * @throws IllegalArgumentException if a dimension does not fit or b is not finite
   */
  public LsmrResult solve(LinearOperator a, double[] b) {
    int m = a.rangeDimension();
    int n = a.domainDimension();
    Arguments.requireLength("The right-hand side", b, m, "the operator gives dimension " + m);
    Arguments.requireFinite("The right-hand side", b);
    settings
        .start()
        .ifPresent(
            x0 ->
                Arguments.requireLength("The start", x0, n, "the operator acts on dimension " + n));
    settings
        .inverse()
        .ifPresent(
            inverse -> {
              if (inverse.domainDimension() != n) {
                throw new IllegalArgumentException(
                    "The preconditioner acts on dimension "
                        + inverse.domainDimension()
                        + ", but the operator on "
                        + n
                        + ".");
              }
            });
    return new LsmrRun(a, b, settings).solve();
  }
}
