package org.roperator.spectrum;

import org.roperator.internal.Arguments;
import org.roperator.operator.SymmetricOperator;
import org.roperator.parallel.Workers;

/**
 * Extreme eigenpairs of a symmetric operator by block Lanczos with thick restarts.
 *
 * <pre>{@code
 * Eigenpairs largest = Lanczos.top(10).of(hessian);
 * }</pre>
 *
 * <p>The basis is orthogonalized in full, twice per step, so that no eigenvalue comes back as a
 * ghost copy; and once all pairs wanted have converged, the search starts anew from a random vector
 * orthogonal to them, until such a search brings nothing more, so that every copy of a multiple
 * eigenvalue is found (with a probability that grows with the {@linkplain #withConfirmingSteps
 * steps} of that search). At the end each residual {@code ‖Av − θv‖} is computed from the pair
 * itself: within it of θ lies an eigenvalue of A.
 *
 * <p>A step costs as many products as the block has vectors, and about {@code 2 n (j + 3b)}
 * multiply-adds per product, j being the rows of the basis and b those of the block. Memory is that
 * of the basis and three blocks. With a block of more than one vector products run through {@link
 * SymmetricOperator#applyAll} and the basis is read once per block: faster where the operator gains
 * from it or where n is large, for some more products. Results depend on the seed and not on the
 * number of threads.
 *
 * <p>Up to dimension {@value DensePairs#SMALL}, and up to {@value DensePairs#MOST} once a search
 * has spent n products in vain, all columns are taken and solved as a matrix, at n products more.
 *
 * <p>Sources: Wu &amp; Simon (2000), thick restarts; Parlett, The Symmetric Eigenvalue Problem,
 * §13. Immutable; each method below gives another value that differs in one thing.
 */
public final class Lanczos {

  /** Steps to confirm; see the bound of Kuczyński &amp; Woźniakowski (1992) in the guide. */
  private static final int CONFIRMING_STEPS = 20;

  /** Eigenvalues of a projection of this order cost as much as some hundred short products. */
  private static final int LARGER_BASIS = 300;

  private static final int LARGER_BASIS_ENTRIES = 1 << 21;

  private final int top;
  private final int bottom;
  private final int block;
  private final int basis;
  private final int confirming;
  private final EigenSearch search;

  private Lanczos(int top, int bottom, int block, int basis, int confirming, EigenSearch search) {
    this.top = top;
    this.bottom = bottom;
    this.block = block;
    this.basis = basis;
    this.confirming = confirming;
    this.search = search;
  }

  /**
   * The k largest eigenvalues, to residuals of 1e-10 of the largest absolute value, within 10,000
   * products.
   *
   * @param k at least 1 and at most the operator's dimension
   */
  public static Lanczos top(int k) {
    return of(Arguments.requirePositive("The number of eigenpairs", k), 0);
  }

  /** The k smallest eigenvalues; otherwise as {@link #top}. */
  public static Lanczos bottom(int k) {
    return of(0, Arguments.requirePositive("The number of eigenpairs", k));
  }

  /** The k largest and the k smallest eigenvalues; otherwise as {@link #top}. */
  public static Lanczos bothEnds(int k) {
    Arguments.requirePositive("The number of eigenpairs", k);
    return of(k, k);
  }

  private static Lanczos of(int top, int bottom) {
    EigenSearch search = new EigenSearch(1e-10, 10_000, 0, Workers.of(1));
    return new Lanczos(top, bottom, 1, 0, CONFIRMING_STEPS, search);
  }

  /**
   * The same to other residuals.
   *
   * @param relative the largest {@code ‖Av − θv‖ / maxᵢ|θᵢ|}, above 0
   */
  public Lanczos untilResidual(double relative) {
    Arguments.requirePositive("The relative residual", relative);
    return with(search.untilResidual(relative));
  }

  /**
   * The same in blocks.
   *
   * @param vectors how many products to ask for at a time, at least 1
   */
  public Lanczos withBlockSize(int vectors) {
    Arguments.requirePositive("The block size", vectors);
    return new Lanczos(top, bottom, vectors, basis, confirming, search);
  }

  /**
   * The same with another bound on the basis, which otherwise holds 20 vectors more than twice the
   * pairs wanted, or four blocks more than these pairs; or up to 300 while these are no more than
   * 16 MB.
   *
   * @param vectors vectors before a restart, at least the pairs wanted and two blocks
   */
  public Lanczos withBasisSize(int vectors) {
    Arguments.requirePositive("The size of the basis", vectors);
    return new Lanczos(top, bottom, block, vectors, confirming, search);
  }

  /**
   * The same with another length of the search that confirms that no eigenvalue was passed over.
   *
   * @param steps products per round of it at least; 0 for none, when copies of multiple eigenvalues
   *     beyond the block size may be missing
   */
  public Lanczos withConfirmingSteps(int steps) {
    Arguments.requireNonNegative("The number of steps to confirm", steps);
    return new Lanczos(top, bottom, block, basis, steps, search);
  }

  /**
   * The same with another limit.
   *
   * @param products how many products may be spent, at least 1, those for the final residuals apart
   */
  public Lanczos atMostProducts(int products) {
    Arguments.requirePositive("The product limit", products);
    return with(search.atMostProducts(products));
  }

  /** The same from another random start. */
  public Lanczos withSeed(long seed) {
    return with(search.withSeed(seed));
  }

  /** The same with the arithmetic on the basis run by these workers. */
  public Lanczos on(Workers workers) {
    return with(search.on(workers));
  }

  private Lanczos with(EigenSearch changed) {
    return new Lanczos(top, bottom, block, basis, confirming, changed);
  }

  /**
   * Computes the eigenpairs.
   *
   * @param a the operator
   * @throws IllegalArgumentException if it has fewer eigenpairs than are wanted, or the basis is
   *     too small for them
   */
  public Eigenpairs of(SymmetricOperator a) {
    int n = a.dimension();
    int wanted = top + bottom;
    if (wanted > n) {
      throw new IllegalArgumentException(
          "There are "
              + wanted
              + " eigenpairs wanted, but the operator acts on dimension "
              + n
              + ", which has "
              + n
              + ".");
    }
    if (basis > 0 && basis < n && basis < wanted + 2 * block) {
      throw new IllegalArgumentException(
          "The basis holds "
              + basis
              + " vectors, but "
              + wanted
              + " eigenpairs in blocks of "
              + block
              + " need at least "
              + (wanted + 2 * block)
              + "; ask for fewer or allow more.");
    }
    int limit = search.products();
    if (n <= Math.min(DensePairs.SMALL, limit)) {
      return CountedOperator.over(a, search.workers(), this::densely);
    }
    int products = DensePairs.limit(n, limit);
    return CountedOperator.over(
        a,
        search.workers(),
        meter -> {
          Eigenpairs found =
              new LanczosRun(
                      top,
                      bottom,
                      block,
                      basisFor(n),
                      confirming,
                      search.atMostProducts(products),
                      meter)
                  .run();
          boolean enough = products == limit || found.outcome() != SpectrumOutcome.PRODUCT_LIMIT;
          return enough ? found : densely(meter);
        });
  }

  private Eigenpairs densely(CountedOperator meter) {
    return DensePairs.of(meter, top, bottom, search.tolerance(), search.seed());
  }

  /** The rows of the basis apart from the block behind them. */
  private int basisFor(int n) {
    int wanted = top + bottom;
    int small = Math.min(LARGER_BASIS, LARGER_BASIS_ENTRIES / n);
    return basis > 0 ? basis : Math.max(Math.max(2 * wanted + 20, wanted + 4 * block), small);
  }
}
