package org.roperator.spectrum;

import java.util.Arrays;
import org.roperator.internal.Vectors;

/** An estimated diagonal with the standard error of each entry; immutable. */
public final class DiagonalEstimate {

  private final double[] values;
  private final double[] standardErrors;
  private final int products;
  private final SpectrumOutcome outcome;
  private final long seed;

  private DiagonalEstimate(
      double[] values, double[] standardErrors, int products, SpectrumOutcome outcome, long seed) {
    this.values = values;
    this.standardErrors = standardErrors;
    this.products = products;
    this.outcome = outcome;
    this.seed = seed;
  }

  /** An estimate, or that an entry is too large to be one, beside which others may be lost. */
  static DiagonalEstimate of(
      double[] values, double[] standardErrors, int products, SpectrumOutcome outcome, long seed) {
    return Vectors.isFinite(values)
        ? new DiagonalEstimate(values, standardErrors, products, outcome, seed)
        : nothing(values.length, products, SpectrumOutcome.OVERFLOW, seed);
  }

  /** That a product was not finite. */
  static DiagonalEstimate notFinite(CountedOperator meter, long seed) {
    return nothing(meter.dimension(), meter.products(), SpectrumOutcome.NOT_FINITE, seed);
  }

  private static DiagonalEstimate nothing(int n, int products, SpectrumOutcome outcome, long seed) {
    double[] nothing = new double[n];
    Arrays.fill(nothing, Double.NaN);
    return new DiagonalEstimate(nothing, nothing, products, outcome, seed);
  }

  /** The entries, in a fresh array; NaN after a product that was not finite, or an overflow. */
  public double[] values() {
    return values.clone();
  }

  /** The standard error of each entry, in a fresh array. */
  public double[] standardErrors() {
    return standardErrors.clone();
  }

  /** {@code √ΣSE²}: the error to expect of the diagonal as a vector. */
  public double standardErrorNorm() {
    return Vectors.norm(standardErrors);
  }

  /** How many products were spent. */
  public int products() {
    return products;
  }

  /** Why the estimation ended. */
  public SpectrumOutcome outcome() {
    return outcome;
  }

  /** Whether all that was asked for was reached. */
  public boolean isReached() {
    return outcome == SpectrumOutcome.REACHED;
  }

  /** The seed of the random vectors. */
  public long seed() {
    return seed;
  }
}
