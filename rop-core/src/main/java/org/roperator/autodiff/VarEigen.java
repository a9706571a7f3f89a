package org.roperator.autodiff;

import org.roperator.dense.Matrix;
import org.roperator.dense.SymmetricEigen;
import org.roperator.function.ScalarFunction;

/**
 * The eigenvalues, rising, and eigenvectors of a symmetric matrix of active numbers, with exact
 * first and second derivatives where they exist.
 *
 * <p>What is decomposed is {@code ½(A + Aᵀ)}, so derivatives with respect to A are symmetric. An
 * eigenvalue that coincides with another has no derivative of its own, nor has its eigenvector:
 * that is refused by name. A smooth function's sum over all eigenvalues, and the sum of those on
 * one side of a gap, have derivatives whatever coincides. Eigenvalues count as equal if they differ
 * by no more than rounding, n ε of the largest. Immutable; lives as long as the run that made it,
 * like a {@link Var}.
 *
 * <p>{@code λ̇ᵢ = xᵢᵀ Ȧ xᵢ}; second derivatives have the divided differences of f' (Daleckiĭ and
 * Kreĭn 1965).
 */
public final class VarEigen {

  private static final double GAUSS_NODE = Math.sqrt(0.6) / 2;

  private final VarMatrix a;
  private final int n;
  private final double[] values;
  private final double[] rows;

  /** Decomposes a symmetric matrix of finite entries. */
  VarEigen(VarMatrix a) {
    this.a = a.symmetricPart();
    this.n = a.rows();
    SymmetricEigen parts = SymmetricEigen.of(n, this.a.entries().getReal(), TapeBlas.get());
    this.values = parts.values();
    this.rows = parts.vectors();
    for (int i = 0; i < n; i++) {
      int largest = i * n;
      for (int c = i * n; c < (i + 1) * n; c++) {
        largest = Math.abs(rows[c]) > Math.abs(rows[largest]) ? c : largest;
      }
      double sign = Math.signum(rows[largest]);
      for (int c = i * n; c < (i + 1) * n; c++) {
        rows[c] *= sign;
      }
    }
  }

  /** The eigenvalues as plain numbers, whether they coincide or not, in a fresh array. */
  public double[] getReal() {
    return values.clone();
  }

  /**
   * All eigenvalues, rising.
   *
   * @throws ArithmeticException if two of them coincide
   */
  public VarArray values() {
    requireDistinct();
    VarArray entries = a.entries();
    return entries.record(
        values.clone(),
        entries.isConstant()
            ? null
            : new EigenvaluesBlock(entries.node(), values, Matrix.of(rows, n, n), new double[0]));
  }

  /**
   * The eigenvalue at a place, the smallest at 0.
   *
   * @throws ArithmeticException if it coincides with another
   */
  public Var value(int i) {
    return sum(i, i + 1);
  }

  /**
   * The sum of the eigenvalues at the places {@code from ≤ i < to}, which may coincide with one
   * another.
   *
   * @throws ArithmeticException if one of them coincides with one that is left out
   */
  public Var sum(int from, int to) {
    if (from < 0 || to <= from || to > n) {
      throw new IllegalArgumentException(
          "Eigenvalues from "
              + from
              + " to "
              + to
              + " do not lie within 0 to "
              + n
              + ", or are none.");
    }
    requireGap(from);
    requireGap(to);
    double[] slopes = new double[n];
    double[] differences = new double[n * n];
    double sum = 0;
    for (int i = from; i < to; i++) {
      slopes[i] = 1;
      sum += values[i];
      for (int j = 0; j < n; j++) {
        if (j < from || j >= to) {
          differences[i * n + j] = 1 / (values[i] - values[j]);
          differences[j * n + i] = differences[i * n + j];
        }
      }
    }
    return record(sum, slopes, differences);
  }

  /**
   * {@code Σ f(λᵢ) = tr f(A)} over all eigenvalues, whatever coincides.
   *
   * @param f a function that is twice differentiable at and between eigenvalues
   */
  public Var sum(ScalarFunction f) {
    double[] slopes = new double[n];
    double sum = 0;
    for (int i = 0; i < n; i++) {
      double y = f.value(values[i]);
      sum += y;
      slopes[i] = f.slope(values[i], y);
    }
    double[] differences = new double[n * n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j <= i; j++) {
        differences[i * n + j] = difference(f, slopes, i, j);
        differences[j * n + i] = differences[i * n + j];
      }
    }
    return record(sum, slopes, differences);
  }

  /**
   * {@code (f'(λᵢ) − f'(λⱼ))/(λᵢ − λⱼ)}, which is the mean of f″ in between. Where a Gauss rule for
   * that lies within the quotient's rounding errors it has fewer of its own.
   */
  private double difference(ScalarFunction f, double[] slopes, int i, int j) {
    double gap = values[i] - values[j];
    double middle = values[j] + 0.5 * gap;
    if (gap == 0) {
      return bend(f, middle);
    }
    double mean =
        (5 * bend(f, middle - GAUSS_NODE * gap)
                + 8 * bend(f, middle)
                + 5 * bend(f, middle + GAUSS_NODE * gap))
            / 18;
    double quotient = (slopes[i] - slopes[j]) / gap;
    double rounding = 0x1p-50 * (Math.abs(slopes[i]) + Math.abs(slopes[j])) / Math.abs(gap);
    return Math.abs(mean - quotient) <= rounding ? mean : quotient;
  }

  private static double bend(ScalarFunction f, double x) {
    double y = f.value(x);
    return f.bend(x, y, f.slope(x, y));
  }

  private Var record(double sum, double[] slopes, double[] differences) {
    VarArray entries = a.entries();
    return entries.isConstant()
        ? Var.constant(sum)
        : entries
            .record(
                new double[] {sum},
                SpectralSumBlock.of(entries.node(), Matrix.of(rows, n, n), slopes, differences))
            .get(0);
  }

  /**
   * The unit eigenvectors, one column each in the order of the eigenvalues; the largest entry of
   * each is positive. A handful of matrix products: two steps of Newton's method that start at them
   * and find their derivatives.
   *
   * @throws ArithmeticException if two eigenvalues coincide
   */
  public VarMatrix vectors() {
    requireDistinct();
    VarMatrix transposed = VarMatrix.constant(rows, n, n);
    VarMatrix start = transposed.transpose();
    double[] columns = start.entries().values();
    double[] inverseGaps = new double[n * n];
    int[] diagonal = new int[n];
    for (int i = 0; i < n; i++) {
      diagonal[i] = i * n + i;
      for (int j = 0; j < n; j++) {
        inverseGaps[i * n + j] = i == j ? 0 : 1 / (values[j] - values[i]);
      }
    }
    VarMatrix gaps = VarMatrix.constant(inverseGaps, n, n);
    VarArray half = VarArray.constant(VarMatrix.filled(n, 0.5));
    VarMatrix v = start;
    VarArray lambda = VarArray.constant(values);
    // The first step makes first derivatives exact, the second the second ones.
    for (int step = 0; step < 2; step++) {
      VarMatrix g = transposed.times(a.times(v).subtract(v.multiplyRows(lambda)));
      VarArray stretch = half.subtract(v.map(Elementary.SQUARE).sumOfColumns().multiply(0.5));
      VarMatrix turn = start.times(g.multiplyEntries(gaps));
      v = v.add(turn).add(start.multiplyRows(stretch)).withValues(columns);
      VarArray next = lambda.add(g.entries().select(diagonal));
      lambda = new VarArray(values, next.node(), next.tape());
    }
    return v;
  }

  private void requireDistinct() {
    for (int i = 1; i < n; i++) {
      requireGap(i);
    }
  }

  /** Requires that the eigenvalues at i − 1 and i differ, if there are both. */
  private void requireGap(int i) {
    if (i == 0 || i == n) {
      return;
    }
    double size = Math.max(Math.abs(values[0]), Math.abs(values[n - 1]));
    if (values[i] - values[i - 1] <= n * 0x1p-52 * size) {
      throw new ArithmeticException(
          "Eigenvalues "
              + (i - 1)
              + " and "
              + i
              + " of the matrix of order "
              + n
              + " coincide to working precision, "
              + values[i - 1]
              + " and "
              + values[i]
              + ": neither has a derivative of its own. Take what depends on them together, such as"
              + " sum(from, to) of all that coincide, or sum(f).");
    }
  }
}
