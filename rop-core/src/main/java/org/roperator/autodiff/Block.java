package org.roperator.autodiff;

import org.roperator.dense.MatrixArena;

/**
 * An operation on whole arrays: one node of the tape with many results.
 *
 * <p>Its results stand one behind the other in the sweeps' arrays, and so do the entries of each of
 * its operands. With k directions carried at once, the k numbers of entry i stand from {@code k i}
 * on. Blocks are immutable; all methods are safe to call from several threads on different arrays.
 */
interface Block {

  /** The number of results. */
  int length();

  /** Tells the places of all operands. */
  void operands(Ranges ranges);

  /** This operation with its operands in other places. */
  Block moved(int[] places);

  /**
   * This operation with what its second derivative needs to know of its adjoint; the same if it is
   * linear.
   *
   * @param bar adjoints of all nodes. Not modified, not kept.
   * @param at where this node's results start
   */
  default Block weighted(double[] bar, int at) {
    return this;
  }

  /**
   * Computes the tangents of the results: {@code ẏ = J ẋ}.
   *
   * @param dot tangents. The entries of its results are overwritten.
   * @param at where this node's results start
   * @param k the number of directions
   * @param work lends temporary arrays; whoever calls takes them back
   */
  void push(double[] dot, int at, int k, MatrixArena work);

  /**
   * Updates the operands' adjoints, or their tangents: {@code x̄ += Jᵀ ȳ}.
   *
   * @param bar adjoints. Updated.
   * @param at where this node's results start
   * @param k the number of directions
   * @param work lends temporary arrays; whoever calls takes them back
   */
  void pull(double[] bar, int at, int k, MatrixArena work);

  /**
   * Updates the tangents of the operands' adjoints by {@code R{Jᵀ} ȳ}.
   *
   * @param dot tangents. Not modified.
   * @param at where this node's results start
   * @param barDot tangents of adjoints. Updated.
   * @param k the number of directions
   * @param work lends temporary arrays; whoever calls takes them back
   */
  default void bend(double[] dot, int at, double[] barDot, int k, MatrixArena work) {}

  /** Whether {@link #describe} tells at little cost that a result depends on few operands. */
  default boolean isLocal() {
    return false;
  }

  /** Tells what result i depends on, and in which pairs of operands it is not linear. */
  void describe(int i, Structure structure);

  /** The bytes of the arrays this node keeps. */
  default long bytes() {
    return 0;
  }

  /** Receives the places of operands. */
  interface Ranges {

    /** Entries from one place on. */
    void range(int from, int length);
  }

  /** Receives which operands a result depends on. */
  interface Structure {

    /** The result depends on this node. */
    void dependsOn(int operand);

    /** The result's second derivative with respect to these two nodes is not known to be zero. */
    void bendsIn(int first, int second);
  }
}
