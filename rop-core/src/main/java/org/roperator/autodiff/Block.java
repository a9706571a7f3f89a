package org.roperator.autodiff;

/**
 * One node of the tape with many results: an operation on whole arrays.
 *
 * <p>Its results stand one behind the other in the sweeps' arrays, and so do the entries of each of
 * its operands. With k directions carried at once, tangents and adjoints' tangents of entry i stand
 * from {@code k i} on. All methods are safe to call from several threads on different arrays.
 */
interface Block {

  /** The number of results. */
  int length();

  /**
   * Updates the operands' adjoints: {@code x̄ += Jᵀ ȳ}.
   *
   * @param bar adjoints of all nodes. Updated.
   * @param at where this node's results start
   * @param work for temporary arrays
   */
  void backward(double[] bar, int at, Work work);

  /**
   * This node with what its R-sweep needs to know of its adjoint.
   *
   * @param bar adjoints of all nodes. Not modified, not kept.
   * @param at where this node's results start
   */
  Block frozen(double[] bar, int at);

  /**
   * Computes the tangents of the results: {@code ẏ = J ẋ}.
   *
   * @param dot tangents of all nodes. Its results' entries are overwritten.
   */
  void forwardDot(double[] dot, int at, int k, Work work);

  /**
   * Updates the tangents of the operands' adjoints: {@code R{x̄} += Jᵀ R{ȳ} + R{Jᵀ} ȳ}.
   *
   * @param dot tangents of all nodes. Not modified.
   * @param barDot tangents of all adjoints. Updated.
   */
  void backwardDot(double[] dot, double[] barDot, int at, int k, Work work);

  /**
   * Updates the tangents of the operands' adjoints by the linear part alone, {@code Jᵀ R{ȳ}}.
   *
   * @param bar adjoints of all nodes, k at once. Updated.
   */
  default void backwardAll(double[] bar, int at, int k, Work work) {
    throw new UnsupportedOperationException("TODO");
  }

  /** Tells which operands result i depends on, and in which pairs of them it is not linear. */
  void describe(int i, Structure structure);

  /** Marks every operand as needed. */
  void markOperands(byte[] live);

  /** The bytes this node owns. */
  long bytes();
}
