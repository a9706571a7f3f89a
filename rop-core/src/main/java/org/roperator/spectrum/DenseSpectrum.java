package org.roperator.spectrum;

import java.util.Arrays;
import org.roperator.operator.SymmetricOperator;

/**
 * All eigenvalues of an operator of small dimension, by its matrix; immutable.
 *
 * <p>Costs n products, in blocks, {@code 8n²} bytes and {@code 4n³/3} multiply-adds. Each
 * eigenvalue is right to a few roundings of the largest absolute one.
 */
public final class DenseSpectrum {

  /** The largest dimension taken: 800 MB of matrix. */
  public static final int MOST = 10_000;

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
    Meter meter = new Meter(a);
    double[] matrix = new double[n * n];
    int block = Blocks.sizeFor(n);
    for (int from = 0; from < n; from += block) {
      int size = Math.min(block, n - from);
      double[][] vs = new double[size][n];
      double[][] outs = new double[size][n];
      for (int j = 0; j < size; j++) {
        vs[j][from + j] = 1;
      }
      if (!meter.apply(vs, outs)) {
        return nothing(meter, SpectrumOutcome.NOT_FINITE);
      }
      for (int j = 0; j < size; j++) {
        System.arraycopy(outs[j], 0, matrix, (from + j) * n, n);
      }
    }
    if (!isSymmetric(matrix, n)) {
      return nothing(meter, SpectrumOutcome.NOT_SYMMETRIC);
    }
    double[] diagonal = new double[n];
    for (int i = 0; i < n; i++) {
      diagonal[i] = matrix[i * n + i];
    }
    symmetrize(matrix, n);
    double[] values = TridiagonalForm.reduce(n, matrix).eigenvalues(new double[0]);
    Arrays.sort(values);
    return new DenseSpectrum(values, diagonal, meter.products(), SpectrumOutcome.REACHED);
  }

  private static DenseSpectrum nothing(Meter meter, SpectrumOutcome outcome) {
    return new DenseSpectrum(new double[0], new double[0], meter.products(), outcome);
  }

  private static boolean isSymmetric(double[] matrix, int n) {
    double largest = 0;
    double apart = 0;
    for (int i = 0; i < n; i++) {
      for (int j = 0; j <= i; j++) {
        double x = matrix[i * n + j];
        double y = matrix[j * n + i];
        largest = Math.max(largest, Math.max(Math.abs(x), Math.abs(y)));
        apart = Math.max(apart, Math.abs(x - y));
      }
    }
    return apart <= 1e-8 * largest;
  }

  private static void symmetrize(double[] matrix, int n) {
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < i; j++) {
        double mean = (matrix[i * n + j] + matrix[j * n + i]) / 2;
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
