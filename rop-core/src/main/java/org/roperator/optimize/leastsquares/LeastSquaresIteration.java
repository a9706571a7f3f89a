package org.roperator.optimize.leastsquares;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.roperator.optimize.Iteration;

/** One iteration of {@link LevenbergMarquardt}; immutable. */
public final class LeastSquaresIteration implements Iteration {

  private final int number;
  private final double value;
  private final double[] w;
  private final double gradientNorm;
  private final Trial trial;

  /**
   * An iteration.
   *
   * @param w the parameters after it. Copied.
   */
  LeastSquaresIteration(int number, double value, double[] w, double gradientNorm, Trial trial) {
    this.number = number;
    this.value = value;
    this.w = w.clone();
    this.gradientNorm = gradientNorm;
    this.trial = trial;
  }

  /**
   * What was tried.
   *
   * @param taken whether the step was taken
   * @param lambda the damping λ of the step, 0 of a full Gauss-Newton or Newton step; NaN of a step
   *     that left a point where the gradient vanished
   * @param rho the gain ratio ρ, the fall of F over the fall promised; −∞ where F was not finite
   * @param radius the bound Δ on the step's scaled length
   * @param length the scaled length {@code ‖Dp‖} of the step
   * @param offset the relative gradient before the step, as {@link LevenbergMarquardt} measures it;
   *     NaN where products alone don't tell
   */
  public record Trial(
      boolean taken, double lambda, double rho, double radius, double length, double offset) {}

  @Override
  public int number() {
    return number;
  }

  /** F after this iteration. */
  @Override
  public double value() {
    return value;
  }

  @Override
  public double[] parameters() {
    return w.clone();
  }

  /** The norm of the gradient of F before the step. */
  public double gradientNorm() {
    return gradientNorm;
  }

  /** What was tried. */
  public Trial trial() {
    return trial;
  }

  @Override
  public Map<String, Double> figures() {
    Map<String, Double> figures = new LinkedHashMap<>();
    figures.put("taken", trial.taken ? 1.0 : 0.0);
    figures.put("lambda", trial.lambda);
    figures.put("rho", trial.rho);
    figures.put("radius", trial.radius);
    figures.put("step_length", trial.length);
    figures.put("relative_gradient", trial.offset);
    figures.put("gradient_norm", gradientNorm);
    return Collections.unmodifiableMap(figures);
  }
}
