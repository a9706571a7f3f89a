package org.roperator.bench;

import java.util.Locale;

/** Times of repeated runs, and lines of text about them. */
final class Timing {

  private Timing() {}

  /** The least nanoseconds of so many runs. */
  static double best(int repetitions, Runnable run) {
    double best = Double.POSITIVE_INFINITY;
    for (int i = 0; i < repetitions; i++) {
      long start = System.nanoTime();
      run.run();
      best = Math.min(best, (double) (System.nanoTime() - start));
    }
    return best;
  }

  /** Prints a line. */
  static void say(String format, Object... values) {
    System.out.printf(Locale.ROOT, format + "%n", values);
  }
}
