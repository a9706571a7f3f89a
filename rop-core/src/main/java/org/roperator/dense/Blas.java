package org.roperator.dense;

/**
 * Products of matrices, which are views of row-major arrays.
 *
 * <p>Each call runs on the calling thread alone and gives the same result bit for bit whenever it
 * is repeated; implementations are safe to share between threads. Sizes may be zero. Each argument
 * is checked before an entry is touched: shapes that don't fit, an array too short, or a result
 * array that is also an input throws {@link IllegalArgumentException}.
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
    return DefaultBlas.chosen().blas();
  }

  /**
   * What was chosen for this process and why.
   *
   * @throws IllegalStateException as {@link #instance()}
   */
  static BlasChoice choice() {
    return DefaultBlas.chosen().choice();
  }

  /** One line that says which library this is, for logs and reports. */
  String description();

  /**
   * Computes {@code C ← A B + β C}, the same bit for bit whenever it is repeated.
   *
   * <p>With {@code beta == 0} the old content of C does not enter, NaN or not. m n k multiply-adds
   * for C of m × n and sums of k terms; allocates nothing.
   *
   * @param a A, transposed or not. Not modified.
   * @param b B, transposed or not. Not modified.
   * @param beta β
   * @param c C, transposed or not, in another array than A and B. Updated.
   * @throws IllegalArgumentException if the shapes don't fit or C shares an array with A or B
   */
  default void multiply(Matrix a, Matrix b, double beta, Matrix c) {
    multiply(1, a, b, beta, c);
  }

  /**
   * Computes {@code C ← α A B + β C}, as {@link #multiply(Matrix, Matrix, double, Matrix)}.
   *
   * <p>With {@code alpha == 0} A and B are not read.
   *
   * @param alpha α
   * @param a A. Not modified.
   * @param b B. Not modified.
   * @param beta β
   * @param c C, in another array than A and B. Updated.
   * @throws IllegalArgumentException if the shapes don't fit or C shares an array with A or B
   */
  default void multiply(double alpha, Matrix a, Matrix b, double beta, Matrix c) {
    Matrix.requireProduct(a, b, c);
    int m = c.rows();
    int n = c.columns();
    int k = a.columns();
    if (c.isTransposed()) {
      // What is stored is Cᵀ = Bᵀ Aᵀ.
      gemm(
          b.opOfTransposed(),
          a.opOfTransposed(),
          n,
          m,
          k,
          alpha,
          b.array(),
          b.from(),
          b.stride(),
          a.array(),
          a.from(),
          a.stride(),
          beta,
          c.array(),
          c.from(),
          c.stride());
    } else {
      gemm(
          a.op(),
          b.op(),
          m,
          n,
          k,
          alpha,
          a.array(),
          a.from(),
          a.stride(),
          b.array(),
          b.from(),
          b.stride(),
          beta,
          c.array(),
          c.from(),
          c.stride());
    }
  }

  /**
   * Computes {@code y ← A x + β y} of the vectors that two arrays begin with.
   *
   * @param a A, transposed or not. Not modified.
   * @param x an array that begins with x. Not modified.
   * @param beta β; with 0 the old content of y does not enter
   * @param y an array that begins with y, another than those of A and x. Updated.
   * @throws IllegalArgumentException if an array is too short, or y's is also an input's
   */
  default void multiply(Matrix a, double[] x, double beta, double[] y) {
    multiply(1, a, x, 0, beta, y, 0);
  }

  /**
   * Computes {@code y ← α A x + β y} of vectors within arrays.
   *
   * <p>Rounds as a product by a vector does, which need not be as {@link #multiply(Matrix, Matrix,
   * double, Matrix)} with one column.
   *
   * @param alpha α; with 0 A and x are not read
   * @param a A, transposed or not. Not modified.
   * @param x the array of x, contiguous. Not modified.
   * @param xFrom index of its first entry
   * @param beta β; with 0 the old content of y does not enter
   * @param y the array of y, contiguous, another than those of A and x. Updated.
   * @param yFrom index of its first entry
   * @throws IllegalArgumentException if an array is too short, or y's is also an input's
   */
  default void multiply(
      double alpha, Matrix a, double[] x, int xFrom, double beta, double[] y, int yFrom) {
    int stored = a.isTransposed() ? a.columns() : a.rows();
    int across = a.isTransposed() ? a.rows() : a.columns();
    gemv(a.op(), stored, across, alpha, a.array(), a.from(), a.stride(), x, xFrom, beta, y, yFrom);
  }

  /**
   * Computes {@code C ← α op(A) op(B) + β C} with op(A) of m × k, op(B) of k × n and C of m × n:
   * what an implementation supplies, and nobody else calls.
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
   * Computes {@code y ← α op(A) x + β y} with A of rows × columns as stored: what an implementation
   * supplies, and nobody else calls.
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
