package org.roperator.spectrum;

/** How many vectors to multiply at a time. */
final class Blocks {

  /** More at a time gain little. */
  static final int MOST = 32;

  /** 32 MB of directions. */
  private static final int ENTRIES = 1 << 22;

  private Blocks() {}

  /** By the dimension alone, so that results do not depend on the machine. */
  static int sizeFor(int n) {
    return Math.max(1, Math.min(MOST, ENTRIES / n));
  }
}
