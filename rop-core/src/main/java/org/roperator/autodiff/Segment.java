package org.roperator.autodiff;

/** A stretch of consecutive tape nodes being recorded; see {@link Node} for what they are. */
final class Segment {

  /** Nodes that a segment holds: few enough that a sweep finds it in the cache. */
  static final int CAPACITY = 1 << 13;

  /** First partials it holds: full before the words are only where products follow each other. */
  static final int PARTIALS = CAPACITY + CAPACITY / 2;

  /** Second partials it holds. */
  static final int BENDS = CAPACITY;

  /** A segment without room. */
  static final Segment NONE = new Segment(new long[0], new double[0], new double[0]);

  final long[] words;
  final double[] partials;
  final double[] bends;
  int size;
  int partialCount;
  int bendCount;

  private Segment(long[] words, double[] partials, double[] bends) {
    this.words = words;
    this.partials = partials;
    this.bends = bends;
  }

  /** An empty segment to record on. */
  static Segment empty() {
    return new Segment(new long[CAPACITY], new double[PARTIALS], new double[BENDS]);
  }
}
