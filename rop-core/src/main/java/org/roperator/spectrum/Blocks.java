package org.roperator.spectrum;

/** How many vectors to multiply at a time. */
final class Blocks {

  /** 32 MB of directions. */
  private static final int ENTRIES = 1 << 22;

  private Blocks() {}

  /** By the dimension alone, so that results do not depend on the machine. */
  static int sizeFor(int n) {
    return Math.max(1, Math.min(32, ENTRIES / n));
  }
}
