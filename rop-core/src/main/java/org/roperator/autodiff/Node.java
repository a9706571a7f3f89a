package org.roperator.autodiff;

/**
 * The words that tape nodes are stored as: the kind in the upper bits, the operands a and b below.
 *
 * <p>Besides its word every node has two first partials p and q, of which one-operand kinds leave q
 * at zero, and as many second partials as its kind says. Its number is not stored: it is one more
 * than that of the node before it.
 *
 * <table>
 *   <caption>Kinds of nodes</caption>
 *   <tr><th>kind</th><th>y</th><th>second partials</th></tr>
 *   <tr><td>SCALED</td><td>p a</td><td>–</td></tr>
 *   <tr><td>LINEAR</td><td>p a + q b</td><td>–</td></tr>
 *   <tr><td>UNARY</td><td>f(a)</td><td>aa</td></tr>
 *   <tr><td>PRODUCT</td><td>a multiple of a b</td><td>ab</td></tr>
 *   <tr><td>BINARY</td><td>f(a, b)</td><td>aa, ab, bb</td></tr>
 *   <tr><td>BLOCK</td><td>result b of the block numbered a</td><td>–</td></tr>
 * </table>
 */
final class Node {

  static final int SCALED = 0;
  static final int LINEAR = 1;
  static final int UNARY = 2;
  static final int PRODUCT = 3;
  static final int BINARY = 4;

  /** Sets the sign bit of the word. */
  static final int BLOCK = 8;

  private static final int OPERAND_BITS = 30;
  private static final int OPERAND = (1 << OPERAND_BITS) - 1;

  /** The largest number of nodes and inputs that the words can tell apart. */
  static final int LARGEST_TAPE = OPERAND;

  /** The most second partials that a node has. */
  static final int MOST_BENDS = 3;

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

  /** Whether a node is a block's result. */
  static boolean isOfBlock(long word) {
    return word < 0;
  }

  /** Whether nodes of a kind other than a block's have two operands. */
  static boolean isBinary(int kind) {
    return kind == LINEAR || kind >= PRODUCT;
  }

  /** The number of second partials of a kind. */
  static int bends(int kind) {
    return switch (kind) {
      case PRODUCT, UNARY -> 1;
      case BINARY -> MOST_BENDS;
      default -> 0;
    };
  }
}
