package org.roperator.spectrum;

import java.util.Optional;
import org.roperator.operator.Arguments;
import org.roperator.operator.SymmetricOperator;

/**
 * The diagonal of an operator by random probes, with the standard error of each entry.
 *
 * <pre>{@code
 * DiagonalEstimate diagonal = DiagonalEstimator.xDiag().spending(200).of(hessian);
 * }</pre>
 *
 * <p>Hutchinson's mean of {@code v ∘ Av} over random signs has the variance {@code Σ_{j≠i} Aᵢⱼ²} in
 * entry i; XDiag takes what a sketch of the range sees exactly and samples the rest, at two
 * products and two stored vectors per probe. Both are unbiased.
 *
 * <p>Sources: Bekas, Kokiopoulou &amp; Saad (2007); Epperly, Tropp &amp; Webber (2024). Immutable;
 * each method below gives another value that differs in one thing.
 */
public final class DiagonalEstimator {

  private final boolean sketched;
  private final int products;
  private final Optional<Accuracy> accuracy;
  private final long seed;
  private final TaskRunner runner;

  private DiagonalEstimator(
      boolean sketched, int products, Optional<Accuracy> accuracy, long seed, TaskRunner runner) {
    this.sketched = sketched;
    this.products = products;
    this.accuracy = accuracy;
    this.seed = seed;
    this.runner = runner;
  }

  /** The mean over random signs, of 60 products. */
  public static DiagonalEstimator hutchinson() {
    return new DiagonalEstimator(false, 60, Optional.empty(), 0, TaskRunner.sequential());
  }

  /** Each probe against the sketch of all the others, with 60 products. */
  public static DiagonalEstimator xDiag() {
    return new DiagonalEstimator(true, 60, Optional.empty(), 0, TaskRunner.sequential());
  }

  /**
   * The same with another number of products.
   *
   * @param products at least 2 for Hutchinson, 4 for XDiag, which spends an even number
   */
  public DiagonalEstimator spending(int products) {
    return new DiagonalEstimator(sketched, requireEnough(products), Optional.empty(), seed, runner);
  }

  /**
   * The same until the norm of all standard errors is small enough against that of the diagonal.
   *
   * @param accuracy when it is
   * @param limit how many products may be spent at most
   */
  public DiagonalEstimator until(Accuracy accuracy, int limit) {
    return new DiagonalEstimator(
        sketched, requireEnough(limit), Optional.of(accuracy), seed, runner);
  }

  /** The same with other random vectors. */
  public DiagonalEstimator withSeed(long seed) {
    return new DiagonalEstimator(sketched, products, accuracy, seed, runner);
  }

  /** The same with the arithmetic on sketches run elsewhere than on the calling thread alone. */
  public DiagonalEstimator runningOn(TaskRunner runner) {
    return new DiagonalEstimator(sketched, products, accuracy, seed, runner);
  }

  /** The diagonal of an operator. */
  public DiagonalEstimate of(SymmetricOperator a) {
    DiagonalRun run = new DiagonalRun(a, products, accuracy, seed, runner);
    return sketched ? run.xDiag() : run.hutchinson();
  }

  private int requireEnough(int products) {
    Arguments.requirePositive("The number of products", products);
    int least = sketched ? 4 : 2;
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
