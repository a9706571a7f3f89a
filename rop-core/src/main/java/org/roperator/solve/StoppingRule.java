package org.roperator.solve;

import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.roperator.internal.Arguments;

/**
 * When conjugate gradients stop; composed with {@link #or}.
 *
 * <pre>{@code
 * StoppingRule.residualBelow(1e-10).or(StoppingRule.iterations(200))
 * }</pre>
 *
 * <p>A rule keeps no memory of its own: one value serves any number of solves.
 */
@FunctionalInterface
public interface StoppingRule {

  /** How far conjugate gradients have come. */
  interface Progress {

    /** The number i of iterations made; 0 before the first. */
    int iteration();

    /**
     * The norm {@code ‖b − Ax‖} of the residual, as the recurrence carries it.
     *
     * <p>Where this or {@code ‖b‖} comes near the end of the range of doubles, both are multiplied
     * by one power of two.
     */
    double residualNorm();

    /** The norm {@code ‖b‖}, above 0. */
    double rightHandSideNorm();

    /**
     * The quadratic model {@code ψ(xᵢ) = ½xᵀAx − bᵀx} after i iterations.
     *
     * <p>Where these numbers would leave the range of doubles, all of them are multiplied by one
     * power of two.
     *
     * @param i from 0 to {@link #iteration()}
     */
    double model(int i);
  }

  /**
   * The outcome to end with, or nothing to go on.
   *
   * @param progress the solve so far; valid during the call
   */
  Optional<CgOutcome> judge(Progress progress);

  /** Stops when this rule or the other one stops; this one is asked first. */
  default StoppingRule or(StoppingRule other) {
    return progress -> {
      Optional<CgOutcome> outcome = judge(progress);
      return outcome.isPresent() ? outcome : other.judge(progress);
    };
  }

  /**
   * Stops when {@code ‖b − Ax‖ ≤ τ‖b‖}.
   *
   * @param relative τ, above 0; below the rounding of double precision it means that rounding
   */
  static StoppingRule residualBelow(double relative) {
    Arguments.requirePositive("The relative residual", relative);
    return progress ->
        stopIf(
            progress.residualNorm() <= relative * progress.rightHandSideNorm(),
            CgOutcome.RESIDUAL_REACHED);
  }

  /**
   * Stops when the quadratic model falls too little (Martens 2010): at iteration i when, with
   * {@code k = max(10, ⌈i/10⌉)}, {@code i > k}, {@code ψᵢ₋ₖ < 0} and {@code (ψᵢ − ψᵢ₋ₖ)/ψᵢ < kε}.
   *
   * <p>This suits truncated solves within an optimizer, where the model's value matters and the
   * residual, which may rise on the way, does not.
   *
   * @param perIteration ε, above 0; Martens takes 5e-4
   */
  static StoppingRule relativeProgressBelow(double perIteration) {
    Arguments.requirePositive("The relative progress", perIteration);
    return progress -> {
      int i = progress.iteration();
      int k = Math.max(10, (i + 9) / 10);
      if (i <= k) {
        return Optional.empty();
      }
      double now = progress.model(i);
      double before = progress.model(i - k);
      return stopIf(
          before < 0 && (now - before) / now < k * perIteration, CgOutcome.PROGRESS_STALLED);
    };
  }

  /**
   * Stops after a number of iterations.
   *
   * @param limit at least 1
   */
  static StoppingRule iterations(int limit) {
    Arguments.requirePositive("The iteration limit", limit);
    return progress -> stopIf(progress.iteration() >= limit, CgOutcome.ITERATION_LIMIT);
  }

  /**
   * Stops when someone wants it to, before the fewest iterations are made too.
   *
   * @param cancelled asked after every iteration, unless a rule composed before this one stops
   */
  static StoppingRule cancelledWhen(BooleanSupplier cancelled) {
    return progress -> stopIf(cancelled.getAsBoolean(), CgOutcome.CANCELLED);
  }

  private static Optional<CgOutcome> stopIf(boolean stop, CgOutcome outcome) {
    return stop ? Optional.of(outcome) : Optional.empty();
  }
}
