package org.roperator.parallel;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.IntConsumer;
import org.roperator.internal.Arguments;

/** The calling thread, and daemons shared by the whole process. */
final class ThreadedWorkers implements Workers {

  private static final Workers SEQUENTIAL = new ThreadedWorkers(1);

  private final int threads;

  private ThreadedWorkers(int threads) {
    this.threads = Arguments.requirePositive("The number of threads", threads);
  }

  static Workers of(int threads) {
    return threads == 1 ? SEQUENTIAL : new ThreadedWorkers(threads);
  }

  @Override
  public int threads() {
    return threads;
  }

  @Override
  public void run(int tasks, IntConsumer task) {
    if (threads == 1 || tasks <= 1) {
      for (int i = 0; i < tasks; i++) {
        task.accept(i);
      }
      return;
    }
    Round round = new Round(tasks, task);
    callHelpers(round, Math.min(threads, tasks) - 1);
    round.run();
    round.awaitAndRethrow();
  }

  private static void callHelpers(Round round, int count) {
    try {
      for (int i = 0; i < count; i++) {
        Helpers.POOL.execute(round);
      }
    } catch (OutOfMemoryError noMoreThreads) {
      // The caller does what no helper does; leaving now would leave those running that came.
    }
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
        } catch (Throwable failure) {
          failures.set(i, failure); // whatever it is, the caller must not wait for ever
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
        if (failure != null) {
          throw undeclared(failure);
        }
      }
    }

    /** Throws as on a single thread: a checked exception that is not declared included. */
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    private static <T extends Throwable> RuntimeException undeclared(Throwable failure) throws T {
      throw (T) failure;
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
