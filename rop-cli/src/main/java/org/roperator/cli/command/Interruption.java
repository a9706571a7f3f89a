package org.roperator.cli.command;

import java.util.concurrent.CountDownLatch;

/**
 * What to do when the process is told to end, as by Ctrl-C, in the middle of long work.
 *
 * <p>One of two things is sure: closing this returns and the other action will never run, or that
 * action runs and closing doesn't return.
 */
final class Interruption implements AutoCloseable {

  private final Thread hook;

  private Interruption(Thread hook) {
    this.hook = hook;
  }

  /**
   * From now on a process that is told to end leaves in good order. Doesn't return if it was told
   * already.
   *
   * @param leave what to do before the process ends early, on another thread
   */
  static Interruption leavingBy(Runnable leave) {
    Thread hook = new Thread(leave, "rop-interruption");
    try {
      Runtime.getRuntime().addShutdownHook(hook);
    } catch (IllegalStateException ending) {
      awaitTheEnd();
    }
    return new Interruption(hook);
  }

  /** Whether this is the thread that leaves. */
  boolean isLeaving() {
    return Thread.currentThread() == hook;
  }

  @Override
  public void close() {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException ending) {
      awaitTheEnd();
    }
  }

  /** For those who must not go on while another thread ends the process. */
  static void awaitTheEnd() {
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
    }
  }
}
