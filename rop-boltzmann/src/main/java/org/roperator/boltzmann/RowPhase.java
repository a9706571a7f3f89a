package org.roperator.boltzmann;

import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import org.roperator.function.Workers;
import org.roperator.operator.Scratch;
import org.roperator.operator.SymmetricOperator;
import org.roperator.operator.Vectors;

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
  private final double[] rows;
  private final double[] shares;
  private final CoupledUnits<D, W> units;
  private final List<CoupledUnits.Solution<D, W>> solutions;
  private final double logPartition;
  private final LaneSum<Area> lanes;
  private final Scratch<double[]> directions;
  private volatile double @Nullable [] means;

  private final class Area {
    private final LayerPair.Spread spread;
    private final W work = units.work();
    private final double[] x;
    private final double[] y;
    private final double[] w;
    private final double[] pairs = new double[layers.averaged() * layers.averaged()];
    private final double[] sum = new double[layers.averaged() * layers.averaged()];
    private final double[] linear = new double[layers.averaged()];

    Area(int count) {
      this.spread = layers.new Spread(count);
      this.x = new double[count * layers.averaged()];
      this.y = new double[count * layers.averaged()];
      this.w = new double[count];
    }
  }

  private RowPhase(
      LayerPair layers,
      int dimension,
      double[] rows,
      double[] shares,
      CoupledUnits<D, W> units,
      List<CoupledUnits.Solution<D, W>> solutions,
      double logPartition,
      Workers workers) {
    this.layers = layers;
    this.rows = rows;
    this.shares = shares;
    this.units = units;
    this.solutions = solutions;
    this.logPartition = logPartition;
    this.lanes = new LaneSum<>(shares.length, ROWS_PER_SHARD, dimension, workers, Area::new);
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
    LayerPair.Spread spread = layers.new Spread(count).of(theta);
    spread.fields(rows, 0, count, x);
    spread.energies(rows, 0, count, e);
    List<CoupledUnits.Solution<D, W>> solutions = solve(units, x, count, layers, workers);
    double sum = 0;
    for (int r = 0; r < count; r++) {
      PhaseOutcome outcome = solutions.get(r).outcome();
      if (outcome.isFailure()) {
        return new FailedPhase(theta.length, outcome);
      }
      sum += shares[r] * (e[r] + solutions.get(r).logPartition());
    }
    return new RowPhase<>(layers, theta.length, rows, shares, units, solutions, sum, workers);
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

  @Override
  public PhaseOutcome outcome() {
    return solutions.get(0).outcome();
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
    int a = layers.given();
    int b = layers.averaged();
    double[] s = squared ? squares(rows) : rows;
    double[] out = new double[layers.dimension()];
    lanes.sum(
        out,
        (area, from, to, sum) -> {
          Arrays.fill(area.sum, 0);
          for (int r = from; r < to; r++) {
            solutions.get(r).means(area.work, area.linear, area.pairs);
            area.w[r - from] = shares[r];
            for (int k = 0; k < b; k++) {
              double m = area.linear[k];
              area.y[(r - from) * b + k] = shares[r] * (squared ? m * m : m);
            }
            for (int k = 0; k < b * b; k++) {
              double p = area.pairs[k];
              area.sum[k] += shares[r] * (squared ? p * p : p);
            }
          }
          area.spread.collect(s, from * a, to - from, area.w, area.y, sum);
          layers.collectCouplings(area.sum, sum);
        });
    return out;
  }

  @Override
  public Estimate meansEstimate() {
    W work = units.work();
    return estimate(shares, r -> solutions.get(r).meansEstimate(work, layers.averaged()));
  }

  @Override
  public Estimate productEstimate(double[] v) {
    int b = layers.averaged();
    double[] couplings = new double[b * b];
    layers.couplings(v, couplings);
    D direction = units.direction(couplings);
    double[] x = new double[shares.length * b];
    layers.new Spread(shares.length).of(v).fields(rows, 0, shares.length, x);
    W work = units.work();
    return estimate(
        new double[shares.length], // given units don't vary
        r -> solutions.get(r).responseEstimate(direction, x, r * b, work, b));
  }

  /** The mean of the rows' estimates; rows are independent, so that squared errors add. */
  private Estimate estimate(double[] givenWeights, IntFunction<Estimate> ofRow) {
    double[] values = new double[layers.dimension()];
    double[] squares = new double[layers.dimension()];
    double[] squaredRows = squares(rows);
    LayerPair.Spread spread = layers.new Spread(1);
    double[] weight = new double[1];
    for (int r = 0; r < shares.length; r++) {
      Estimate estimate = ofRow.apply(r);
      double share = shares[r];
      weight[0] = givenWeights[r];
      double[] mean = estimate.values();
      Vectors.scale(share, mean);
      add(spread, rows, r, weight, mean, values);
      weight[0] = 0; // what is given has no error
      double[] square = squares(estimate.standardErrors());
      Vectors.scale(share * share, square);
      add(spread, squaredRows, r, weight, square, squares);
    }
    return new Estimate(values, Arrays.stream(squares).map(Math::sqrt).toArray());
  }

  private void add(
      LayerPair.Spread spread, double[] s, int r, double[] weight, double[] part, double[] out) {
    int b = layers.averaged();
    double[] linear = Arrays.copyOfRange(part, b * b, part.length);
    spread.collect(s, r * layers.given(), 1, weight, linear, out);
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
    int a = layers.given();
    int b = layers.averaged();
    double[] couplings = directions.take();
    try {
      layers.couplings(v, couplings);
      D direction = units.direction(couplings);
      lanes.sum(
          out,
          (area, from, to, sum) -> {
            area.spread.of(v).fields(rows, from * a, to - from, area.x);
            Arrays.fill(area.sum, 0);
            Arrays.fill(area.w, 0); // given units don't vary
            for (int r = from; r < to; r++) {
              int at = (r - from) * b;
              solutions.get(r).response(direction, area.x, at, area.work, area.linear, area.pairs);
              for (int k = 0; k < b; k++) {
                area.y[at + k] = shares[r] * area.linear[k];
              }
              for (int k = 0; k < b * b; k++) {
                area.sum[k] += shares[r] * area.pairs[k];
              }
            }
            area.spread.collect(rows, from * a, to - from, area.w, area.y, sum);
            layers.collectCouplings(area.sum, sum);
          });
    } finally {
      directions.giveBack(couplings);
    }
  }
}
