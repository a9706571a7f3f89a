package org.roperator.spectrum;

import static org.roperator.spectrum.SpectrumOutcome.NOT_FINITE;

import java.util.Arrays;
import org.roperator.dense.Blas;
import org.roperator.dense.SymmetricEigen;
import org.roperator.internal.Vectors;
import org.roperator.operator.SymmetricOperator;
import org.roperator.parallel.Workers;

/**
 * All eigenvalues of an operator of small dimension, by its matrix; immutable.
 *
 * <p>Costs n products, twice as many for operators smaller than 2⁻⁹⁰⁰ or whose products overflow,
 * in blocks, {@code 8n²} bytes, twice that where the diagonal spans more than three digits, and
 * {@code 4n³/3} multiply-adds. Each eigenvalue is right to a few roundings of the largest absolute
 * one, and closer where {@link SymmetricEigen} says so.
 */
public final class DenseSpectrum {

  /** The largest dimension taken: 800 MB of matrix. */
  public static final int MOST = 10_000;

  /** Products of operators that are smaller lose digits; from larger vectors they do not. */
  private static final double SMALLEST = 0x1p-900;

  private final double[] values;
  private final double[] diagonal;
  private final int products;
  private final SpectrumOutcome outcome;

  private DenseSpectrum(double[] values, double[] diagonal, int products, SpectrumOutcome outcome) {
    this.values = values;
    this.diagonal = diagonal;
    this.products = products;
    this.outcome = outcome;
  }

  /**
   * Computes all eigenvalues.
   *
   * @param a of dimension up to {@link #MOST}
   */
  public static DenseSpectrum of(SymmetricOperator a) {
    int n = a.dimension();
    if (n > MOST) {
      throw new IllegalArgumentException(
          "The operator acts on dimension "
              + n
              + ", but all its eigenvalues are computed up to "
              + MOST
              + " only; use StochasticQuadrature for their density or Lanczos for the extreme"
              + " ones.");
    }
    DenseSpectrum plain = of(new CountedOperator(a), 0);
    boolean lost = plain.isReached() ? plain.largest() < SMALLEST : plain.outcome == NOT_FINITE;
    return lost
        ? CountedOperator.over(a, Workers.of(1), meter -> of(meter, plain.products))
        : plain;
  }

  /**
   * The spectrum of the products of a meter.
   *
   * @param before how many products were spent before those
   */
  private static DenseSpectrum of(CountedOperator meter, int before) {
    int n = meter.dimension();
    double[] matrix = Columns.matrix(meter);
    if (matrix.length == 0) {
      return nothing(before + meter.products(), NOT_FINITE);
    }
    if (DensePairs.asymmetry(matrix, n) > DensePairs.ASYMMETRY * Vectors.maxAbs(matrix)) {
      return nothing(before + meter.products(), SpectrumOutcome.NOT_SYMMETRIC);
    }
    double[] diagonal = new double[n];
    for (int i = 0; i < n; i++) {
      diagonal[i] = matrix[i * n + i];
    }
    symmetrize(matrix, n);
    double[] values = meter.restored(SymmetricEigen.values(n, matrix, Blas.instance()));
    if (!Vectors.isFinite(values)) {
      return nothing(before + meter.products(), SpectrumOutcome.OVERFLOW);
    }
    return new DenseSpectrum(
        values, meter.restored(diagonal), before + meter.products(), SpectrumOutcome.REACHED);
  }

  private static DenseSpectrum nothing(int products, SpectrumOutcome outcome) {
    return new DenseSpectrum(new double[0], new double[0], products, outcome);
  }

  private double largest() {
    return Math.max(Math.abs(values[0]), Math.abs(values[values.length - 1]));
  }

  private static void symmetrize(double[] matrix, int n) {
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < i; j++) {
        double x = matrix[i * n + j];
        double mean = x + (matrix[j * n + i] - x) / 2;
        matrix[i * n + j] = mean;
        matrix[j * n + i] = mean;
      }
    }
  }

  /** The eigenvalues, rising, in a fresh array; none unless the outcome is REACHED. */
  public double[] values() {
    return values.clone();
  }

  /** The diagonal of the matrix, in a fresh array. */
  public double[] diagonal() {
    return diagonal.clone();
  }

  /** The sum of the diagonal. */
  public double trace() {
    return Arrays.stream(diagonal).sum();
  }

  /** How many products were spent. */
  public int products() {
    return products;
  }

  /** Why the computation ended. */
  public SpectrumOutcome outcome() {
    return outcome;
  }

  /** Whether the eigenvalues are there. */
  public boolean isReached() {
    return outcome == SpectrumOutcome.REACHED;
  }

  /** What the eigenvalues are like as a whole. */
  public SpectralSummary summary() {
    double[] counts = new double[values.length];
    Arrays.fill(counts, 1);
    return SpectralSummary.of(values, counts, values.length);
  }
}
