package org.roperator.spectrum;

import java.util.Optional;
import org.roperator.operator.Arguments;
import org.roperator.operator.SymmetricOperator;

/**
 * Extreme eigenpairs by locally optimal block preconditioned conjugate gradients (Knyazev 2001).
 *
 * <pre>{@code
 * Eigenpairs smallest = Lobpcg.bottom(5).preconditionedBy(inverse).of(a);
 * }</pre>
 *
 * <p>Each step takes the best of the space of the block X, its preconditioned residuals R and the
 * last step P, all kept orthonormal; columns that have converged stay in the space but ask for no
 * products (soft locking). It suits blocks whose products are cheap together, and operators with a
 * preconditioner; without one {@link Lanczos} needs fewer products.
 *
 * <p>A step costs as many products as columns have not converged. Memory is eight blocks.
 * Immutable; each method below gives another value that differs in one thing.
 */
public final class Lobpcg {

  final int wanted;
  final boolean fromTop;
  final int block;
  final Optional<SymmetricOperator> preconditioner;
  final double tolerance;
  final int limit;
  final long seed;
  final TaskRunner runner;

  private Lobpcg(
      int wanted,
      boolean fromTop,
      int block,
      Optional<SymmetricOperator> preconditioner,
      double tolerance,
      int limit,
      long seed,
      TaskRunner runner) {
    this.wanted = wanted;
    this.fromTop = fromTop;
    this.block = block;
    this.preconditioner = preconditioner;
    this.tolerance = tolerance;
    this.limit = limit;
    this.seed = seed;
    this.runner = runner;
  }

  /**
   * The k largest eigenvalues, to residuals of 1e-8 of the largest absolute value, within 10,000
   * products, in blocks of {@code k + 2}.
   *
   * @param k at least 1 and at most a third of the operator's dimension
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
    return new Lobpcg(
        k, fromTop, k + 2, Optional.empty(), 1e-8, 10_000, 0, TaskRunner.sequential());
  }

  /**
   * The same to other residuals.
   *
   * @param relative the largest {@code ‖Av − θv‖ / maxᵢ|θᵢ|}, above 0; below 1e-10 rounding of the
   *     sums carried along may keep it from being reached
   */
  public Lobpcg until(double relative) {
    Arguments.requirePositive("The relative residual", relative);
    return new Lobpcg(wanted, fromTop, block, preconditioner, relative, limit, seed, runner);
  }

  /**
   * The same with a larger block, which helps where eigenvalues cluster.
   *
   * @param vectors at least the pairs wanted
   */
  public Lobpcg inBlocksOf(int vectors) {
    if (vectors < wanted) {
      throw new IllegalArgumentException(
          "The block has "
              + vectors
              + " vectors, but "
              + wanted
              + " eigenpairs are wanted; it needs at least as many.");
    }
    return new Lobpcg(wanted, fromTop, vectors, preconditioner, tolerance, limit, seed, runner);
  }

  /**
   * The same with a preconditioner.
   *
   * @param inverse positive definite, near the inverse of {@code A − λI} for the eigenvalues wanted
   */
  public Lobpcg preconditionedBy(SymmetricOperator inverse) {
    return new Lobpcg(wanted, fromTop, block, Optional.of(inverse), tolerance, limit, seed, runner);
  }

  /**
   * The same with another limit.
   *
   * @param products how many products may be spent, at least 1, those for the final residuals apart
   */
  public Lobpcg atMost(int products) {
    Arguments.requirePositive("The product limit", products);
    return new Lobpcg(wanted, fromTop, block, preconditioner, tolerance, products, seed, runner);
  }

  /** The same from another random start. */
  public Lobpcg withSeed(long seed) {
    return new Lobpcg(wanted, fromTop, block, preconditioner, tolerance, limit, seed, runner);
  }

  /** The same with the arithmetic on blocks run elsewhere than on the calling thread alone. */
  public Lobpcg runningOn(TaskRunner runner) {
    return new Lobpcg(wanted, fromTop, block, preconditioner, tolerance, limit, seed, runner);
  }

  /**
   * Computes the eigenpairs.
   *
   * @param a the operator
   * @throws IllegalArgumentException if its dimension is below three blocks, or the preconditioner
   *     has another
   */
  public Eigenpairs of(SymmetricOperator a) {
    int n = a.dimension();
    if (n < 3 * block) {
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
    return new LobpcgRun(this, a).run();
  }
}
