package org.roperator.internal;

import java.util.Locale;

/** What fits into the memory there is. */
public final class HeapMemory {

  private HeapMemory() {}

  /** A quarter of the largest heap: room for an old and a new expansion besides the data. */
  public static long defaultBudget() {
    return Runtime.getRuntime().maxMemory() / 4;
  }

  /**
   * Requires that a request fits into the largest heap.
   *
   * @throws IllegalArgumentException with both sizes if it does not
   */
  public static void require(long bytes, String what) {
    long most = Runtime.getRuntime().maxMemory();
    if (bytes > most) {
      throw new IllegalArgumentException(
          what
              + " would take "
              + megabytes(bytes)
              + " of memory, but there are at most "
              + megabytes(most)
              + "; raise -Xmx or make the network smaller.");
    }
  }

  private static String megabytes(long bytes) {
    return String.format(Locale.ROOT, "%,d MB", bytes >> 20);
  }
}
