package org.roperator.optimize;

import org.roperator.internal.Arguments;

/**
 * The Levenberg-Marquardt damping λ and its rule: up where the model was poor, down where it was
 * good, as the reduction ratio ρ tells, the fall of the objective over the fall the model promised.
 *
 * <p>λ is a multiple of the size {@code ‖Cg‖ / ‖g‖} of the curvature C along the gradient g where a
 * run begins, so that nothing here depends on the units of objective and parameters. Where the
 * curvature along the gradient is zero, the size is {@code ‖g‖ / ‖w‖}, with 1 for a w of zero.
 *
 * @param initial λ before the first step, as a multiple of that size, above 0
 * @param smallest the smallest λ, as a multiple of that size, above 0
 * @param increase the factor on λ when the model was poor, at least 1
 * @param decrease the factor on λ when the model was good, above 0 and at most 1
 * @param poorRatio the ρ below which the model was poor, at most the good ratio
 * @param goodRatio the ρ above which the model was good
 */
public record Damping(
    double initial,
    double smallest,
    double increase,
    double decrease,
    double poorRatio,
    double goodRatio) {

  private static final Damping STANDARD = new Damping(1, 1e-15, 3.0 / 2, 2.0 / 3, 1.0 / 4, 3.0 / 4);

  /**
   * Checks the constants.
   *
   * @throws IllegalArgumentException naming the first that lies outside its range
   */
  public Damping {
    Arguments.requirePositive("The initial damping", initial);
    Arguments.requirePositive("The smallest damping", smallest);
    Arguments.requireBetween("The damping increase", increase, 1, Double.MAX_VALUE);
    Arguments.requireBetween("The damping decrease", decrease, Double.MIN_NORMAL, 1);
    Arguments.requireFinite("The good ratio", goodRatio);
    Arguments.requireFinite("The poor ratio", poorRatio);
    if (poorRatio > goodRatio) {
      throw new IllegalArgumentException(
          "The poor ratio is "
              + poorRatio
              + ", but must be at most the good ratio, "
              + goodRatio
              + ".");
    }
  }

  /**
   * Martens' constants: factors 3/2 below 1/4 and 2/3 above 3/4. His initial λ, 45, belonged to one
   * auto-encoder; here it is once the size of the curvature, so that the first steps are short
   * Newton steps, and a λ that is a factor ten off comes right within six iterations. The smallest
   * is 1e-15, so that λ never becomes zero.
   */
  public static Damping standard() {
    return STANDARD;
  }

  /** The same with another {@link #initial()}. */
  public Damping withInitial(double initial) {
    return new Damping(initial, smallest, increase, decrease, poorRatio, goodRatio);
  }

  /** The same with another {@link #smallest()}. */
  public Damping withSmallest(double smallest) {
    return new Damping(initial, smallest, increase, decrease, poorRatio, goodRatio);
  }

  /** The same with another {@link #increase()}. */
  public Damping withIncrease(double increase) {
    return new Damping(initial, smallest, increase, decrease, poorRatio, goodRatio);
  }

  /** The same with another {@link #decrease()}. */
  public Damping withDecrease(double decrease) {
    return new Damping(initial, smallest, increase, decrease, poorRatio, goodRatio);
  }

  /** The same with another {@link #poorRatio()}. */
  public Damping withPoorRatio(double poorRatio) {
    return new Damping(initial, smallest, increase, decrease, poorRatio, goodRatio);
  }

  /** The same with another {@link #goodRatio()}. */
  public Damping withGoodRatio(double goodRatio) {
    return new Damping(initial, smallest, increase, decrease, poorRatio, goodRatio);
  }

  /**
   * The damping before the first step.
   *
   * @param size of the curvature, above 0
   */
  Level level(double size) {
    return new Level(positive(initial * size), positive(smallest * size), this);
  }

  private static double positive(double size) {
    return Math.max(Double.MIN_NORMAL, Math.min(Double.MAX_VALUE, size));
  }

  /**
   * The damping in the midst of a run.
   *
   * @param lambda λ now
   * @param smallest the smallest λ
   * @param rule how it changes
   */
  record Level(double lambda, double smallest, Damping rule) {

    /** The damping after a step that was taken with a reduction ratio; NaN counts as poor. */
    Level after(double rho) {
      if (rho > rule.goodRatio) {
        return new Level(Math.max(smallest, rule.decrease * lambda), smallest, rule);
      }
      return rho >= rule.poorRatio ? this : raised();
    }

    /** The damping after a step that was rejected, or after negative curvature. */
    Level raised() {
      return new Level(positive(rule.increase * lambda), smallest, rule);
    }
  }
}
