package org.roperator.dense;

/**
 * How the calling thread's processor rounds what is nearly zero.
 *
 * <p>Java's arithmetic keeps subnormal numbers, those below {@link Double#MIN_NORMAL}. A native
 * library linked with {@code -ffast-math} switches the thread that loads it to flushing them to
 * zero, and Java does not switch back: that thread then computes other numbers than the threads of
 * {@link org.roperator.parallel.Workers}, and results depend on their number. Java can tell, but
 * not mend it; load such a library in a thread of its own, or link it without that option.
 */
public final class FloatingPointMode {

  // Not constants, so that the products below are made by the processor, not by the compiler.
  private static volatile double normal = Double.MIN_NORMAL;
  private static volatile double subnormal = Double.MIN_VALUE;

  private FloatingPointMode() {}

  /**
   * Whether the calling thread takes subnormal numbers, or products that are such, for zero.
   *
   * <p>Of the caller as it stands: what the virtual machine itself calls, as an initializer of a
   * class, runs in Java's own mode even on a thread that flushes.
   */
  public static boolean flushesSubnormals() {
    return normal * 0.5 == 0 || subnormal * 0x1p60 == 0;
  }
}
