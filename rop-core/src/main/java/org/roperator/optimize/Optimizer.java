package org.roperator.optimize;

import org.roperator.function.FiniteSum;
import org.roperator.function.Objective;

/**
 * A method that looks for a minimum of a function, the one door to all of them.
 *
 * <pre>{@code
 * Optimizer hf = HessianFree.with(HessianFreeSettings.defaults().maxIterations(50));
 * OptimizationResult result = hf.minimize(objective, start, iteration -> {
 *   show(iteration.number(), iteration.value(), iteration.figures());
 *   return Signal.CONTINUE;
 * });
 * }</pre>
 *
 * <p>An optimiser is an immutable configured value: it may run many times, also at the same time,
 * and the same objective, start and settings give the same history bit for bit. It ends with a
 * named outcome, never with an exception, where numbers go wrong. It also ends, with the last
 * complete iterate, when its thread is interrupted; the thread's interrupted state stays set.
 */
public interface Optimizer {

  /** The method's short name, such as {@code "hessian-free"}. */
  String name();

  /**
   * Minimises a mean over examples.
   *
   * @param objective the function
   * @param start n finite parameters to start from. Not modified.
   * @param listener told after every iteration, on the calling thread
   * @throws IllegalArgumentException if the start has the wrong length or is not finite
   */
  OptimizationResult minimize(FiniteSum objective, double[] start, OptimizationListener listener);

  /**
   * Minimises any objective, as a sum of one example unless it is a finite sum.
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
   * Minimises any objective without telling anyone on the way.
   *
   * @param objective the function
   * @param start n finite parameters to start from. Not modified.
   * @throws IllegalArgumentException if the start has the wrong length or is not finite
   */
  default OptimizationResult minimize(Objective objective, double[] start) {
    return minimize(objective, start, OptimizationListener.silent());
  }
}
