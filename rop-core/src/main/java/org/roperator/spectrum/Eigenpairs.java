package org.roperator.spectrum;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.DoubleStream;

/**
 * Eigenpairs with their residuals, and what they cost; immutable.
 *
 * <p>Values stand from the end asked for inwards: from the largest down for the top, from the
 * smallest up for the bottom; for both ends from the largest of all down to the smallest of all.
 */
public final class Eigenpairs {

  private final double[] values;
  private final double[][] vectors;
  private final double[] residuals;
  private final SpectrumOutcome outcome;
  private final int products;
  private final long seed;

  Eigenpairs(
      double[] values,
      double[][] vectors,
      double[] residuals,
      SpectrumOutcome outcome,
      int products,
      long seed) {
    this.values = values;
    this.vectors = vectors;
    this.residuals = residuals;
    this.outcome = outcome;
    this.products = products;
    this.seed = seed;
  }

  /** Nothing, and why. */
  static Eigenpairs none(CountedOperator meter, SpectrumOutcome outcome, long seed) {
    return new Eigenpairs(
        new double[0], new double[0][], new double[0], outcome, meter.products(), seed);
  }

  /** How many pairs there are: as many as asked for unless the search ended early. */
  public int size() {
    return values.length;
  }

  /** The eigenvalues in a fresh array. */
  public double[] values() {
    return values.clone();
  }

  /** Eigenvalue i. */
  public double value(int i) {
    return values[i];
  }

  /** The unit eigenvector of value i, in a fresh array; vectors are orthogonal to one another. */
  public double[] vector(int i) {
    return vectors[i].clone();
  }

  /**
   * The norm {@code ‖Av − θv‖} of pair i: an eigenvalue of A lies within it of value i, and where
   * the nearest other eigenvalue is δ away, the vector is within {@code residual/δ} of an
   * eigenvector.
   */
  public double residual(int i) {
    return residuals[i];
  }

  /** The largest residual; 0 without pairs. */
  public double largestResidual() {
    return DoubleStream.of(residuals).max().orElse(0);
  }

  /** Why the search ended. */
  public SpectrumOutcome outcome() {
    return outcome;
  }

  /** Whether all pairs were found to the residual asked for. */
  public boolean isReached() {
    return outcome == SpectrumOutcome.REACHED;
  }

  /** How many products were spent, those for the residuals included. */
  public int products() {
    return products;
  }

  /** The seed of the random start. */
  public long seed() {
    return seed;
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "%s: %d eigenpairs after %d products, residuals up to %.3g: %s",
        outcome,
        size(),
        products,
        largestResidual(),
        Arrays.toString(values));
  }
}
