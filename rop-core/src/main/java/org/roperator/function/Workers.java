package org.roperator.function;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.IntConsumer;
import org.roperator.operator.Arguments;

/**
 * Runs a fixed number of independent tasks on up to a given number of threads.
 *
 * <p>The result must not depend on which thread runs a task or in what order: a caller cuts its
 * work by the data alone, lets every task write to a place of its own, and adds the places up in
 * task order. Then results are equal bit for bit for any number of threads.
 *
 * <p>The calling thread takes part, so nested use can't starve; with one thread nothing is handed
 * over and nothing allocated. The other threads are daemons shared by the whole process.
 */
public final class Workers {

  private static final Workers SEQUENTIAL = new Workers(1);

  private final int threads;

  private Workers(int threads) {
    this.threads = Arguments.requirePositive("The number of threads", threads);
  }

  /** As many threads as the machine has processors. */
  public static Workers ofAllProcessors() {
    return of(Runtime.getRuntime().availableProcessors());
  }

  /** Up to the given number of threads, at least 1, the caller's own among them. */
  public static Workers of(int threads) {
    return threads == 1 ? SEQUENTIAL : new Workers(threads);
  }

  /** The number of threads, the caller's own among them. */
  public int threads() {
    return threads;
  }

  /**
   * Runs {@code task(0) … task(tasks − 1)} and returns when all have ended.
   *
   * @param tasks the number of tasks, ≥ 0
   * @param task what to do, given the number of the task
   * @throws RuntimeException what the task of the lowest number threw, if any threw, after all have
   *     ended; an {@link Error} likewise
   */
  public void run(int tasks, IntConsumer task) {
    if (threads == 1 || tasks <= 1) {
      for (int i = 0; i < tasks; i++) {
        task.accept(i);
      }
      return;
    }
    Round round = new Round(tasks, task);
    for (int i = Math.min(threads, tasks) - 1; i > 0; i--) {
      Helpers.POOL.execute(round);
    }
    round.run();
    round.awaitAndRethrow();
  }

  /** The tasks of one call; helpers that come late find nothing left and leave. */
  private static final class Round implements Runnable {

    private final int tasks;
    private final IntConsumer task;
    private final AtomicInteger next = new AtomicInteger();
    private final AtomicReferenceArray<Throwable> failures;
    private int ended;

    Round(int tasks, IntConsumer task) {
      this.tasks = tasks;
      this.task = task;
      this.failures = new AtomicReferenceArray<>(tasks);
    }

    @Override
    public void run() {
      for (int i = next.getAndIncrement(); i < tasks; i = next.getAndIncrement()) {
        try {
          task.accept(i);
        } catch (RuntimeException | Error failure) {
          failures.set(i, failure);
        }
        synchronized (this) {
          if (++ended == tasks) {
            notifyAll();
          }
        }
      }
    }

    void awaitAndRethrow() {
      boolean interrupted = false;
      synchronized (this) {
        while (ended < tasks) {
          try {
            wait();
          } catch (InterruptedException stop) {
            interrupted = true; // the tasks write to the caller's arrays, so they must end first
          }
        }
      }
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
      for (int i = 0; i < tasks; i++) {
        Throwable failure = failures.get(i);
        if (failure instanceof RuntimeException exception) {
          throw exception;
        } else if (failure instanceof Error error) {
          throw error;
        }
      }
    }
  }

  private static final class Helpers {

    static final ExecutorService POOL =
        Executors.newCachedThreadPool(
            job -> {
              Thread thread = new Thread(job, "rop-worker");
              thread.setDaemon(true);
              return thread;
            });
  }
}
