package org.roperator.optimize.leastsquares;

import java.util.Optional;
import org.roperator.internal.Vectors;
import org.roperator.operator.LinearOperator;
import org.roperator.optimize.OptimizationOutcome;
import org.roperator.solve.Lsmr;
import org.roperator.solve.LsmrOutcome;
import org.roperator.solve.LsmrResult;

/**
 * The model {@code ½‖r + Jp‖²} by products alone: {@code min ‖JD⁻¹y + r‖² + λ‖y‖²} by {@link Lsmr},
 * and λ such that y is about as long as the radius.
 *
 * <p>Far from the minimum a solve ends where its gradient is a hundredth of that of F; near it,
 * where the cosine between r and the columns of J is small, at the root of that cosine. A step that
 * says that F has converged is solved for anew, as far as rounding lets it.
 */
final class LsmrModel implements StepModel {

  /** Products are dear, and a radius is a guess. */
  private static final double LEAST_SLACK = 0.3;

  private static final int MOST_SOLVES = 6;
  private static final double LOOSE = 0.01;
  private static final double TIGHT = 1e-12;

  private final LinearOperator scaled;
  private final double[] right;
  private final double[] scales;
  private final double gradientNorm;
  private final double residualNorm;
  private final double slack;
  private final double converged;
  private final Lsmr solver;
  private final Memory memory;
  private double fall = Double.NaN;

  /** What one model leaves to the next. For one run. */
  static final class Memory {
    private double lambda;
    private double operatorNorm = 1;
    private double largestGradient;

    /** The λ of the last step. */
    double lambda() {
      return lambda;
    }

    void keep(double last) {
      lambda = last;
    }
  }

  /** The answer of one solve. */
  private record Solved(LsmrResult result, double lambda, double length) {}

  /**
   * A model.
   *
   * @param jacobian J
   * @param residuals r. Not modified.
   * @param scales D, above 0. Kept.
   * @param slack how far a step's length may be from the radius
   * @param converged the fall at which F has converged
   */
  LsmrModel(
      LinearOperator jacobian,
      double[] residuals,
      double[] scales,
      double slack,
      double converged,
      Lsmr solver,
      Memory memory) {
    double[] x = new double[scales.length];
    LinearOperator adjoint = jacobian.adjoint();
    this.scaled =
        LinearOperator.of(
            scales.length,
            residuals.length,
            (v, out) -> {
              for (int j = 0; j < x.length; j++) {
                x[j] = v[j] / scales[j];
              }
              jacobian.apply(x, out);
            },
            (u, out) -> {
              adjoint.apply(u, out);
              for (int j = 0; j < out.length; j++) {
                out[j] /= scales[j];
              }
            });
    this.right = residuals.clone();
    Vectors.scale(-1, right);
    this.scales = scales;
    this.gradientNorm = Vectors.norm(scaled.adjoint().times(right));
    this.residualNorm = Vectors.norm(right);
    this.slack = Math.max(slack, LEAST_SLACK);
    this.converged = converged;
    this.solver = solver;
    this.memory = memory;
    memory.largestGradient = Math.max(memory.largestGradient, gradientNorm);
  }

  @Override
  public double fall() {
    return fall;
  }

  @Override
  public int rank() {
    return Math.min(scales.length, right.length);
  }

  @Override
  public Step step(double radius) {
    double low = 0;
    double high = Double.POSITIVE_INFINITY;
    Optional<Solved> longer = Optional.empty();
    double lambda = memory.lambda();
    for (int k = 1; ; k++) {
      Solved solved = solve(lambda, looseness());
      Optional<Step> trouble = trouble(solved.result());
      if (trouble.isPresent()) {
        return trouble.get();
      }
      boolean isShort = solved.length() <= radius;
      if (lambda == 0 && solved.length() <= (1 + slack) * radius) {
        return interior(solved);
      }
      if (Math.abs(solved.length() - radius) <= slack * radius || k == MOST_SOLVES) {
        return told(solved);
      }
      if (isShort) {
        high = lambda;
      } else {
        low = lambda;
      }
      lambda = next(solved, longer, radius, low, high);
      longer = Optional.of(solved);
    }
  }

  /**
   * The next λ: {@code 1/‖y‖} is nearly linear in λ, and becomes {@code λ/‖g‖} far out, which
   * serves until there are two solutions.
   */
  private double next(Solved now, Optional<Solved> before, double radius, double low, double high) {
    double slope = 1 / gradientNorm;
    if (before.isPresent() && before.get().lambda() != now.lambda()) {
      double measured =
          (1 / now.length() - 1 / before.get().length()) / (now.lambda() - before.get().lambda());
      slope = measured > 0 ? measured : slope;
    }
    double next = now.lambda() + (1 / radius - 1 / now.length()) / slope;
    if (next > low && next < high) {
      return next;
    }
    if (next <= low && low == 0) {
      return 0;
    }
    return high < Double.POSITIVE_INFINITY ? 0.5 * (low + high) : 10 * low;
  }

  private double looseness() {
    double cosine = gradientNorm / (residualNorm * memory.operatorNorm);
    double share = gradientNorm / memory.largestGradient;
    return Math.max(TIGHT, Math.min(LOOSE, Math.sqrt(Math.min(cosine, share))));
  }

  private Solved solve(double lambda, double looseness) {
    double ofOperator =
        looseness == TIGHT
            ? TIGHT
            : looseness * gradientNorm / (residualNorm * Math.max(1, memory.operatorNorm));
    LsmrResult result =
        solver
            .withDamping(Math.sqrt(lambda))
            .untilBackwardErrors(Math.max(ofOperator, Double.MIN_NORMAL), LOOSE * looseness)
            .solve(scaled, right);
    if (result.operatorNorm() > 0 && Double.isFinite(result.operatorNorm())) {
      memory.operatorNorm = result.operatorNorm();
    }
    return new Solved(result, lambda, Vectors.norm(result.solution()));
  }

  private static Optional<Step> trouble(LsmrResult result) {
    if (result.outcome() == LsmrOutcome.CANCELLED) {
      return Optional.of(Step.none(OptimizationOutcome.INTERRUPTED, "the thread was interrupted."));
    }
    return result.outcome() == LsmrOutcome.NOT_FINITE
        ? Optional.of(
            Step.none(
                OptimizationOutcome.NOT_FINITE, "no step could be solved for: " + result.reason()))
        : Optional.empty();
  }

  private Step interior(Solved loose) {
    Step step = told(loose);
    fall = step.decrease();
    if (fall > converged) {
      return step;
    }
    Solved tight = solve(0, TIGHT);
    Optional<Step> trouble = trouble(tight.result());
    if (trouble.isPresent()) {
      return trouble.get();
    }
    Step confirmed = told(tight);
    fall = Math.max(fall, confirmed.decrease());
    return confirmed;
  }

  private Step told(Solved solved) {
    double[] y = solved.result().solution();
    double[] ay = scaled.times(y);
    double[] p = y.clone();
    for (int j = 0; j < p.length; j++) {
      p[j] /= scales[j];
    }
    double decrease = Vectors.dot(right, ay) - 0.5 * Vectors.dot(ay, ay);
    memory.keep(solved.lambda());
    return Step.of(p, solved.lambda(), solved.length(), decrease);
  }
}
