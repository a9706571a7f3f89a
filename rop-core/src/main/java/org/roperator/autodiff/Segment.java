package org.roperator.autodiff;

import java.util.Arrays;

/**
 * A stretch of consecutive tape nodes, as arrays.
 *
 * <p>A node is one word, with its kind in the upper bits and its operands a and b below, plus as
 * many first partials and second partials as its kind has. The number of a node is not stored: it
 * is one more than that of the node before it.
 *
 * <table>
 *   <caption>Kinds of nodes, with p the partials and f the second partials</caption>
 *   <tr><th>kind</th><th>y</th><th>p</th><th>f</th></tr>
 *   <tr><td>SUM</td><td>a + b</td><td>–</td><td>–</td></tr>
 *   <tr><td>DIFFERENCE</td><td>a − b</td><td>–</td><td>–</td></tr>
 *   <tr><td>SCALED</td><td>p a</td><td>1</td><td>–</td></tr>
 *   <tr><td>LINEAR</td><td>p₀ a + p₁ b</td><td>2</td><td>–</td></tr>
 *   <tr><td>PRODUCT</td><td>a b</td><td>b, a</td><td>1, known to be one</td></tr>
 *   <tr><td>UNARY</td><td>f(a)</td><td>1</td><td>1</td></tr>
 *   <tr><td>BINARY</td><td>f(a, b)</td><td>2</td><td>aa, ab, bb</td></tr>
 *   <tr><td>BLOCK</td><td>see {@link Block}</td><td>–</td><td>–</td></tr>
 * </table>
 */
final class Segment {

  static final int SUM = 0;
  static final int DIFFERENCE = 1;
  static final int SCALED = 2;
  static final int LINEAR = 3;
  static final int PRODUCT = 4;
  static final int UNARY = 5;
  static final int BINARY = 6;
  static final int BLOCK = 7;

  /** Nodes that a segment being recorded holds: small enough that a sweep finds it in the cache. */
  static final int CAPACITY = 1 << 13;

  /** First partials it holds: full only before the words are where products follow each other. */
  static final int PARTIALS = CAPACITY + CAPACITY / 2;

  /** Second partials it holds. */
  static final int BENDS = CAPACITY;

  private static final int OPERAND_BITS = 30;
  private static final int OPERAND = (1 << OPERAND_BITS) - 1;

  /** The largest number of nodes and inputs that the words can tell apart. */
  static final int LARGEST_TAPE = OPERAND;

  /** A segment without room. */
  static final Segment NONE = new Segment(new long[0], new double[0], new double[0]);

  final long[] words;
  final double[] partials;
  final double[] bends;
  int size;
  int partialCount;
  int bendCount;

  /** The number of node results in this segment, more than its size if it has blocks. */
  int results;

  private Segment(long[] words, double[] partials, double[] bends) {
    this.words = words;
    this.partials = partials;
    this.bends = bends;
  }

  /** An empty segment to record on. */
  static Segment empty() {
    return new Segment(new long[CAPACITY], new double[PARTIALS], new double[BENDS]);
  }

  /** A copy of exactly the size of its content. */
  Segment trimmed() {
    Segment copy =
        new Segment(
            Arrays.copyOf(words, size),
            Arrays.copyOf(partials, partialCount),
            Arrays.copyOf(bends, bendCount));
    copy.size = size;
    copy.partialCount = partialCount;
    copy.bendCount = bendCount;
    copy.results = results;
    return copy;
  }

  void clear() {
    size = 0;
    partialCount = 0;
    bendCount = 0;
    results = 0;
  }

  static long word(int kind, int a, int b) {
    return ((long) kind << (2 * OPERAND_BITS)) | ((long) a << OPERAND_BITS) | b;
  }

  static int kind(long word) {
    return (int) (word >>> (2 * OPERAND_BITS));
  }

  /** The number of first partials of a kind. */
  static int partials(int kind) {
    return switch (kind) {
      case SUM, DIFFERENCE, BLOCK -> 0;
      case SCALED, UNARY -> 1;
      default -> 2;
    };
  }

  /** The number of second partials of a kind. */
  static int bends(int kind) {
    return switch (kind) {
      case PRODUCT, UNARY -> 1;
      case BINARY -> 3;
      default -> 0;
    };
  }

  static int a(long word) {
    return (int) (word >>> OPERAND_BITS) & OPERAND;
  }

  static int b(long word) {
    return (int) word & OPERAND;
  }

  /** The bytes of its arrays. */
  long bytes() {
    return 8L * (words.length + partials.length + bends.length);
  }
}
