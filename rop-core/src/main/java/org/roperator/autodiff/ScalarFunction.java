package org.roperator.autodiff;

/**
 * A function of one number with its first and second derivative.
 *
 * <p>{@link Elementary} has the usual ones; implement this for others, such as a tabulated function
 * or an activation of your own. The three methods must be repeatable and safe to call from several
 * threads.
 */
public interface ScalarFunction {

  /** The value {@code y = f(x)}. */
  double value(double x);

  /**
   * The first derivative {@code f'(x)}.
   *
   * @param x the argument
   * @param y {@code f(x)}, to save work
   */
  double slope(double x, double y);

  /**
   * The second derivative {@code f''(x)}.
   *
   * @param x the argument
   * @param y {@code f(x)}, to save work
   * @param slope {@code f'(x)}, to save work
   */
  double bend(double x, double y, double slope);
}
