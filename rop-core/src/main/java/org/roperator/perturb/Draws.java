package org.roperator.perturb;

import org.roperator.internal.Arguments;

/**
 * How perturbations Δw are drawn.
 *
 * @param kind from which distribution
 * @param size s, the standard deviation of each entry, above 0
 * @param mirrored whether each is evaluated with its mirror image
 * @param seed of all of them
 */
record Draws(Perturbations kind, double size, boolean mirrored, long seed) {

  Draws {
    Arguments.requirePositive("The size of perturbations", size);
  }

  /** The k with {@code 2ᵏ ≤ s < 2ᵏ⁺¹}. */
  int sizeExponent() {
    return QuasiNewtonUpdate.exponent(new double[] {size});
  }
}
