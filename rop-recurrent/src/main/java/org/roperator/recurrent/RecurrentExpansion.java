package org.roperator.recurrent;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.roperator.function.FiniteSumExpansion;
import org.roperator.operator.Arguments;
import org.roperator.operator.SymmetricOperator;

/**
 * A {@link RecurrentObjective} to second order at one point, with the equilibria it stands on.
 *
 * <p>Keeps five numbers per unit and pattern, and 8n² bytes per pattern for a factorisation.
 */
public final class RecurrentExpansion implements FiniteSumExpansion {

  private final RecurrentObjective objective;
  private final Shard[] shards;
  private final double value;
  private final double[] gradient;

  RecurrentExpansion(RecurrentObjective objective, double[] w) {
    this.objective = objective;
    Problem problem = objective.problem();
    Dynamics dynamics = problem.at(w);
    this.shards = new Shard[objective.sums().shards()];
    this.gradient = new double[w.length];
    double[] values = new double[shards.length];
    objective
        .sums()
        .sum(
            new double[][] {gradient},
            (shard, sum, area) -> {
              int first = objective.firstOf(shard);
              int last = objective.firstOf(shard + 1);
              long share = objective.budget() * (last - first) / objective.size();
              shards[shard] = new Shard(problem, dynamics, first, last, share, area);
              shards[shard].addGradient(sum[0]);
              values[shard] = shards[shard].value();
            });
    problem.addDecay(w, gradient);
    this.value = objective.mean(values) + problem.decayValue(w);
  }

  /** What became of each pattern, in order. */
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
    return new RecurrentOperator(this, false);
  }

  @Override
  public SymmetricOperator gaussNewton() {
    return new RecurrentOperator(this, true);
  }

  @Override
  public double[] meanSquaredGradient() {
    double[] squares = new double[gradient.length];
    objective
        .sums()
        .sum(
            new double[][] {squares},
            (shard, sum, area) -> shards[shard].addSquaredGradients(sum[0], area));
    // The adjoints carry 1/N, their squares 1/N²; a mean wants 1/N.
    for (int i = 0; i < squares.length; i++) {
      squares[i] *= objective.size();
    }
    return squares;
  }

  @Override
  public double[] regulariserDiagonal() {
    double[] diagonal = new double[gradient.length];
    Arrays.fill(diagonal, 0, objective.problem().parameters().weights(), decay());
    return diagonal;
  }

  private double decay() {
    return objective.problem().decay();
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
    products(new double[][] {v}, new double[][] {out}, false, failure::from);
    return failure.product(out);
  }

  /** Who hears of unsolved systems of a shard, given its first pattern. */
  interface Listening {
    Unsolved from(int first);
  }

  /** {@code outs = H vs} or G vs, with the decay. */
  void products(double[][] vs, double[][] outs, boolean gaussNewton, Listening listening) {
    objective
        .sums()
        .sum(
            outs,
            (shard, sums, area) ->
                shards[shard].addProducts(
                    vs, sums, gaussNewton, listening.from(objective.firstOf(shard)), area));
    for (int j = 0; j < vs.length; j++) {
      objective.problem().addDecay(vs[j], outs[j]);
    }
  }

  /** How many directions one sweep may take, so that tangents and sums stay within bounds. */
  int directionsAtOnce() {
    long patterns = 1L + objective.size() / shards.length;
    long tangents = 6 * patterns * objective.problem().patterns().n;
    long summed = (long) shards.length * gradient.length;
    return (int) Math.max(1, (1L << 24) / Math.max(tangents, summed));
  }
}
