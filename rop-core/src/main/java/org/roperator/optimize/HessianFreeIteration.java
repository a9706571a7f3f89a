package org.roperator.optimize;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.roperator.solve.CgOutcome;

/** One iteration of {@link HessianFree}; immutable. */
public final class HessianFreeIteration implements Iteration {

  private final int number;
  private final double value;
  private final double[] w;
  private final double gradientNorm;
  private final Solve solve;
  private final Step step;

  /**
   * An iteration.
   *
   * @param w the parameters after it. Copied.
   */
  HessianFreeIteration(
      int number, double value, double[] w, double gradientNorm, Solve solve, Step step) {
    this.number = number;
    this.value = value;
    this.w = w.clone();
    this.gradientNorm = gradientNorm;
    this.solve = solve;
    this.step = step;
  }

  /**
   * How a step was solved for.
   *
   * @param lambda the damping λ, itself and not a multiple; NaN of a step that left a point where
   *     the gradient vanished, which needs none
   * @param steps how many conjugate gradient iterations were made
   * @param outcome why they ended
   */
  public record Solve(double lambda, int steps, CgOutcome outcome) {}

  /**
   * What became of a step.
   *
   * @param kind where it came from, or that it was rejected
   * @param rho the reduction ratio ρ: −∞ if the step raised the curvature batch's value, NaN if
   *     there was no step, or none found with λ
   * @param chosen the conjugate gradient iteration whose iterate the backtracking chose
   * @param rate the multiple of the step that the line search took; 0 if it took none
   */
  public record Step(StepKind kind, double rho, int chosen, double rate) {}

  /** Where a step came from, or that it was rejected. */
  public enum StepKind {
    /** The step that conjugate gradients found was taken. */
    TAKEN,
    /**
     * Conjugate gradients met a direction of negative curvature, and a step they had found before
     * it was taken.
     */
    TAKEN_BEFORE_NEGATIVE_CURVATURE,
    /**
     * The very first direction had negative curvature, and the step was taken along it, downhill.
     */
    TAKEN_ALONG_NEGATIVE_CURVATURE,
    /** No multiple of the step lowered the objective enough; the parameters stayed. */
    REJECTED
  }

  @Override
  public int number() {
    return number;
  }

  /** The objective over all examples after this iteration. */
  @Override
  public double value() {
    return value;
  }

  @Override
  public double[] parameters() {
    return w.clone();
  }

  /** The norm of the gradient over all examples before the step. */
  public double gradientNorm() {
    return gradientNorm;
  }

  /** How the step was solved for. */
  public Solve solve() {
    return solve;
  }

  /** What became of the step. */
  public Step step() {
    return step;
  }

  @Override
  public Map<String, Double> figures() {
    Map<String, Double> figures = new LinkedHashMap<>();
    figures.put("lambda", solve.lambda);
    figures.put("rho", step.rho);
    figures.put("cg_steps", (double) solve.steps);
    figures.put("chosen_cg_step", (double) step.chosen);
    figures.put("step_rate", step.rate);
    figures.put("gradient_norm", gradientNorm);
    return Collections.unmodifiableMap(figures);
  }
}
