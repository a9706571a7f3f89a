package org.roperator.optimize;

import org.roperator.function.FiniteSum;
import org.roperator.internal.Arguments;

/**
 * How long a method of mini-batches runs, over which batches, and when it has converged. With an
 * {@link UpdateRule} it is an {@link Optimizer}:
 *
 * <pre>{@code
 * Optimizer adam = Epochs.of(50).withBatches(MiniBatches.shuffled(64, seed)).stepping(Adam.ofRate(1e-3));
 * }</pre>
 *
 * <p>One {@link Iteration} is one epoch: one pass over all examples with one step for each batch.
 * Its value is the mean over the examples of the values their batches had when their turn came, so
 * the value <em>during</em> the epoch, not at its end; with one batch of all examples, the value at
 * its start. Its figures are {@code gradient_norm}, the norm of the mean of the gradients its
 * batches had; {@code steps}, their number; {@code step_norm}, the distance from its first to its
 * last parameters; and those of the rule.
 *
 * <p>Immutable; each method below gives other epochs that differ in one thing.
 */
public final class Epochs {

  private static final Epochs STANDARD =
      new Epochs(100, MiniBatches.full(), GradientTolerance.DEFAULT);

  private final int limit;
  private final MiniBatches batches;
  private final GradientTolerance tolerance;

  private Epochs(int limit, MiniBatches batches, GradientTolerance tolerance) {
    this.limit = Arguments.requirePositive("The number of epochs", limit);
    this.batches = batches;
    this.tolerance = tolerance;
  }

  /**
   * At most 100 epochs of one batch of all examples, until the gradient falls to a
   * hundred-millionth of the largest one met.
   */
  public static Epochs standard() {
    return STANDARD;
  }

  /**
   * The {@link #standard()} ones, but for their largest number.
   *
   * @param limit at least 1
   */
  public static Epochs of(int limit) {
    return new Epochs(limit, STANDARD.batches, STANDARD.tolerance);
  }

  /** The same over other mini-batches. */
  public Epochs withBatches(MiniBatches batches) {
    return new Epochs(limit, batches, tolerance);
  }

  /**
   * The same until the mean gradient of an epoch has another norm, whatever it was before.
   *
   * @param norm at least 0
   */
  public Epochs untilGradient(double norm) {
    return new Epochs(limit, batches, new GradientTolerance(norm, 0));
  }

  /** The optimizer that makes such epochs of steps by a rule. */
  public Optimizer stepping(UpdateRule rule) {
    return new Stepping(this, rule);
  }

  /** Epochs of steps. */
  private record Stepping(Epochs epochs, UpdateRule rule) implements Optimizer {

    @Override
    public String name() {
      return rule.name();
    }

    @Override
    public OptimizationResult minimize(
        FiniteSum objective, double[] start, OptimizationListener listener) {
      double[] w = EvaluationCounter.startOf(objective, start);
      return new EpochRun(
              objective,
              w,
              rule.begin(objective),
              epochs.batches.over(objective),
              epochs.limit,
              epochs.tolerance)
          .run(listener);
    }
  }
}
