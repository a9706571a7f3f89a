package org.roperator.optimize;

import org.roperator.function.FiniteSum;
import org.roperator.function.Objective;

/**
 * A minimization method; the common interface of all of them.
 *
 * <pre>{@code
 * Optimizer hf = HessianFree.standard().withEnding(Ending.standard().atMostIterations(50));
 * OptimizationResult result = hf.minimize(objective, start, iteration -> {
 *   show(iteration.number(), iteration.value(), iteration.figures());
 *   return Signal.CONTINUE;
 * });
 * }</pre>
 *
 * <p>An optimizer is an immutable configured value: it may run many times, also at the same time,
 * and the same objective, start and settings give the same history bit for bit. It ends with a
 * named outcome, never with an exception, where numbers go wrong or the objective throws a {@code
 * RuntimeException}: the last complete iterate and the cause come back. What a listener throws
 * leaves the run. It also ends, with the last complete iterate, when its thread is interrupted; the
 * thread's interrupted state stays set.
 */
public interface Optimizer {

  /** The method's short name, such as {@code "hessian-free"}. */
  String name();

  /**
   * Minimizes a mean over examples.
   *
   * @param objective the function
   * @param start n finite parameters to start from. Not modified.
   * @param listener told after every iteration, on the calling thread
   * @throws IllegalArgumentException if the start has the wrong length or is not finite
   */
  OptimizationResult minimize(FiniteSum objective, double[] start, OptimizationListener listener);

  /**
   * Minimizes any objective, as a sum of one example unless it is a finite sum.
   *
   * @param objective the function
   * @param start n finite parameters to start from. Not modified.
   * @param listener told after every iteration, on the calling thread
   * @throws IllegalArgumentException if the start has the wrong length or is not finite
   */
  default OptimizationResult minimize(
      Objective objective, double[] start, OptimizationListener listener) {
    return minimize(FiniteSum.ofOne(objective), start, listener);
  }

  /**
   * Minimizes any objective without telling anyone on the way.
   *
   * @param objective the function
   * @param start n finite parameters to start from. Not modified.
   * @throws IllegalArgumentException if the start has the wrong length or is not finite
   */
  default OptimizationResult minimize(Objective objective, double[] start) {
    return minimize(objective, start, OptimizationListener.silent());
  }
}
