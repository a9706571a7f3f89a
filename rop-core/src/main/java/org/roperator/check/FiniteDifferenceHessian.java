package org.roperator.check;

import java.util.Arrays;
import org.roperator.function.Objective;
import org.roperator.internal.Arguments;
import org.roperator.internal.Vectors;
import org.roperator.operator.SymmetricOperator;

/**
 * A Hessian approximated by differences of gradients: what one would use without exact products,
 * kept so that their worth can be seen.
 *
 * <p>Neither exactly linear nor exactly symmetric, and so not fit for solvers that count on either.
 * With {@code u = v (1 + ‖w‖)/‖v‖} and a relative step r, products are {@code ‖v‖/(1 + ‖w‖)} times:
 *
 * <ul>
 *   <li>{@link #forward}: {@code (∇E(w + ru) − ∇E(w))/r}, off by about {@code r + ε/r}: 1e-8 at
 *       best, at {@code r = ε^½}, for one gradient a product;
 *   <li>{@link #central}: {@code (∇E(w + ru) − ∇E(w − ru))/2r}, off by about {@code r² + ε/r}:
 *       1e-10 at best, at {@code r = ε^⅓}, for two gradients a product.
 * </ul>
 *
 * <p>An exact product costs about as much as either and errs by a few units of rounding
 * (Pearlmutter 1994). Immutable and safe to share if the objective is.
 */
public final class FiniteDifferenceHessian implements SymmetricOperator {

  private static final double EPSILON = 0x1p-52;

  private final Objective objective;
  private final double[] w;
  private final double[] gradient;
  private final Kind kind;
  private final double step;

  private enum Kind {
    FORWARD,
    CENTRAL
  }

  private FiniteDifferenceHessian(
      Objective objective, double[] w, double[] gradient, Kind kind, double step) {
    this.objective = objective;
    this.w = w;
    this.gradient = gradient;
    this.kind = kind;
    this.step = step;
  }

  /**
   * One-sided differences with the relative step {@code ε^½}, about 1.5e-8.
   *
   * @param objective E
   * @param w the point, finite. Copied.
   */
  public static FiniteDifferenceHessian forward(Objective objective, double[] w) {
    return at(objective, w, Kind.FORWARD, Math.sqrt(EPSILON));
  }

  /**
   * Central differences with the relative step {@code ε^⅓}, about 6e-6.
   *
   * @param objective E
   * @param w the point, finite. Copied.
   */
  public static FiniteDifferenceHessian central(Objective objective, double[] w) {
    return at(objective, w, Kind.CENTRAL, Math.cbrt(EPSILON));
  }

  private static FiniteDifferenceHessian at(
      Objective objective, double[] w, Kind kind, double step) {
    double[] point = w.clone();
    return new FiniteDifferenceHessian(
        objective, point, objective.expandAt(point).gradient(), kind, step);
  }

  /** The same with another relative step. */
  public FiniteDifferenceHessian withStep(double step) {
    Arguments.requirePositive("The step", step);
    return new FiniteDifferenceHessian(objective, w, gradient, kind, step);
  }

  @Override
  public int dimension() {
    return w.length;
  }

  @Override
  public void apply(double[] v, double[] out) {
    Arguments.requireProduct(dimension(), v, out);
    double length = Vectors.norm(v);
    if (length == 0) {
      Arrays.fill(out, 0);
      return;
    }
    double r = step * (1 + Vectors.norm(w)) / length;
    double[] above = gradientAt(r, v);
    double[] below = kind == Kind.FORWARD ? gradient : gradientAt(-r, v);
    double span = kind == Kind.FORWARD ? r : 2 * r;
    for (int i = 0; i < out.length; i++) {
      out[i] = (above[i] - below[i]) / span;
    }
  }

  private double[] gradientAt(double r, double[] v) {
    double[] point = new double[w.length];
    Vectors.sum(w, r, v, point);
    return objective.expandAt(point).gradient();
  }
}
