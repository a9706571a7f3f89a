package org.roperator.spectrum;

import java.util.Optional;
import org.roperator.internal.Arguments;
import org.roperator.operator.SymmetricOperator;
import org.roperator.parallel.Workers;

/**
 * Extreme eigenpairs by locally optimal block preconditioned conjugate gradients (Knyazev 2001).
 *
 * <pre>{@code
 * Eigenpairs smallest = Lobpcg.bottom(5).withPreconditioner(inverse).of(a);
 * }</pre>
 *
 * <p>Each step takes the best of the space of the block X, its preconditioned residuals R and the
 * last step P, all kept orthonormal; columns that have converged stay in the space but ask for no
 * products (soft locking). It suits blocks whose products are cheap together, and operators with a
 * preconditioner; without one {@link Lanczos} needs fewer products.
 *
 * <p>Up to dimension {@value DensePairs#SMALL}, and up to {@value DensePairs#MOST} where that is
 * below three blocks or once a search has spent n products in vain, all columns are taken and
 * solved as a matrix.
 *
 * <p>A step costs as many products as columns have not converged. Memory is eight blocks.
 * Immutable; each method below gives another value that differs in one thing.
 */
public final class Lobpcg {

  private final int wanted;
  private final boolean fromTop;
  private final int block;
  private final Optional<SymmetricOperator> preconditioner;
  private final EigenSearch search;

  private Lobpcg(
      int wanted,
      boolean fromTop,
      int block,
      Optional<SymmetricOperator> preconditioner,
      EigenSearch search) {
    this.wanted = wanted;
    this.fromTop = fromTop;
    this.block = block;
    this.preconditioner = preconditioner;
    this.search = search;
  }

  /**
   * The k largest eigenvalues, to residuals of 1e-8 of the largest absolute value, within 10,000
   * products, in blocks of {@code k + 2}.
   *
   * @param k at least 1 and at most the operator's dimension; where that is large, about a third of
   *     it
   */
  public static Lobpcg top(int k) {
    return of(k, true);
  }

  /** The k smallest eigenvalues; otherwise as {@link #top}. */
  public static Lobpcg bottom(int k) {
    return of(k, false);
  }

  private static Lobpcg of(int k, boolean fromTop) {
    Arguments.requirePositive("The number of eigenpairs", k);
    EigenSearch search = new EigenSearch(1e-8, 10_000, 0, Workers.of(1));
    return new Lobpcg(k, fromTop, k + 2, Optional.empty(), search);
  }

  /**
   * The same to other residuals.
   *
   * @param relative the largest {@code ‖Av − θv‖ / maxᵢ|θᵢ|}, above 0; below 1e-10 rounding of the
   *     sums carried along may keep it from being reached
   */
  public Lobpcg untilResidual(double relative) {
    Arguments.requirePositive("The relative residual", relative);
    return with(search.untilResidual(relative));
  }

  /**
   * The same with a larger block, which helps where eigenvalues cluster.
   *
   * @param vectors at least the pairs wanted
   */
  public Lobpcg withBlockSize(int vectors) {
    if (vectors < wanted) {
      throw new IllegalArgumentException(
          "The block has "
              + vectors
              + " vectors, but "
              + wanted
              + " eigenpairs are wanted; it needs at least as many.");
    }
    return new Lobpcg(wanted, fromTop, vectors, preconditioner, search);
  }

  /**
   * The same with a preconditioner.
   *
   * @param inverse positive definite, near the inverse of {@code A − λI} for the eigenvalues wanted
   */
  public Lobpcg withPreconditioner(SymmetricOperator inverse) {
    return new Lobpcg(wanted, fromTop, block, Optional.of(inverse), search);
  }

  /**
   * The same with another limit.
   *
   * @param products how many products may be spent, at least 1, those for the final residuals apart
   */
  public Lobpcg atMostProducts(int products) {
    Arguments.requirePositive("The product limit", products);
    return with(search.atMostProducts(products));
  }

  /** The same from another random start. */
  public Lobpcg withSeed(long seed) {
    return with(search.withSeed(seed));
  }

  /** The same with the arithmetic on blocks run elsewhere than on the calling thread alone. */
  public Lobpcg on(Workers workers) {
    return with(search.on(workers));
  }

  private Lobpcg with(EigenSearch changed) {
    return new Lobpcg(wanted, fromTop, block, preconditioner, changed);
  }

  /**
   * Computes the eigenpairs.
   *
   * @param a the operator
   * @throws IllegalArgumentException if it has fewer eigenpairs than are wanted, if its dimension
   *     is above {@value DensePairs#MOST} and below three blocks, or the preconditioner has another
   */
  public Eigenpairs of(SymmetricOperator a) {
    int n = a.dimension();
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
    boolean small = n <= DensePairs.SMALL || (n <= DensePairs.MOST && n < 3 * block);
    if (!small && n < 3 * block) {
      throw new IllegalArgumentException(
          "The operator acts on dimension "
              + n
              + ", but blocks of "
              + block
              + " need at least "
              + 3 * block
              + "; use Lanczos or DenseSpectrum there.");
    }
    if (preconditioner.isPresent() && preconditioner.get().dimension() != n) {
      throw new IllegalArgumentException(
          "The preconditioner acts on dimension "
              + preconditioner.get().dimension()
              + ", but the operator on "
              + n
              + ".");
    }
    int limit = search.products();
    if (small && (n <= limit || n < 3 * block)) {
      return CountedOperator.over(
          a,
          search.workers(),
          meter ->
              n <= limit
                  ? densely(meter)
                  : Eigenpairs.none(meter, SpectrumOutcome.PRODUCT_LIMIT, search.seed()));
    }
    int products = DensePairs.limit(n, limit);
    return CountedOperator.over(
        a,
        search.workers(),
        meter -> {
          Eigenpairs found =
              new LobpcgRun(
                      wanted,
                      fromTop,
                      block,
                      preconditioner,
                      search.atMostProducts(products),
                      meter)
                  .run();
          boolean enough = products == limit || found.outcome() != SpectrumOutcome.PRODUCT_LIMIT;
          return enough ? found : densely(meter);
        });
  }

  private Eigenpairs densely(CountedOperator meter) {
    return DensePairs.of(
        meter, fromTop ? wanted : 0, fromTop ? 0 : wanted, search.tolerance(), search.seed());
  }
}
