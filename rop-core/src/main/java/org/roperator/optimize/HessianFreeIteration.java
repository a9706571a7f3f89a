package org.roperator.optimize;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.roperator.solve.CgOutcome;

/**
 * One iteration of {@link HessianFree}.
 *
 * @param number counted from 1
 * @param value the objective over all examples after this iteration
 * @param iterate the parameters after it
 * @param gradientNorm the norm of the gradient over all examples before its step
 * @param lambda the damping λ its step was found with
 * @param rho the reduction ratio ρ of its step: −∞ if the step raised the curvature batch's value,
 *     NaN if there was no step
 * @param cgSteps how many conjugate gradient iterations were made
 * @param cgOutcome why they ended
 * @param chosenCgStep the iteration whose iterate the backtracking chose
 * @param stepRate the multiple of the step that the line search took; 0 if it took none
 * @param step what became of the step
 */
public record HessianFreeIteration(
    int number,
    double value,
    Iterate iterate,
    double gradientNorm,
    double lambda,
    double rho,
    int cgSteps,
    CgOutcome cgOutcome,
    int chosenCgStep,
    double stepRate,
    HessianFreeStep step)
    implements Iteration {

  @Override
  public double[] parameters() {
    return iterate.toArray();
  }

  @Override
  public Map<String, Double> figures() {
    Map<String, Double> figures = new LinkedHashMap<>();
    figures.put("lambda", lambda);
    figures.put("rho", rho);
    figures.put("cg_steps", (double) cgSteps);
    figures.put("chosen_cg_step", (double) chosenCgStep);
    figures.put("step_rate", stepRate);
    figures.put("gradient_norm", gradientNorm);
    return Collections.unmodifiableMap(figures);
  }
}
