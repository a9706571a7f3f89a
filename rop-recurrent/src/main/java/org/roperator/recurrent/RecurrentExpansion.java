package org.roperator.recurrent;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.roperator.function.FiniteSumExpansion;
import org.roperator.internal.Arguments;
import org.roperator.operator.SymmetricOperator;
import org.roperator.parallel.Arena;
import org.roperator.parallel.ShardedSum;
import org.roperator.parallel.Sharding;
import org.roperator.recurrent.FixedPointSystems.Unsolved;
import org.roperator.recurrent.RecurrentProduct.FirstFailure;
import org.roperator.recurrent.ShardProducts.Tangents;

/**
 * A {@link RecurrentObjective} to second order at one point, with the equilibria it stands on.
 *
 * <p>Keeps six numbers per unit and pattern, the residuals of its way there, and 8n² bytes per
 * pattern for a factorization.
 */
public final class RecurrentExpansion implements FiniteSumExpansion {

  private final Problem problem;
  private final Sharding sharding;
  private final ShardedSum<Arena> sums;
  private final Shard[] shards;
  private final double value;
  private final double[] gradient;

  RecurrentExpansion(Problem problem, Sharding sharding, ShardedSum<Arena> sums, double[] w) {
    this.problem = problem;
    this.sharding = sharding;
    this.sums = sums;
    Dynamics dynamics = problem.at(w);
    this.shards = new Shard[sharding.shards()];
    this.gradient = new double[w.length];
    double[] values = new double[shards.length];
    sums.sumFromZeros(
        sharding,
        new double[][] {gradient},
        (shard, sum, arena) -> {
          int first = sharding.firstRow(shard);
          int last = sharding.firstRow(shard + 1);
          // In doubles: the product of a large budget and a count fits into no long.
          long share =
              (long) ((double) problem.method().budget() * (last - first) / problem.size());
          shards[shard] = new Shard(problem, dynamics, first, last, share, arena);
          shards[shard].addGradient(sum[0]);
          values[shard] = shards[shard].value();
        });
    problem.decay().addTo(w, gradient);
    this.value = problem.value(w, values);
  }

  /** How settling ended for each pattern, in order. */
  public List<Equilibrium> equilibria() {
    List<Equilibrium> all = new ArrayList<>();
    for (Shard shard : shards) {
      for (int row = 0; row < shard.count(); row++) {
        all.add(shard.equilibrium(row));
      }
    }
    return all;
  }

  /**
   * This expansion, if every pattern settled and has its derivatives.
   *
   * @throws IllegalStateException naming the first pattern that did not, and what it did instead
   */
  public RecurrentExpansion requireSettled() {
    List<Equilibrium> all = equilibria();
    for (int p = 0; p < all.size(); p++) {
      SettlingOutcome outcome = all.get(p).outcome();
      if (outcome != SettlingOutcome.CONVERGED) {
        throw new IllegalStateException(
            "Pattern " + p + " of " + all.size() + " did not settle. " + all.get(p));
      }
    }
    return this;
  }

  @Override
  public int dimension() {
    return gradient.length;
  }

  /** E(w), the mean over patterns with the weight decay; +∞ if a pattern did not settle. */
  @Override
  public double value() {
    return value;
  }

  /** ∇E(w), a copy; NaN if a pattern did not settle or has no derivative. */
  @Override
  public double[] gradient() {
    return gradient.clone();
  }

  /**
   * The exact ∇²E(w); its products are NaN where the gradient is, or a system is not solved: {@link
   * #product} tells which.
   */
  @Override
  public SymmetricOperator hessian() {
    return new Products(this, false);
  }

  @Override
  public SymmetricOperator gaussNewton() {
    return new Products(this, true);
  }

  @Override
  public double[] meanSquaredGradient() {
    double[] squares = new double[gradient.length];
    sums.sumFromZeros(
        sharding,
        new double[][] {squares},
        (shard, sum, arena) -> shards[shard].addSquaredGradients(sum[0], arena));
    // The adjoints carry 1/N, their squares 1/N²; a mean wants 1/N.
    for (int i = 0; i < squares.length; i++) {
      squares[i] *= problem.size();
    }
    return squares;
  }

  @Override
  public double[] regularizerDiagonal() {
    return problem.decay().diagonal(gradient.length);
  }

  /**
   * H v with its outcome: which pattern's system, if any, was not solved, and what was left of it.
   * The numbers are those of {@link #hessian()}, at the same price.
   *
   * @param v a direction. Not modified.
   */
  public RecurrentProduct product(double[] v) {
    int dimension = dimension();
    Arguments.requireLength("Direction", v, dimension, "there are " + dimension + " parameters");
    FirstFailure failure = new FirstFailure();
    for (Shard shard : shards) {
      shard.reportTo(failure);
    }
    double[] out = new double[dimension];
    int n = problem.patterns().n;
    double[][] states = new double[problem.size()][n];
    double[][] adjoints = new double[problem.size()][n];
    for (int p = 0; p < states.length; p++) {
      Arrays.fill(states[p], Double.NaN);
      Arrays.fill(adjoints[p], Double.NaN);
    }
    products(
        new double[][] {v},
        new double[][] {out},
        false,
        failure::from,
        (pattern, yDot, zDot, at) -> {
          System.arraycopy(yDot, at, states[pattern], 0, n);
          System.arraycopy(zDot, at, adjoints[pattern], 0, n);
        });
    return failure.product(out, states, adjoints);
  }

  /**
   * The adjoint {@code z = ∂E/∂x} of a pattern, what E changes by with each unit's total input once
   * the network has settled again: {@code z = σ′∘(Wz + e)}, with {@code e} the derivative of the
   * pattern's own term of E, 1/N in it. The gradient is the sum of {@code y_i z_j} over the
   * patterns.
   *
   * @param pattern its number, from 0
   * @return a number per unit in a fresh array; NaN where there is no derivative
   */
  public double[] adjoint(int pattern) {
    return shardOf(pattern).adjoint(rowOf(pattern));
  }

  /**
   * The adjoint {@code λ = dE/dy} of a pattern, what E changes by when something is added to each
   * unit's output: {@code λ = Wz + e}, {@code z = σ′∘λ}.
   *
   * @param pattern its number, from 0
   * @return a number per unit in a fresh array; NaN where there is no derivative
   */
  public double[] stateAdjoint(int pattern) {
    return shardOf(pattern).stateAdjoint(rowOf(pattern));
  }

  private Shard shardOf(int pattern) {
    Objects.checkIndex(pattern, problem.size());
    int shard = 0;
    while (sharding.firstRow(shard + 1) <= pattern) {
      shard++;
    }
    return shards[shard];
  }

  private int rowOf(int pattern) {
    int row = pattern;
    for (int shard = 0; sharding.firstRow(shard + 1) <= pattern; shard++) {
      row = pattern - sharding.firstRow(shard + 1);
    }
    return row;
  }

  /** A callback for unsolved systems of a shard, given its first pattern. */
  private interface Listening {
    /** For products alone, which are NaN then: all an operator can say. */
    Listening SILENT = first -> (which, row, residual) -> {};

    Unsolved from(int first);
  }

  /** {@code outs = H vs} or G vs, with the decay. */
  private void products(
      double[][] vs, double[][] outs, boolean gaussNewton, Listening listening, Tangents tangents) {
    sums.sumFromZeros(
        sharding,
        outs,
        (shard, sums, arena) ->
            shards[shard].addProducts(
                vs, sums, gaussNewton, listening.from(sharding.firstRow(shard)), tangents, arena));
    for (int j = 0; j < vs.length; j++) {
      problem.decay().addTo(vs[j], outs[j]);
    }
  }

  /** How many directions one sweep may take, so that tangents and sums stay within bounds. */
  private int directionsAtOnce() {
    long patterns = 1L + problem.size() / shards.length;
    long tangents = 6 * patterns * problem.patterns().n;
    long summed = (long) shards.length * gradient.length;
    return (int) Math.max(1, (1L << 24) / Math.max(tangents, summed));
  }

  /**
   * Hessian or Gauss-Newton operator; directions of a block share each pattern's triangles and are
   * solved for together.
   */
  private record Products(RecurrentExpansion at, boolean gaussNewton) implements SymmetricOperator {

    @Override
    public int dimension() {
      return at.dimension();
    }

    @Override
    public void apply(double[] v, double[] out) {
      Arguments.requireProduct(dimension(), v, out);
      multiply(new double[][] {v}, new double[][] {out});
    }

    @Override
    public void applyAll(double[][] vs, double[][] outs) {
      Arguments.requireProducts(dimension(), vs, outs);
      int group = at.directionsAtOnce();
      for (int from = 0; from < vs.length; from += group) {
        int to = Math.min(vs.length, from + group);
        multiply(Arrays.copyOfRange(vs, from, to), Arrays.copyOfRange(outs, from, to));
      }
    }

    private void multiply(double[][] vs, double[][] outs) {
      at.products(vs, outs, gaussNewton, Listening.SILENT, Tangents.UNSEEN);
    }
  }
}
