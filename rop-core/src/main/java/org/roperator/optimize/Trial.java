package org.roperator.optimize;

import java.util.Optional;
import org.roperator.function.FiniteSum;
import org.roperator.function.FiniteSumExpansion;
import org.roperator.internal.Vectors;
import org.roperator.operator.SymmetricOperator;

/**
 * A point at which a method asks for the objective, and what was asked there; made by an {@link
 * OptimizationRun}, which counts it. For one thread.
 *
 * <p>A trial costs what is asked: its value is known, its expansion is made once, when first asked
 * for, unless the value came from it.
 */
public final class Trial {

  private final EvaluationCounter meter;
  private final FiniteSum objective;
  private final double[] w;
  private final double value;
  private Optional<FiniteSumExpansion> at;
  private Optional<double[]> gradient = Optional.empty();

  Trial(
      EvaluationCounter meter,
      FiniteSum objective,
      double[] w,
      double value,
      Optional<FiniteSumExpansion> at) {
    this.meter = meter;
    this.objective = objective;
    this.w = w;
    this.value = value;
    this.at = at;
  }

  /** The point. Not to be modified. */
  public double[] point() {
    return w;
  }

  /**
   * The value there; +∞, worse than any other, where it is NaN, where the objective threw, and
   * where the point is not finite.
   */
  public double value() {
    return value;
  }

  /**
   * The gradient there. Not to be modified. What the objective throws ends the run as {@link
   * OptimizationOutcome#FAILED}.
   */
  public double[] gradient() {
    if (gradient.isEmpty()) {
      FiniteSumExpansion here = expansion();
      gradient = Optional.of(EvaluationCounter.ask("the gradient", here::gradient));
    }
    return gradient.get();
  }

  /** Whether the value and the gradient there are finite, so that a step may end there. */
  public boolean isUsable() {
    return Double.isFinite(value) && Vectors.isFinite(gradient());
  }

  /**
   * The objective to second order there, over all examples; see {@link #gradient()} for failures.
   */
  public FiniteSumExpansion expansion() {
    if (at.isEmpty()) {
      at = Optional.of(meter.expand(objective, w));
    }
    return at.get();
  }

  /**
   * The Hessian there, whose products are counted and, where they throw, end the run as {@link
   * OptimizationOutcome#FAILED}; for one thread.
   *
   * @throws UnsupportedOperationException if the objective has none
   */
  public SymmetricOperator hessian() {
    FiniteSumExpansion here = expansion();
    try {
      return meter.counting(EvaluationCounter.ask("the Hessian", here::hessian));
    } catch (ProgramFailure failure) {
      throw failure.isUnsupported() ? failure.thrown() : failure;
    }
  }

  /** Forgets what was asked besides the value and the gradient, so that its memory is free. */
  void drop() {
    at = Optional.empty();
  }
}
