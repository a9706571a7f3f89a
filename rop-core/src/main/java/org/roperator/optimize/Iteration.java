package org.roperator.optimize;

import java.util.Map;

/** One finished iteration of an {@link Optimizer}; immutable. */
public interface Iteration {

  /** The number of this iteration, counted from 1. */
  int number();

  /** The objective's value as the method knows it after this iteration; each method says how. */
  double value();

  /** The last complete iterate, in a fresh array. */
  double[] parameters();

  /**
   * The method's own numbers by name, in a fixed order and ready for a log: such as {@code lambda},
   * {@code rho}, {@code cg_steps}, {@code step_rate}, {@code gradient_norm}.
   *
   * @return an unmodifiable map; a figure may be infinite or NaN where it has no value
   */
  Map<String, Double> figures();
}
