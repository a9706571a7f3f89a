package org.roperator.parallel;

import java.util.function.IntConsumer;

/**
 * Runs a fixed number of independent tasks on up to a given number of threads.
 *
 * <p>The result must not depend on which thread runs a task or in what order: a caller cuts its
 * work by the data alone, lets every task write to a place of its own, and adds the places up in
 * task order. Then results are equal bit for bit for any number of threads.
 *
 * <p>Those of {@link #of} are what most programs want; others, such as over a pool of a server's
 * own, need {@link #threads} and {@link #run} alone.
 */
public interface Workers {

  /** As many threads as the machine has processors. */
  static Workers ofAllProcessors() {
    return of(Runtime.getRuntime().availableProcessors());
  }

  /**
   * Up to the given number of threads, the caller's own among them.
   *
   * <p>The calling thread takes part, so nested use can't starve; with one thread nothing is handed
   * over and nothing allocated. The other threads are daemons shared by the whole process.
   *
   * @param threads at least 1
   */
  static Workers of(int threads) {
    return ThreadedWorkers.of(threads);
  }

  /** The number of threads, the caller's own among them. */
  int threads();

  /**
   * Runs {@code task(0) … task(tasks − 1)} and returns when all have ended.
   *
   * @param tasks the number of tasks, ≥ 0
   * @param task what to do, given the number of the task
   * @throws RuntimeException what the task of the lowest number threw, if any threw, after all have
   *     ended; likewise an {@link Error}, or a checked exception that a task threw undeclared, as
   *     languages do that know none. Which tasks of higher numbers still run depends on the number
   *     of threads.
   */
  void run(int tasks, IntConsumer task);
}
