package org.roperator.autodiff;

/** A stretch of consecutive tape nodes; see {@link Node} for what they are. */
final class Segment {

  private static final int SHIFT = 12;

  /** Nodes that a segment holds: few enough that a sweep finds it in the cache. */
  static final int CAPACITY = 1 << SHIFT;

  /** A segment without room. */
  static final Segment NONE = new Segment(0);

  final long[] words;

  /** Those of node i at 2i and 2i + 1. */
  final double[] partials;

  /** One node's behind those of the node before. */
  final double[] bends;

  private Segment(int capacity) {
    words = new long[capacity];
    partials = new double[2 * capacity];
    bends = new double[Node.MOST_BENDS * capacity];
  }

  /** An empty segment to record on. */
  static Segment empty() {
    return new Segment(CAPACITY);
  }

  /** What the arrays of a segment take. */
  static final long BYTES = 8L * CAPACITY * (3 + Node.MOST_BENDS);

  /** The number of the segment in which the i-th node stands. */
  static int of(int i) {
    return i >>> SHIFT;
  }

  /** The place of the i-th node in its segment. */
  static int place(int i) {
    return i & (CAPACITY - 1);
  }
}
