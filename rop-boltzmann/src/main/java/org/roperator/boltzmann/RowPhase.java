package org.roperator.boltzmann;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.roperator.function.Workers;
import org.roperator.operator.Scratch;
import org.roperator.operator.SymmetricOperator;

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
  private final PhaseOutcome outcome;
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

  RowPhase(
      LayerPair layers,
      double[] theta,
      double[] rows,
      double[] shares,
      CoupledUnits<D, W> units,
      Workers workers) {
    this.layers = layers;
    this.rows = rows;
    this.shares = shares;
    this.units = units;
    int count = shares.length;
    int b = layers.averaged();
    this.lanes = new LaneSum<>(count, ROWS_PER_SHARD, theta.length, workers, Area::new);
    this.directions = Scratch.ofLength(b * b);

    LayerPair.Spread spread = layers.new Spread(count).of(theta);
    double[] x = new double[count * b];
    double[] e = new double[count];
    spread.fields(rows, 0, count, x);
    spread.energies(rows, 0, count, e);
    this.solutions = solve(x, count, workers);
    double sum = 0;
    PhaseOutcome worst = PhaseOutcome.EXACT;
    for (int r = 0; r < count; r++) {
      sum += shares[r] * (e[r] + solutions.get(r).logPartition());
      if (solutions.get(r).outcome().compareTo(worst) > 0) {
        worst = solutions.get(r).outcome();
      }
    }
    this.logPartition = sum;
    this.outcome = worst;
  }

  @SuppressWarnings("unchecked")
  private List<CoupledUnits.Solution<D, W>> solve(double[] x, int count, Workers workers) {
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
    return outcome;
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
