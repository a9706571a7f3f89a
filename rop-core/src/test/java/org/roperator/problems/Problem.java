package org.roperator.problems;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.roperator.autodiff.ArrayProgram;
import org.roperator.autodiff.TapeObjective;

/**
 * An objective with a start and what is known of its minima, perhaps between bounds.
 *
 * <p>Immutable, safe to share.
 */
public final class Problem {

  private final String name;
  private final double[] start;
  private final TapeObjective objective;
  private final double[] lower;
  private final double[] upper;
  private final List<Minimum> minima;
  private final double @Nullable [] multipliers;

  private Problem(
      String name,
      double[] start,
      TapeObjective objective,
      double[][] bounds,
      List<Minimum> minima,
      double @Nullable [] multipliers) {
    this.name = name;
    this.start = start;
    this.objective = objective;
    this.lower = bounds[0];
    this.upper = bounds[1];
    this.minima = minima;
    this.multipliers = multipliers;
  }

  /** A problem without bounds; the start is not copied. */
  static Problem of(String name, double[] start, ArrayProgram program, Minimum... minima) {
    double[] lower = SmallValleys.filled(start.length, Double.NEGATIVE_INFINITY);
    double[] upper = SmallValleys.filled(start.length, Double.POSITIVE_INFINITY);
    return new Problem(
        name,
        start,
        TapeObjective.ofArray(start.length, program),
        new double[][] {lower, upper},
        List.of(minima),
        null);
  }

  /** The same between bounds, which are not copied. */
  Problem between(double[] least, double[] most) {
    return new Problem(name, start, objective, new double[][] {least, most}, minima, multipliers);
  }

  /** The same with the gradient at its first minimum. */
  Problem withMultipliers(double... gradient) {
    return new Problem(
        name, start, objective, new double[][] {lower, upper}, minima, gradient.clone());
  }

  /** The usual name, followed by the size where there are several. */
  public String name() {
    return name;
  }

  /** The number n of unknowns. */
  public int unknowns() {
    return start.length;
  }

  /** The usual start, a copy; within the bounds but for HS2 and HS45, as published. */
  public double[] start() {
    return start.clone();
  }

  /** The objective, a program on the tape. */
  public TapeObjective objective() {
    return objective;
  }

  /** The lower bounds, a copy; −∞ where there is none. */
  public double[] lower() {
    return lower.clone();
  }

  /** The upper bounds, a copy; ∞ where there is none. */
  public double[] upper() {
    return upper.clone();
  }

  /** Whether any unknown has a bound. */
  public boolean isBounded() {
    return Arrays.stream(lower).anyMatch(Double::isFinite)
        || Arrays.stream(upper).anyMatch(Double::isFinite);
  }

  /** The minima that are known, the lowest first; empty if none is. */
  public List<Minimum> minima() {
    return minima;
  }

  /**
   * The gradient at the first of the minima, a copy: the multiplier of each bound that holds there,
   * positive at lower ones, negative at upper ones, 0 elsewhere. Null if it is not known in closed
   * form.
   */
  public double @Nullable [] multipliers() {
    return multipliers == null ? null : multipliers.clone();
  }

  /** Whether a value is that of a known minimum; see {@link Minimum#isReachedBy}. */
  public boolean isSolvedBy(double found, double tolerance) {
    return minima.stream().anyMatch(m -> m.isReachedBy(found, tolerance));
  }

  @Override
  public String toString() {
    return name;
  }
}
