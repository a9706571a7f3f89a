package org.roperator.boltzmann;

import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import org.roperator.internal.Vectors;
import org.roperator.operator.SymmetricOperator;
import org.roperator.parallel.Scratch;
import org.roperator.parallel.ShardedSum;
import org.roperator.parallel.Sharding;
import org.roperator.parallel.Workers;

/**
 * A phase whose free units are coupled: one solution per row of given units, averaged over the
 * rows.
 *
 * <p>The clamped phase has a row per distinct pattern, the free phase one row of nothing. Many rows
 * run in parallel, a single one on all threads by itself.
 */
final class RowPhase<D, W> implements Phase {

  private static final int ROWS_PER_SHARD = 16;

  private final LayerPair layers;
  private final double[] states;
  private final double[] shares;
  private final CoupledUnits<D, W> units;
  private final List<CoupledUnits.Solution<D, W>> solutions;
  private final double logPartition;
  private final Sharding sharding;
  private final List<RowBlock> rows;
  private final ShardedSum<Area> sums;
  private final Scratch<double[]> directions;
  private volatile double @Nullable [] means;

  private final class Area {
    private final LayerPair.Spread spread;
    private final W work = units.work();
    private final RowBlock.Work x;
    private final RowBlock.Work y;
    private final double[] w;
    private final double[] pairs = new double[layers.averaged() * layers.averaged()];
    private final double[] sum = new double[layers.averaged() * layers.averaged()];
    private final double[] linear = new double[layers.averaged()];

    Area(int count) {
      this.spread = layers.new Spread(count, sharding.lanes());
      this.x = new RowBlock.Work(count, layers.averaged());
      this.y = new RowBlock.Work(count, layers.averaged());
      this.w = new double[count];
    }
  }

  private RowPhase(
      LayerPair layers,
      double[] states,
      double[] shares,
      CoupledUnits<D, W> units,
      List<CoupledUnits.Solution<D, W>> solutions,
      double logPartition,
      Workers workers) {
    this.layers = layers;
    this.states = states;
    this.shares = shares;
    this.units = units;
    this.solutions = solutions;
    this.logPartition = logPartition;
    this.sharding = Sharding.inShards(shares.length, ROWS_PER_SHARD, layers.dimension());
    this.rows = RowBlock.ofShards(states, sharding);
    this.sums = ShardedSum.on(workers, Scratch.of(() -> new Area(sharding.mostRows())));
    this.directions = Scratch.ofLength(layers.averaged() * layers.averaged());
  }

  /** Solves for every row; a failed phase if one of the solutions failed. */
  static <D, W> Phase of(
      LayerPair layers,
      double[] theta,
      double[] rows,
      double[] shares,
      CoupledUnits<D, W> units,
      Workers workers) {
    int count = shares.length;
    double[] x = new double[count * layers.averaged()];
    double[] e = new double[count];
    LayerPair.Spread spread = layers.new Spread(count, 1).of(theta);
    RowBlock all = RowBlock.of(rows, 0, count, layers.given());
    spread.fields(all, RowBlock.of(x, 0, count, layers.averaged()));
    spread.energies(all, e);
    List<CoupledUnits.Solution<D, W>> solutions = solve(units, x, count, layers, workers);
    double sum = 0;
    for (int r = 0; r < count; r++) {
      PhaseOutcome outcome = solutions.get(r).outcome();
      if (outcome.isFailure()) {
        return Phase.failed(theta.length, outcome);
      }
      sum += shares[r] * (e[r] + solutions.get(r).logPartition());
    }
    return new RowPhase<>(layers, rows, shares, units, solutions, sum, workers);
  }

  @SuppressWarnings("unchecked")
  private static <D, W> List<CoupledUnits.Solution<D, W>> solve(
      CoupledUnits<D, W> units, double[] x, int count, LayerPair layers, Workers workers) {
    if (count == 1) {
      return List.of(units.solve(x, 0, workers));
    }
    CoupledUnits.Solution<D, W>[] found =
        (CoupledUnits.Solution<D, W>[]) new CoupledUnits.Solution<?, ?>[count];
    workers.run(count, r -> found[r] = units.solve(x, r * layers.averaged(), Workers.of(1)));
    return List.of(found);
  }

  /** That of the first row which is to be trusted less than the others, if there is one. */
  @Override
  public PhaseOutcome outcome() {
    return solutions.stream()
        .map(CoupledUnits.Solution::outcome)
        .filter(o -> o == PhaseOutcome.NOT_MIXED)
        .findFirst()
        .orElse(solutions.get(0).outcome());
  }

  @Override
  public double logPartition() {
    return logPartition;
  }

  @Override
  public double[] means() {
    double[] known = means;
    if (known == null) {
      known = averages(false);
      means = known;
    }
    return known.clone();
  }

  @Override
  public double[] meanSquares() {
    return averages(true);
  }

  private double[] averages(boolean squared) {
    int b = layers.averaged();
    List<RowBlock> s = squared ? RowBlock.ofShards(squares(states), sharding) : rows;
    double[] out = new double[layers.dimension()];
    sums.sumFromZeros(
        sharding,
        new double[][] {out},
        (shard, sum, area) -> {
          int from = sharding.firstRow(shard);
          int to = sharding.firstRow(shard + 1);
          RowBlock y = area.y.first(to - from);
          Arrays.fill(area.sum, 0);
          for (int r = from; r < to; r++) {
            solutions.get(r).means(area.work, area.linear, area.pairs);
            area.w[r - from] = shares[r];
            for (int k = 0; k < b; k++) {
              double m = area.linear[k];
              y.array()[(r - from) * b + k] = shares[r] * (squared ? m * m : m);
            }
            for (int k = 0; k < b * b; k++) {
              double p = area.pairs[k];
              area.sum[k] += shares[r] * (squared ? p * p : p);
            }
          }
          area.spread.collect(sharding.lane(shard), s.get(shard), area.w, y, sum[0]);
          layers.collectCouplings(area.sum, sum[0]);
        });
    return out;
  }

  @Override
  public VectorEstimate meansEstimate() {
    W work = units.work();
    return estimate(shares, r -> solutions.get(r).meansEstimate(work, layers.averaged()));
  }

  @Override
  public VectorEstimate productEstimate(double[] v) {
    int b = layers.averaged();
    double[] couplings = new double[b * b];
    layers.couplings(v, couplings);
    D direction = units.direction(couplings);
    int count = shares.length;
    double[] x = new double[count * b];
    RowBlock all = RowBlock.of(states, 0, count, layers.given());
    layers.new Spread(count, 1).of(v).fields(all, RowBlock.of(x, 0, count, b));
    W work = units.work();
    return estimate(
        new double[count], // given units don't vary
        r -> solutions.get(r).responseEstimate(direction, x, r * b, work, b));
  }

  /** The mean of the rows' estimates; rows are independent, so that squared errors add. */
  private VectorEstimate estimate(double[] givenWeights, IntFunction<VectorEstimate> ofRow) {
    double[] values = new double[layers.dimension()];
    double[] squares = new double[layers.dimension()];
    double[] squaredStates = squares(states);
    LayerPair.Spread spread = layers.new Spread(1, 1);
    double[] weight = new double[1];
    for (int r = 0; r < shares.length; r++) {
      VectorEstimate estimate = ofRow.apply(r);
      double share = shares[r];
      weight[0] = givenWeights[r];
      double[] mean = estimate.values();
      Vectors.scale(share, mean);
      add(spread, states, r, weight, mean, values);
      weight[0] = 0; // what is given has no error
      double[] square = squares(estimate.standardErrors());
      Vectors.scale(share * share, square);
      add(spread, squaredStates, r, weight, square, squares);
    }
    return new VectorEstimate(values, Arrays.stream(squares).map(Math::sqrt).toArray());
  }

  private void add(
      LayerPair.Spread spread, double[] s, int r, double[] weight, double[] part, double[] out) {
    int b = layers.averaged();
    RowBlock row = RowBlock.of(s, r * layers.given(), 1, layers.given());
    spread.collect(0, row, weight, RowBlock.of(part, b * b, 1, b), out);
    layers.collectCouplings(part, out);
  }

  private static double[] squares(double[] s) {
    return Arrays.stream(s).map(x -> x * x).toArray();
  }

  @Override
  public SymmetricOperator covariance() {
    return SymmetricOperator.of(layers.dimension(), this::respond);
  }

  private void respond(double[] v, double[] out) {
    int b = layers.averaged();
    double[] couplings = directions.take();
    try {
      layers.couplings(v, couplings);
      D direction = units.direction(couplings);
      sums.sumFromZeros(
          sharding,
          new double[][] {out},
          (shard, sum, area) -> {
            int from = sharding.firstRow(shard);
            int to = sharding.firstRow(shard + 1);
            RowBlock s = rows.get(shard);
            RowBlock x = area.x.first(to - from);
            RowBlock y = area.y.first(to - from);
            area.spread.of(v).fields(s, x);
            Arrays.fill(area.sum, 0);
            Arrays.fill(area.w, 0); // given units don't vary
            for (int r = from; r < to; r++) {
              int at = (r - from) * b;
              solutions
                  .get(r)
                  .response(direction, x.array(), at, area.work, area.linear, area.pairs);
              for (int k = 0; k < b; k++) {
                y.array()[at + k] = shares[r] * area.linear[k];
              }
              for (int k = 0; k < b * b; k++) {
                area.sum[k] += shares[r] * area.pairs[k];
              }
            }
            area.spread.collect(sharding.lane(shard), s, area.w, y, sum[0]);
            layers.collectCouplings(area.sum, sum[0]);
          });
    } finally {
      directions.giveBack(couplings);
    }
  }
}
