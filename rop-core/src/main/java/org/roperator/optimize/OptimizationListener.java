package org.roperator.optimize;

/** Notified after every iteration of an {@link Optimizer}; may stop the run. */
@FunctionalInterface
public interface OptimizationListener {

  /** Whether the run goes on. */
  enum Signal {
    /** The next iteration follows. */
    CONTINUE,
    /** The run ends here, with the iterate the listener has just been told of. */
    STOP
  }

  /**
   * Called after each iteration, whether its step was taken or rejected, on the optimizer's thread.
   *
   * @param iteration what happened; immutable, so it may be kept
   */
  Signal afterIteration(Iteration iteration);

  /** A listener that never stops a run. */
  static OptimizationListener silent() {
    return iteration -> Signal.CONTINUE;
  }
}
