package org.roperator.dense;

/**
 * Matrix products on row-major arrays.
 *
 * <p>A matrix stands in an array from an offset on, its rows {@code stride} apart, {@code stride}
 * at least its number of columns as stored. Each call runs on the calling thread alone and gives
 * the same result bit for bit whenever it is repeated; implementations are safe to share between
 * threads. Sizes may be zero. Each argument is checked before an entry is touched: a negative size,
 * a stride below the columns stored, an array too short for the shape stated, or a result array
 * that is also an input throws {@link IllegalArgumentException}.
 *
 * <p>With α = 0 or no terms to sum, A and B are not read. A tiny product costs no more than its own
 * arithmetic; which products count as tiny depends on their shape alone.
 */
public interface Blas {

  /**
   * The implementation this process uses, chosen on first use and never again.
   *
   * @throws IllegalStateException if the system property {@code org.roperator.blas} forces a choice
   *     that can't be had
   * @see BlasChoice
   */
  static Blas instance() {
    return ProcessBlas.chosen().blas();
  }

  /**
   * What was chosen for this process and why.
   *
   * @throws IllegalStateException as {@link #instance()}
   */
  static BlasChoice choice() {
    return ProcessBlas.chosen().choice();
  }

  /** One line that says which library this is, for logs and reports. */
  String description();

  /**
   * Computes {@code C ← α op(A) op(B) + β C} with op(A) of m × k, op(B) of k × n and C of m × n.
   *
   * <p>With {@code beta == 0} the old content of C does not enter, NaN or not.
   *
   * @param opA whether A is transposed; A is stored as k × m if it is
   * @param opB whether B is transposed; B is stored as n × k if it is
   * @param m rows of C
   * @param n columns of C
   * @param k terms of each sum
   * @param alpha α
   * @param a the array of A. Not modified.
   * @param aFrom index of A's first entry
   * @param aStride distance between A's rows as stored
   * @param b the array of B. Not modified.
   * @param bFrom index of B's first entry
   * @param bStride distance between B's rows as stored
   * @param beta β
   * @param c the array of C, another than those of A and B. Updated.
   * @param cFrom index of C's first entry
   * @param cStride distance between C's rows
   */
  void gemm(
      Transpose opA,
      Transpose opB,
      int m,
      int n,
      int k,
      double alpha,
      double[] a,
      int aFrom,
      int aStride,
      double[] b,
      int bFrom,
      int bStride,
      double beta,
      double[] c,
      int cFrom,
      int cStride);

  /**
   * Computes {@code y ← α op(A) x + β y} with A of rows × columns as stored.
   *
   * @param opA whether A is transposed
   * @param rows rows of A as stored
   * @param columns columns of A as stored
   * @param alpha α
   * @param a the array of A. Not modified.
   * @param aFrom index of A's first entry
   * @param aStride distance between A's rows
   * @param x the array of x, contiguous. Not modified.
   * @param xFrom index of its first entry
   * @param beta β; with 0 the old content of y does not enter
   * @param y the array of y, contiguous, another than those of A and x. Updated.
   * @param yFrom index of its first entry
   */
  void gemv(
      Transpose opA,
      int rows,
      int columns,
      double alpha,
      double[] a,
      int aFrom,
      int aStride,
      double[] x,
      int xFrom,
      double beta,
      double[] y,
      int yFrom);
}
