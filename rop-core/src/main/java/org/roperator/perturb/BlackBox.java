package org.roperator.perturb;

/** A function {@code E: ℝⁿ → ℝ} of which nothing is known but its values. */
@FunctionalInterface
public interface BlackBox {

  /**
   * The value {@code E(w)}. May throw or return NaN where the function is not defined; may be
   * noisy. Called from several threads at once where several were asked for.
   *
   * @param w n parameters, in an array that is the box's own to keep or modify
   */
  double value(double[] w);
}
