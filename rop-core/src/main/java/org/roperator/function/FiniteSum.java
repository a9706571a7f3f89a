package org.roperator.function;

/**
 * A mean over examples plus a regularizer, {@code E(w) = (1/N) Σₙ Eₙ(w) + r(w)}, that can be
 * restricted to a subset of its examples.
 *
 * <p>The order of the examples fixes the order of all sums: results are the same bit for bit for
 * any number of threads.
 */
public interface FiniteSum extends Objective {

  /** The number N of examples, at least 1. */
  int size();

  /**
   * The same function over some of the examples, with their mean taken over those alone and the
   * regularizer unchanged.
   *
   * @param examples indices from 0 to N − 1, at least one; an index may stand more than once. Not
   *     modified and not kept.
   * @throws IllegalArgumentException naming the first index out of range, or if there is none
   */
  FiniteSum restrictedTo(int[] examples);

  @Override
  FiniteSumExpansion expandAt(double[] w);

  /**
   * Any objective as a sum of the one example that is itself, so that optimizers over finite sums
   * take it.
   *
   * <p>It knows no Gauss-Newton operator; {@link FiniteSumExpansion#gaussNewton} says so.
   *
   * @param objective the function
   */
  static FiniteSum ofOne(Objective objective) {
    return objective instanceof FiniteSum sum ? sum : new SingleTermSum(objective);
  }
}
