package org.roperator.autodiff;

/**
 * The words that tape nodes are stored as: the kind in the upper bits, the operands a and b below.
 *
 * <p>Besides its word a node has as many first partials and second partials as its kind says, in
 * arrays of their own. Its number is not stored: it is one more than that of the node before it.
 *
 * <table>
 *   <caption>Kinds of nodes, with p the first partials and f the second</caption>
 *   <tr><th>kind</th><th>y</th><th>p</th><th>f</th></tr>
 *   <tr><td>SUM</td><td>a + b</td><td>–</td><td>–</td></tr>
 *   <tr><td>DIFFERENCE</td><td>a − b</td><td>–</td><td>–</td></tr>
 *   <tr><td>SCALED</td><td>p a</td><td>1</td><td>–</td></tr>
 *   <tr><td>PRODUCT</td><td>a b</td><td>b, a</td><td>1, known to be one</td></tr>
 *   <tr><td>UNARY</td><td>f(a)</td><td>1</td><td>1</td></tr>
 *   <tr><td>BINARY</td><td>f(a, b)</td><td>2</td><td>aa, ab, bb</td></tr>
 *   <tr><td>BLOCK</td><td>result b of the block numbered a</td><td>–</td><td>–</td></tr>
 * </table>
 */
final class Node {

  static final int SUM = 0;
  static final int DIFFERENCE = 1;
  static final int SCALED = 2;
  static final int PRODUCT = 3;
  static final int UNARY = 4;
  static final int BINARY = 5;
  static final int BLOCK = 6;

  private static final int OPERAND_BITS = 30;
  private static final int OPERAND = (1 << OPERAND_BITS) - 1;

  /** The largest number of nodes and inputs that the words can tell apart. */
  static final int LARGEST_TAPE = OPERAND;

  private Node() {}

  static long word(int kind, int a, int b) {
    return ((long) kind << (2 * OPERAND_BITS)) | ((long) a << OPERAND_BITS) | b;
  }

  static int kind(long word) {
    return (int) (word >>> (2 * OPERAND_BITS));
  }

  static int a(long word) {
    return (int) (word >>> OPERAND_BITS) & OPERAND;
  }

  static int b(long word) {
    return (int) word & OPERAND;
  }

  /** The number of first partials of a kind. */
  static int partials(int kind) {
    return switch (kind) {
      case SCALED, UNARY -> 1;
      case PRODUCT, BINARY -> 2;
      default -> 0;
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
}
