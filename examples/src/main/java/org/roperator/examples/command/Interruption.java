package org.roperator.examples.command;

import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;

/** What to do when the process is told to end, as by Ctrl-C, in the middle of long work. */
final class Interruption {

  private Interruption() {}

  /**
   * Does long work, and if the process is told to end meanwhile, leaves in good order instead.
   *
   * <p>One of two things is sure: the work's result is returned and the other action will never
   * run, or that action runs and this method doesn't return.
   *
   * @param work what to do
   * @param leave what to do before the process ends early, on another thread
   */
  static <T> T leavingBy(Runnable leave, Supplier<T> work) {
    Thread hook = new Thread(leave, "rop-interruption");
    Runtime.getRuntime().addShutdownHook(hook);
    try {
      return work.get();
    } finally {
      try {
        Runtime.getRuntime().removeShutdownHook(hook);
      } catch (IllegalStateException ending) {
        awaitTheEnd();
      }
    }
  }

  private static void awaitTheEnd() {
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
    }
  }
}
