package org.roperator.optimize;

import org.roperator.operator.Arguments;
import org.roperator.solve.IterateGrid;

/**
 * Every constant of {@link HessianFree}, with its default and the reason for it.
 *
 * <p>All but the last four are those of the program that James Martens published with "Deep
 * learning via Hessian-free optimization" (ICML 2010); his initial damping, 45, belonged to one
 * auto-encoder.
 *
 * @param curvature the matrix the steps are solved with; Gauss-Newton
 * @param initialDamping λ before the first iteration; 1. The curvature of a mean cross-entropy over
 *     standardised inputs is of order one, so that the first steps are short Newton steps, and a λ
 *     that is a factor ten off is mended within six iterations
 * @param dampingIncrease the factor on λ when the model was poor; 3/2
 * @param dampingDecrease the factor on λ when the model was good; 2/3
 * @param poorRatio the ρ below which the model was poor; 1/4
 * @param goodRatio the ρ above which the model was good; 3/4
 * @param curvatureBatches into how many batches the examples are cut for curvature, used in turn; 4
 * @param maxCgIterations the largest number of conjugate gradient iterations per step; 250
 * @param minCgIterations the smallest; 1
 * @param cgProgressTolerance the relative progress per iteration below which they stop; 5e-4
 * @param warmStart the multiple of the last conjugate gradient iterate they start from; 0.95
 * @param preconditionerExponent the power of {@code d + λ + ∂²r} that preconditions them; 3/4
 * @param storedIterates which of their iterates the backtracking chooses among; 5·1.3ʲ
 * @param lineSearchShrink the factor from one tried step rate to the next; 0.8
 * @param sufficientDecrease the part of the slope a step must gain, Armijo's constant; 1e-2
 * @param lineSearchTries how many step rates are tried before the step is rejected; 60
 * @param minDamping the smallest λ; 1e-15, so that it never becomes zero
 * @param maxIterations the largest number of iterations; 100
 * @param gradientTolerance the norm of the gradient at which the run has converged; 1e-8
 * @param patience how many rejected steps in a row end the run; 20, over which λ grows 3,000-fold
 */
public record HessianFreeSettings(
    Curvature curvature,
    double initialDamping,
    double dampingIncrease,
    double dampingDecrease,
    double poorRatio,
    double goodRatio,
    int curvatureBatches,
    int maxCgIterations,
    int minCgIterations,
    double cgProgressTolerance,
    double warmStart,
    double preconditionerExponent,
    IterateGrid storedIterates,
    double lineSearchShrink,
    double sufficientDecrease,
    int lineSearchTries,
    double minDamping,
    int maxIterations,
    double gradientTolerance,
    int patience) {

  private static final HessianFreeSettings DEFAULTS =
      new HessianFreeSettings(
          Curvature.gaussNewton(),
          1,
          3.0 / 2,
          2.0 / 3,
          1.0 / 4,
          3.0 / 4,
          4,
          250,
          1,
          5e-4,
          0.95,
          3.0 / 4,
          IterateGrid.geometric(5, 1.3),
          0.8,
          1e-2,
          60,
          1e-15,
          100,
          1e-8,
          20);

  /**
   * Checks every constant.
   *
   * @throws IllegalArgumentException naming the first that is out of its range
   */
  public HessianFreeSettings {
    Arguments.requirePositive("The initial damping", initialDamping);
    requireWithin("The damping increase", dampingIncrease, 1, Double.MAX_VALUE);
    requireWithin("The damping decrease", dampingDecrease, Double.MIN_NORMAL, 1);
    requireWithin("The poor ratio", poorRatio, -Double.MAX_VALUE, goodRatio);
    requireWithin("The good ratio", goodRatio, poorRatio, Double.MAX_VALUE);
    Arguments.requirePositive("The number of curvature batches", curvatureBatches);
    Arguments.requirePositive("The largest number of CG iterations", maxCgIterations);
    requireWithin("The smallest number of CG iterations", minCgIterations, 0, maxCgIterations);
    Arguments.requirePositive("The CG progress tolerance", cgProgressTolerance);
    requireWithin("The warm start", warmStart, 0, 1);
    requireWithin("The preconditioner exponent", preconditionerExponent, 0, 1);
    requireWithin("The line search shrink", lineSearchShrink, Double.MIN_NORMAL, 1 - 1e-6);
    requireWithin("The sufficient decrease", sufficientDecrease, 0, 1);
    Arguments.requirePositive("The number of line search tries", lineSearchTries);
    Arguments.requirePositive("The smallest damping", minDamping);
    Arguments.requirePositive("The largest number of iterations", maxIterations);
    requireWithin("The gradient tolerance", gradientTolerance, 0, Double.MAX_VALUE);
    Arguments.requirePositive("The patience", patience);
  }

  private static void requireWithin(String what, double x, double least, double most) {
    if (!(x >= least && x <= most)) {
      throw new IllegalArgumentException(
          what + " is " + x + ", but must lie from " + least + " to " + most + ".");
    }
  }

  /** The defaults named above. */
  public static HessianFreeSettings defaults() {
    return DEFAULTS;
  }

  /** The same with another curvature matrix. */
  public HessianFreeSettings curvature(Curvature curvature) {
    return new HessianFreeSettings(
        curvature,
        initialDamping,
        dampingIncrease,
        dampingDecrease,
        poorRatio,
        goodRatio,
        curvatureBatches,
        maxCgIterations,
        minCgIterations,
        cgProgressTolerance,
        warmStart,
        preconditionerExponent,
        storedIterates,
        lineSearchShrink,
        sufficientDecrease,
        lineSearchTries,
        minDamping,
        maxIterations,
        gradientTolerance,
        patience);
  }

  /** The same with another initial damping λ. */
  public HessianFreeSettings initialDamping(double initialDamping) {
    return new HessianFreeSettings(
        curvature,
        initialDamping,
        dampingIncrease,
        dampingDecrease,
        poorRatio,
        goodRatio,
        curvatureBatches,
        maxCgIterations,
        minCgIterations,
        cgProgressTolerance,
        warmStart,
        preconditionerExponent,
        storedIterates,
        lineSearchShrink,
        sufficientDecrease,
        lineSearchTries,
        minDamping,
        maxIterations,
        gradientTolerance,
        patience);
  }

  /** The same with another damping increase. */
  public HessianFreeSettings dampingIncrease(double dampingIncrease) {
    return new HessianFreeSettings(
        curvature,
        initialDamping,
        dampingIncrease,
        dampingDecrease,
        poorRatio,
        goodRatio,
        curvatureBatches,
        maxCgIterations,
        minCgIterations,
        cgProgressTolerance,
        warmStart,
        preconditionerExponent,
        storedIterates,
        lineSearchShrink,
        sufficientDecrease,
        lineSearchTries,
        minDamping,
        maxIterations,
        gradientTolerance,
        patience);
  }

  /** The same with another damping decrease. */
  public HessianFreeSettings dampingDecrease(double dampingDecrease) {
    return new HessianFreeSettings(
        curvature,
        initialDamping,
        dampingIncrease,
        dampingDecrease,
        poorRatio,
        goodRatio,
        curvatureBatches,
        maxCgIterations,
        minCgIterations,
        cgProgressTolerance,
        warmStart,
        preconditionerExponent,
        storedIterates,
        lineSearchShrink,
        sufficientDecrease,
        lineSearchTries,
        minDamping,
        maxIterations,
        gradientTolerance,
        patience);
  }

  /** The same with another poor ratio. */
  public HessianFreeSettings poorRatio(double poorRatio) {
    return new HessianFreeSettings(
        curvature,
        initialDamping,
        dampingIncrease,
        dampingDecrease,
        poorRatio,
        goodRatio,
        curvatureBatches,
        maxCgIterations,
        minCgIterations,
        cgProgressTolerance,
        warmStart,
        preconditionerExponent,
        storedIterates,
        lineSearchShrink,
        sufficientDecrease,
        lineSearchTries,
        minDamping,
        maxIterations,
        gradientTolerance,
        patience);
  }

  /** The same with another good ratio. */
  public HessianFreeSettings goodRatio(double goodRatio) {
    return new HessianFreeSettings(
        curvature,
        initialDamping,
        dampingIncrease,
        dampingDecrease,
        poorRatio,
        goodRatio,
        curvatureBatches,
        maxCgIterations,
        minCgIterations,
        cgProgressTolerance,
        warmStart,
        preconditionerExponent,
        storedIterates,
        lineSearchShrink,
        sufficientDecrease,
        lineSearchTries,
        minDamping,
        maxIterations,
        gradientTolerance,
        patience);
  }

  /** The same with another number of curvature batches. */
  public HessianFreeSettings curvatureBatches(int curvatureBatches) {
    return new HessianFreeSettings(
        curvature,
        initialDamping,
        dampingIncrease,
        dampingDecrease,
        poorRatio,
        goodRatio,
        curvatureBatches,
        maxCgIterations,
        minCgIterations,
        cgProgressTolerance,
        warmStart,
        preconditionerExponent,
        storedIterates,
        lineSearchShrink,
        sufficientDecrease,
        lineSearchTries,
        minDamping,
        maxIterations,
        gradientTolerance,
        patience);
  }

  /** The same with another largest number of conjugate gradient iterations. */
  public HessianFreeSettings maxCgIterations(int maxCgIterations) {
    return new HessianFreeSettings(
        curvature,
        initialDamping,
        dampingIncrease,
        dampingDecrease,
        poorRatio,
        goodRatio,
        curvatureBatches,
        maxCgIterations,
        minCgIterations,
        cgProgressTolerance,
        warmStart,
        preconditionerExponent,
        storedIterates,
        lineSearchShrink,
        sufficientDecrease,
        lineSearchTries,
        minDamping,
        maxIterations,
        gradientTolerance,
        patience);
  }

  /** The same with another smallest number of conjugate gradient iterations. */
  public HessianFreeSettings minCgIterations(int minCgIterations) {
    return new HessianFreeSettings(
        curvature,
        initialDamping,
        dampingIncrease,
        dampingDecrease,
        poorRatio,
        goodRatio,
        curvatureBatches,
        maxCgIterations,
        minCgIterations,
        cgProgressTolerance,
        warmStart,
        preconditionerExponent,
        storedIterates,
        lineSearchShrink,
        sufficientDecrease,
        lineSearchTries,
        minDamping,
        maxIterations,
        gradientTolerance,
        patience);
  }

  /** The same with another conjugate gradient progress tolerance. */
  public HessianFreeSettings cgProgressTolerance(double cgProgressTolerance) {
    return new HessianFreeSettings(
        curvature,
        initialDamping,
        dampingIncrease,
        dampingDecrease,
        poorRatio,
        goodRatio,
        curvatureBatches,
        maxCgIterations,
        minCgIterations,
        cgProgressTolerance,
        warmStart,
        preconditionerExponent,
        storedIterates,
        lineSearchShrink,
        sufficientDecrease,
        lineSearchTries,
        minDamping,
        maxIterations,
        gradientTolerance,
        patience);
  }

  /** The same with another warm start. */
  public HessianFreeSettings warmStart(double warmStart) {
    return new HessianFreeSettings(
        curvature,
        initialDamping,
        dampingIncrease,
        dampingDecrease,
        poorRatio,
        goodRatio,
        curvatureBatches,
        maxCgIterations,
        minCgIterations,
        cgProgressTolerance,
        warmStart,
        preconditionerExponent,
        storedIterates,
        lineSearchShrink,
        sufficientDecrease,
        lineSearchTries,
        minDamping,
        maxIterations,
        gradientTolerance,
        patience);
  }

  /** The same with another preconditioner exponent; 0 switches the preconditioner off. */
  public HessianFreeSettings preconditionerExponent(double preconditionerExponent) {
    return new HessianFreeSettings(
        curvature,
        initialDamping,
        dampingIncrease,
        dampingDecrease,
        poorRatio,
        goodRatio,
        curvatureBatches,
        maxCgIterations,
        minCgIterations,
        cgProgressTolerance,
        warmStart,
        preconditionerExponent,
        storedIterates,
        lineSearchShrink,
        sufficientDecrease,
        lineSearchTries,
        minDamping,
        maxIterations,
        gradientTolerance,
        patience);
  }

  /** The same with another grid of stored iterates. */
  public HessianFreeSettings storedIterates(IterateGrid storedIterates) {
    return new HessianFreeSettings(
        curvature,
        initialDamping,
        dampingIncrease,
        dampingDecrease,
        poorRatio,
        goodRatio,
        curvatureBatches,
        maxCgIterations,
        minCgIterations,
        cgProgressTolerance,
        warmStart,
        preconditionerExponent,
        storedIterates,
        lineSearchShrink,
        sufficientDecrease,
        lineSearchTries,
        minDamping,
        maxIterations,
        gradientTolerance,
        patience);
  }

  /** The same with another line search shrink. */
  public HessianFreeSettings lineSearchShrink(double lineSearchShrink) {
    return new HessianFreeSettings(
        curvature,
        initialDamping,
        dampingIncrease,
        dampingDecrease,
        poorRatio,
        goodRatio,
        curvatureBatches,
        maxCgIterations,
        minCgIterations,
        cgProgressTolerance,
        warmStart,
        preconditionerExponent,
        storedIterates,
        lineSearchShrink,
        sufficientDecrease,
        lineSearchTries,
        minDamping,
        maxIterations,
        gradientTolerance,
        patience);
  }

  /** The same with another sufficient decrease. */
  public HessianFreeSettings sufficientDecrease(double sufficientDecrease) {
    return new HessianFreeSettings(
        curvature,
        initialDamping,
        dampingIncrease,
        dampingDecrease,
        poorRatio,
        goodRatio,
        curvatureBatches,
        maxCgIterations,
        minCgIterations,
        cgProgressTolerance,
        warmStart,
        preconditionerExponent,
        storedIterates,
        lineSearchShrink,
        sufficientDecrease,
        lineSearchTries,
        minDamping,
        maxIterations,
        gradientTolerance,
        patience);
  }

  /** The same with another number of line search tries. */
  public HessianFreeSettings lineSearchTries(int lineSearchTries) {
    return new HessianFreeSettings(
        curvature,
        initialDamping,
        dampingIncrease,
        dampingDecrease,
        poorRatio,
        goodRatio,
        curvatureBatches,
        maxCgIterations,
        minCgIterations,
        cgProgressTolerance,
        warmStart,
        preconditionerExponent,
        storedIterates,
        lineSearchShrink,
        sufficientDecrease,
        lineSearchTries,
        minDamping,
        maxIterations,
        gradientTolerance,
        patience);
  }

  /** The same with another smallest damping. */
  public HessianFreeSettings minDamping(double minDamping) {
    return new HessianFreeSettings(
        curvature,
        initialDamping,
        dampingIncrease,
        dampingDecrease,
        poorRatio,
        goodRatio,
        curvatureBatches,
        maxCgIterations,
        minCgIterations,
        cgProgressTolerance,
        warmStart,
        preconditionerExponent,
        storedIterates,
        lineSearchShrink,
        sufficientDecrease,
        lineSearchTries,
        minDamping,
        maxIterations,
        gradientTolerance,
        patience);
  }

  /** The same with another largest number of iterations. */
  public HessianFreeSettings maxIterations(int maxIterations) {
    return new HessianFreeSettings(
        curvature,
        initialDamping,
        dampingIncrease,
        dampingDecrease,
        poorRatio,
        goodRatio,
        curvatureBatches,
        maxCgIterations,
        minCgIterations,
        cgProgressTolerance,
        warmStart,
        preconditionerExponent,
        storedIterates,
        lineSearchShrink,
        sufficientDecrease,
        lineSearchTries,
        minDamping,
        maxIterations,
        gradientTolerance,
        patience);
  }

  /** The same with another gradient tolerance. */
  public HessianFreeSettings gradientTolerance(double gradientTolerance) {
    return new HessianFreeSettings(
        curvature,
        initialDamping,
        dampingIncrease,
        dampingDecrease,
        poorRatio,
        goodRatio,
        curvatureBatches,
        maxCgIterations,
        minCgIterations,
        cgProgressTolerance,
        warmStart,
        preconditionerExponent,
        storedIterates,
        lineSearchShrink,
        sufficientDecrease,
        lineSearchTries,
        minDamping,
        maxIterations,
        gradientTolerance,
        patience);
  }

  /** The same with another patience. */
  public HessianFreeSettings patience(int patience) {
    return new HessianFreeSettings(
        curvature,
        initialDamping,
        dampingIncrease,
        dampingDecrease,
        poorRatio,
        goodRatio,
        curvatureBatches,
        maxCgIterations,
        minCgIterations,
        cgProgressTolerance,
        warmStart,
        preconditionerExponent,
        storedIterates,
        lineSearchShrink,
        sufficientDecrease,
        lineSearchTries,
        minDamping,
        maxIterations,
        gradientTolerance,
        patience);
  }
}
