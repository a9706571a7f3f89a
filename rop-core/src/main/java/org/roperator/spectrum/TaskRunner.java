package org.roperator.spectrum;

import java.util.function.IntConsumer;

/**
 * Runs independent tasks, on one thread or several.
 *
 * <p>The method {@code run} of {@code org.roperator.function.Workers} is one: {@code
 * Lanczos.top(10).runningOn(Workers.ofAllProcessors()::run)}. Which thread runs a task never
 * changes a result.
 */
@FunctionalInterface
public interface TaskRunner {

  /**
   * Runs {@code task(0) … task(tasks − 1)} and returns when all have ended.
   *
   * @param tasks the number of tasks, ≥ 0
   * @param task what to do, given the number of the task
   */
  void run(int tasks, IntConsumer task);

  /** Runs all tasks on the calling thread. */
  static TaskRunner sequential() {
    return (tasks, task) -> {
      for (int i = 0; i < tasks; i++) {
        task.accept(i);
      }
    };
  }
}
