package org.roperator.optimize;

import java.util.function.Consumer;
import org.roperator.operator.Arguments;
import org.roperator.solve.IterateGrid;

/**
 * Every constant of {@link HessianFree}, with its default and the reason for it.
 *
 * <pre>{@code
 * HessianFreeSettings.defaults().initialDamping(45).maxIterations(60)
 * }</pre>
 *
 * <p>The defaults are those of the program that James Martens published with "Deep learning via
 * Hessian-free optimization" (ICML 2010), but for the initial damping, whose 45 belonged to one
 * auto-encoder, and the four that end a run or guard it: the smallest damping, the largest number
 * of iterations, the gradient tolerance and the patience.
 *
 * <p>Immutable: a method with an argument gives changed settings, and throws an {@link
 * IllegalArgumentException} that names the constant and its range where the argument lies outside.
 */
public final class HessianFreeSettings {

  private static final HessianFreeSettings DEFAULTS = new HessianFreeSettings();

  // Written only while a copy is made, before anyone else has seen it.
  private Curvature curvature = Curvature.gaussNewton();
  private double initialDamping = 1;
  private double dampingIncrease = 3.0 / 2;
  private double dampingDecrease = 2.0 / 3;
  private double poorRatio = 1.0 / 4;
  private double goodRatio = 3.0 / 4;
  private int curvatureBatches = 4;
  private int maxCgIterations = 250;
  private int minCgIterations = 1;
  private double cgProgressTolerance = 5e-4;
  private double warmStart = 0.95;
  private double preconditionerExponent = 3.0 / 4;
  private IterateGrid storedIterates = IterateGrid.geometric(5, 1.3);
  private double lineSearchShrink = 0.8;
  private double sufficientDecrease = 1e-2;
  private int lineSearchTries = 60;
  private double minDamping = 1e-15;
  private int maxIterations = 100;
  private double gradientTolerance = 1e-8;
  private int patience = 20;

  private HessianFreeSettings() {}

  /** The defaults. */
  public static HessianFreeSettings defaults() {
    return DEFAULTS;
  }

  private HessianFreeSettings changed(Consumer<HessianFreeSettings> change) {
    HessianFreeSettings copy = new HessianFreeSettings();
    copy.curvature = curvature;
    copy.initialDamping = initialDamping;
    copy.dampingIncrease = dampingIncrease;
    copy.dampingDecrease = dampingDecrease;
    copy.poorRatio = poorRatio;
    copy.goodRatio = goodRatio;
    copy.curvatureBatches = curvatureBatches;
    copy.maxCgIterations = maxCgIterations;
    copy.minCgIterations = minCgIterations;
    copy.cgProgressTolerance = cgProgressTolerance;
    copy.warmStart = warmStart;
    copy.preconditionerExponent = preconditionerExponent;
    copy.storedIterates = storedIterates;
    copy.lineSearchShrink = lineSearchShrink;
    copy.sufficientDecrease = sufficientDecrease;
    copy.lineSearchTries = lineSearchTries;
    copy.minDamping = minDamping;
    copy.maxIterations = maxIterations;
    copy.gradientTolerance = gradientTolerance;
    copy.patience = patience;
    change.accept(copy);
    return copy;
  }

  private static double within(String what, double x, double least, double most) {
    if (!(x >= least && x <= most)) {
      throw new IllegalArgumentException(
          what + " is " + x + ", but must lie from " + least + " to " + most + ".");
    }
    return x;
  }

  /** The matrix the steps are solved with; Gauss-Newton. */
  public Curvature curvature() {
    return curvature;
  }

  /** The same settings with another {@link #curvature()}. */
  public HessianFreeSettings curvature(Curvature curvature) {
    return changed(s -> s.curvature = curvature);
  }

  /**
   * λ before the first iteration; 1.
   *
   * <p>The curvature of a mean cross-entropy over standardised inputs is of order one, so that the
   * first steps are short Newton steps, and a λ that is a factor ten off is mended within six
   * iterations.
   */
  public double initialDamping() {
    return initialDamping;
  }

  /** The same settings with another {@link #initialDamping()}. */
  public HessianFreeSettings initialDamping(double initialDamping) {
    return changed(
        s -> s.initialDamping = Arguments.requirePositive("The initial damping", initialDamping));
  }

  /** The factor on λ when the model was poor; 3/2. */
  public double dampingIncrease() {
    return dampingIncrease;
  }

  /** The same settings with another {@link #dampingIncrease()}. */
  public HessianFreeSettings dampingIncrease(double dampingIncrease) {
    return changed(
        s ->
            s.dampingIncrease =
                within("The damping increase", dampingIncrease, 1, Double.MAX_VALUE));
  }

  /** The factor on λ when the model was good; 2/3. */
  public double dampingDecrease() {
    return dampingDecrease;
  }

  /** The same settings with another {@link #dampingDecrease()}. */
  public HessianFreeSettings dampingDecrease(double dampingDecrease) {
    return changed(
        s ->
            s.dampingDecrease =
                within("The damping decrease", dampingDecrease, Double.MIN_NORMAL, 1));
  }

  /** The reduction ratio ρ below which the model was poor; 1/4. */
  public double poorRatio() {
    return poorRatio;
  }

  /** The same settings with another {@link #poorRatio()}. */
  public HessianFreeSettings poorRatio(double poorRatio) {
    return changed(
        s -> s.poorRatio = within("The poor ratio", poorRatio, -Double.MAX_VALUE, s.goodRatio));
  }

  /** The reduction ratio ρ above which the model was good; 3/4. */
  public double goodRatio() {
    return goodRatio;
  }

  /** The same settings with another {@link #goodRatio()}. */
  public HessianFreeSettings goodRatio(double goodRatio) {
    return changed(
        s -> s.goodRatio = within("The good ratio", goodRatio, s.poorRatio, Double.MAX_VALUE));
  }

  /** Into how many batches the examples are dealt for curvature, used in turn; 4. */
  public int curvatureBatches() {
    return curvatureBatches;
  }

  /** The same settings with another {@link #curvatureBatches()}. */
  public HessianFreeSettings curvatureBatches(int curvatureBatches) {
    return changed(
        s ->
            s.curvatureBatches =
                Arguments.requirePositive("The number of curvature batches", curvatureBatches));
  }

  /** The largest number of conjugate gradient iterations per step; 250. */
  public int maxCgIterations() {
    return maxCgIterations;
  }

  /** The same settings with another {@link #maxCgIterations()}. */
  public HessianFreeSettings maxCgIterations(int maxCgIterations) {
    return changed(
        s ->
            s.maxCgIterations =
                (int)
                    within(
                        "The largest number of CG iterations",
                        maxCgIterations,
                        Math.max(1, s.minCgIterations),
                        Integer.MAX_VALUE));
  }

  /** The smallest number of conjugate gradient iterations per step; 1. */
  public int minCgIterations() {
    return minCgIterations;
  }

  /** The same settings with another {@link #minCgIterations()}. */
  public HessianFreeSettings minCgIterations(int minCgIterations) {
    return changed(
        s ->
            s.minCgIterations =
                (int)
                    within(
                        "The smallest number of CG iterations",
                        minCgIterations,
                        0,
                        s.maxCgIterations));
  }

  /** The relative progress per iteration below which conjugate gradients stop; 5e-4. */
  public double cgProgressTolerance() {
    return cgProgressTolerance;
  }

  /** The same settings with another {@link #cgProgressTolerance()}. */
  public HessianFreeSettings cgProgressTolerance(double cgProgressTolerance) {
    return changed(
        s ->
            s.cgProgressTolerance =
                Arguments.requirePositive("The CG progress tolerance", cgProgressTolerance));
  }

  /** The multiple of the last conjugate gradient iterate that the next ones start from; 0.95. */
  public double warmStart() {
    return warmStart;
  }

  /** The same settings with another {@link #warmStart()}. */
  public HessianFreeSettings warmStart(double warmStart) {
    return changed(s -> s.warmStart = within("The warm start", warmStart, 0, 1));
  }

  /**
   * The power of {@code d + λ + ∂²r} that preconditions conjugate gradients; 3/4, and 0 for none.
   */
  public double preconditionerExponent() {
    return preconditionerExponent;
  }

  /** The same settings with another {@link #preconditionerExponent()}. */
  public HessianFreeSettings preconditionerExponent(double preconditionerExponent) {
    return changed(
        s ->
            s.preconditionerExponent =
                within("The preconditioner exponent", preconditionerExponent, 0, 1));
  }

  /** Which conjugate gradient iterates the backtracking chooses among; {@code ⌈5·1.3ʲ⌉}. */
  public IterateGrid storedIterates() {
    return storedIterates;
  }

  /** The same settings with another {@link #storedIterates()}. */
  public HessianFreeSettings storedIterates(IterateGrid storedIterates) {
    return changed(s -> s.storedIterates = storedIterates);
  }

  /** The factor from one tried step rate to the next; 0.8. */
  public double lineSearchShrink() {
    return lineSearchShrink;
  }

  /** The same settings with another {@link #lineSearchShrink()}. */
  public HessianFreeSettings lineSearchShrink(double lineSearchShrink) {
    return changed(
        s ->
            s.lineSearchShrink =
                within("The line search shrink", lineSearchShrink, Double.MIN_NORMAL, 1 - 1e-6));
  }

  /** The part of the slope a step must gain, Armijo's constant; 1e-2. */
  public double sufficientDecrease() {
    return sufficientDecrease;
  }

  /** The same settings with another {@link #sufficientDecrease()}. */
  public HessianFreeSettings sufficientDecrease(double sufficientDecrease) {
    return changed(
        s -> s.sufficientDecrease = within("The sufficient decrease", sufficientDecrease, 0, 1));
  }

  /** How many step rates are tried before the step is rejected; 60. */
  public int lineSearchTries() {
    return lineSearchTries;
  }

  /** The same settings with another {@link #lineSearchTries()}. */
  public HessianFreeSettings lineSearchTries(int lineSearchTries) {
    return changed(
        s ->
            s.lineSearchTries =
                Arguments.requirePositive("The number of line search tries", lineSearchTries));
  }

  /** The smallest λ; 1e-15, so that it never becomes zero. */
  public double minDamping() {
    return minDamping;
  }

  /** The same settings with another {@link #minDamping()}. */
  public HessianFreeSettings minDamping(double minDamping) {
    return changed(
        s -> s.minDamping = Arguments.requirePositive("The smallest damping", minDamping));
  }

  /** The largest number of iterations; 100. */
  public int maxIterations() {
    return maxIterations;
  }

  /** The same settings with another {@link #maxIterations()}. */
  public HessianFreeSettings maxIterations(int maxIterations) {
    return changed(
        s ->
            s.maxIterations =
                Arguments.requirePositive("The largest number of iterations", maxIterations));
  }

  /** The norm of the gradient at which the run has converged; 1e-8. */
  public double gradientTolerance() {
    return gradientTolerance;
  }

  /** The same settings with another {@link #gradientTolerance()}. */
  public HessianFreeSettings gradientTolerance(double gradientTolerance) {
    return changed(
        s ->
            s.gradientTolerance =
                within("The gradient tolerance", gradientTolerance, 0, Double.MAX_VALUE));
  }

  /** How many rejected steps in a row end the run; 20, over which λ grows 3,000-fold. */
  public int patience() {
    return patience;
  }

  /** The same settings with another {@link #patience()}. */
  public HessianFreeSettings patience(int patience) {
    return changed(s -> s.patience = Arguments.requirePositive("The patience", patience));
  }
}
