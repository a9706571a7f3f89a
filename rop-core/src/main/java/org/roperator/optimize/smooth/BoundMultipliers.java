package org.roperator.optimize.smooth;

import org.roperator.internal.Vectors;

/**
 * Which bounds hold a point, and by how much: the Lagrange multipliers of {@code l ≤ x ≤ u}, made
 * by {@link Bounds#multipliers}; immutable.
 *
 * <pre>
 * g − λ_l + λ_u = remainder,   λ_l ≥ 0 where x = l,   λ_u ≥ 0 where x = u,   0 elsewhere
 * </pre>
 *
 * <p>The remainder vanishes exactly where the first-order conditions of a minimum hold (Karush,
 * Kuhn and Tucker).
 */
public final class BoundMultipliers {

  private final double[] lower;
  private final double[] upper;
  private final boolean[] active;
  private final double[] remainder;

  BoundMultipliers(double[] lower, double[] upper, boolean[] active, double[] remainder) {
    this.lower = lower;
    this.upper = upper;
    this.active = active;
    this.remainder = remainder;
  }

  /** The multipliers λ_l of the lower bounds, in units of the gradient, in a fresh array. */
  public double[] lower() {
    return lower.clone();
  }

  /** The multipliers λ_u of the upper bounds, in units of the gradient, in a fresh array. */
  public double[] upper() {
    return upper.clone();
  }

  /**
   * Whether a parameter stands at one of its bounds, whatever its multiplier.
   *
   * @param i from 0 to n − 1
   */
  public boolean isActive(int i) {
    return active[i];
  }

  /** How many parameters stand at one of their bounds. */
  public int activeCount() {
    int count = 0;
    for (boolean one : active) {
      count += one ? 1 : 0;
    }
    return count;
  }

  /** What is left of the gradient, {@link Bounds#projectedGradient}, in a fresh array. */
  public double[] remainder() {
    return remainder.clone();
  }

  /** The norm of the {@link #remainder()}: how far the point is from the first-order conditions. */
  public double remainderNorm() {
    return Vectors.norm(remainder);
  }
}
