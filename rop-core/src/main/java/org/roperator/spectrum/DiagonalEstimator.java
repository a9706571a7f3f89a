package org.roperator.spectrum;

import java.util.Optional;
import org.roperator.internal.Arguments;
import org.roperator.operator.SymmetricOperator;
import org.roperator.parallel.Workers;

/**
 * The diagonal of an operator by random probes, with the standard error of each entry.
 *
 * <pre>{@code
 * DiagonalEstimate diagonal = DiagonalEstimator.xDiag().atMostProducts(200).of(hessian);
 * }</pre>
 *
 * <p>Hutchinson's mean of {@code v ∘ Av} over random signs has the variance {@code Σ_{j≠i} Aᵢⱼ²} in
 * entry i; XDiag takes what a sketch of the range sees exactly and samples the rest, at two
 * products and two stored vectors per probe. Both are unbiased.
 *
 * <p>Where as many products may be spent as there are columns, these are taken instead: the result
 * is then exact but for rounding. With an accuracy to reach, that is so once Hutchinson has spent
 * as many without reaching it and as many are left.
 *
 * <p>Sources: Bekas, Kokiopoulou &amp; Saad (2007); Epperly, Tropp &amp; Webber (2024). Immutable;
 * each method below gives another value that differs in one thing.
 */
public final class DiagonalEstimator {

  private final boolean sketched;
  private final int products;
  private final Optional<Accuracy> accuracy;
  private final long seed;
  private final Workers workers;

  private DiagonalEstimator(
      boolean sketched, int products, Optional<Accuracy> accuracy, long seed, Workers workers) {
    this.sketched = sketched;
    this.products = products;
    this.accuracy = accuracy;
    this.seed = seed;
    this.workers = workers;
  }

  /** The mean over random signs, of 60 products. */
  public static DiagonalEstimator hutchinson() {
    return new DiagonalEstimator(false, 60, Optional.empty(), 0, Workers.of(1));
  }

  /** Each probe against the sketch of all the others, with 60 products. */
  public static DiagonalEstimator xDiag() {
    return new DiagonalEstimator(true, 60, Optional.empty(), 0, Workers.of(1));
  }

  /**
   * The same with another number of products.
   *
   * @param products at least 2 for Hutchinson, 6 for XDiag, which spends an even number
   */
  public DiagonalEstimator atMostProducts(int products) {
    return new DiagonalEstimator(
        sketched, requireEnough(products), Optional.empty(), seed, workers);
  }

  /**
   * The same until the norm of all standard errors is small enough against that of the diagonal.
   *
   * @param accuracy when it is
   * @param limit how many products may be spent at most
   */
  public DiagonalEstimator untilAccuracy(Accuracy accuracy, int limit) {
    return new DiagonalEstimator(
        sketched, requireEnough(limit), Optional.of(accuracy), seed, workers);
  }

  /** The same with other random vectors. */
  public DiagonalEstimator withSeed(long seed) {
    return new DiagonalEstimator(sketched, products, accuracy, seed, workers);
  }

  /** The same with the arithmetic on sketches run elsewhere than on the calling thread alone. */
  public DiagonalEstimator on(Workers workers) {
    return new DiagonalEstimator(sketched, products, accuracy, seed, workers);
  }

  /** The diagonal of an operator. */
  public DiagonalEstimate of(SymmetricOperator a) {
    // As many products as there are columns tell everything; an accuracy may need fewer.
    int least = accuracy.isEmpty() ? products : Math.min(products, HutchinsonRun.FEWEST);
    if (a.dimension() <= least) {
      return CountedOperator.over(a, workers, meter -> Columns.diagonal(meter, seed));
    }
    return CountedOperator.over(
        a,
        workers,
        meter -> {
          DiagonalRun run = new DiagonalRun(meter, products, accuracy, seed, workers);
          return sketched ? run.xDiag() : run.hutchinson();
        });
  }

  private int requireEnough(int products) {
    Arguments.requirePositive("The number of products", products);
    int least = sketched ? 2 * LeaveOneOut.FEWEST : 2;
    if (products < least) {
      throw new IllegalArgumentException(
          "There are "
              + products
              + " products to spend, but this estimator needs at least "
              + least
              + " to tell its own error.");
    }
    return products;
  }
}
