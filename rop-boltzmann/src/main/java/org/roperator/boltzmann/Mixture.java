package org.roperator.boltzmann;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.roperator.dense.Blas;
import org.roperator.internal.Vectors;
import org.roperator.operator.SymmetricOperator;
import org.roperator.parallel.Scratch;
import org.roperator.parallel.ShardedSum;
import org.roperator.parallel.Sharding;
import org.roperator.parallel.Workers;

/**
 * A phase in which the averaged units B are independent given those of A: states of A row by row,
 * each with a weight π, and B in closed form.
 *
 * <pre>
 * ⟨s_a s_b⟩ = Σ_r π_r s_ra m_rb,     m_rb = ⟨s_b⟩ under x_rb = θ_b + Σ_a s_ra θ_ab
 * Cov(f, D) = Σ_r ω_r ⟨f⟩_r + Σ_r π_r Cov(f, D | r)
 * D_r = ⟨D | r⟩ = Σ_a v_a s_ra + Σ_b m_rb ẋ_rb,     Cov(s_b, D | r) = Var(s_b | r) ẋ_rb
 * </pre>
 *
 * with weights ω of the variation between rows: {@code π_r (D_r − ⟨D⟩)} where the rows are all
 * states, zero where they are clamped patterns, and those of an unbiased estimate where they are
 * samples. A product is two matrix products, from v to fields and from rows back, and some passes
 * over the rows between them.
 */
final class Mixture implements Phase {

  private static final int ROWS_PER_SHARD = 256;

  private final LayerPair layers;
  private final UnitCoding coding;
  private final StateRows rows;
  private final Variation variation;
  private final boolean clamped;
  private final double[] shares;
  private final ConditionalMeans conditional;
  private final PhaseOutcome outcome;
  private final double logPartition;
  private final Sharding sharding;
  private final ShardedSum<Area> sums;
  private volatile double @Nullable [] means;

  private final class Area {
    private final LayerPair.Spread spread;
    private final RowBlock.Work s;
    private final RowBlock.Work x;
    private final double[] m;
    private final double[] d;
    private final double[] omega;

    Area(int count) {
      int b = layers.averaged();
      this.spread = layers.new Spread(count, sharding.lanes());
      this.s = new RowBlock.Work(count, rows.workWidth());
      this.x = new RowBlock.Work(count, b);
      this.m = new double[count * b];
      this.d = new double[count];
      this.omega = new double[count];
    }
  }

  private Mixture(
      LayerPair layers,
      UnitCoding coding,
      double[] theta,
      Given given,
      Known known,
      Workers workers) {
    this.layers = layers;
    this.coding = coding;
    this.rows = given.rows;
    this.variation = given.variation;
    this.clamped = known.clamped;
    this.outcome = known.outcome;
    this.sharding = rows.sharding();
    this.sums = ShardedSum.on(workers, Scratch.of(() -> new Area(sharding.mostRows())));
    this.conditional = new ConditionalMeans(layers, coding, theta, sharding);
    if (given.shares.length > 0) {
      this.shares = given.shares;
      this.logPartition =
          known.needsLogs ? Vectors.dot(shares, logSums(theta)) : known.logPartition;
    } else {
      this.shares = logSums(theta);
      this.logPartition = Vectors.toSoftmax(shares);
    }
  }

  /**
   * The states of A.
   *
   * @param rows the states
   * @param shares their weights π; none where they follow from the rows
   * @param variation how D varies between them
   */
  @SuppressWarnings("ArrayRecordComponent")
  private record Given(StateRows rows, double[] shares, Variation variation) {}

  /** Cuts rows of which {@code kept} in a row belong together. */
  private static Sharding cut(int rows, int kept, int sums) {
    return Sharding.inShards(rows, Math.max(1, ROWS_PER_SHARD / kept) * kept, sums);
  }

  /** What is known without the rows' weights. */
  private record Known(
      PhaseOutcome outcome, boolean clamped, boolean needsLogs, double logPartition) {}

  /** The clamped phase of patterns whose hidden units are not connected. */
  static Mixture clamped(
      BoltzmannMachine machine, double[] theta, Patterns p, Blas blas, Workers workers) {
    return new Mixture(
        LayerPair.givenVisible(machine.connections(), blas),
        machine.coding(),
        theta,
        new Given(
            StateRows.stored(p.rows(), cut(p.shares().length, 1, theta.length)),
            p.shares(),
            Variation.none()),
        new Known(PhaseOutcome.EXACT, true, true, 0),
        workers);
  }

  /** The free phase over all states of A. */
  static Mixture allStates(
      BoltzmannMachine machine, LayerPair layers, double[] theta, Workers workers) {
    return new Mixture(
        layers,
        machine.coding(),
        theta,
        new Given(
            StateRows.all(
                layers.given(), machine.coding(), cut(1 << layers.given(), 1, theta.length)),
            new double[0],
            Variation.ofAll()),
        new Known(PhaseOutcome.EXACT, false, true, 0),
        workers);
  }

  /** An estimate of the free phase from samples of A, {@code kept} in a row from each chain. */
  static Mixture sampled(
      BoltzmannMachine machine,
      LayerPair layers,
      double[] theta,
      double[] samples,
      int kept,
      double logPartition,
      Workers workers) {
    double[] shares = new double[samples.length / layers.given()];
    Arrays.fill(shares, 1.0 / shares.length);
    return new Mixture(
        layers,
        machine.coding(),
        theta,
        new Given(
            StateRows.stored(samples, cut(shares.length, kept, theta.length)),
            shares,
            Variation.ofChains(kept)),
        new Known(PhaseOutcome.SAMPLED, false, false, logPartition),
        workers);
  }

  /** The logarithms of the sums over B, row by row. */
  private double[] logSums(double[] theta) {
    int b = layers.averaged();
    double[] logs = new double[sharding.rows()];
    sums.forEach(
        sharding,
        (shard, none, area) -> {
          int from = sharding.firstRow(shard);
          int to = sharding.firstRow(shard + 1);
          RowBlock s = rows.block(shard, area.s);
          RowBlock fields = area.x.first(to - from);
          double[] x = fields.array();
          area.spread.of(theta).fields(s, fields);
          area.spread.energies(s, area.d);
          for (int r = from; r < to; r++) {
            double log = area.d[r - from];
            for (int k = 0; k < b; k++) {
              log += coding.logSum(x[(r - from) * b + k]);
            }
            logs[r] = log;
          }
        });
    return logs;
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
    return knownMeans().clone();
  }

  private double[] knownMeans() {
    double[] known = means;
    if (known == null) {
      known = averages(false);
      means = known;
    }
    return known;
  }

  @Override
  public double[] meanSquares() {
    if (clamped) {
      return averages(true);
    }
    return Arrays.stream(knownMeans()).map(p -> p * p).toArray();
  }

  private double[] averages(boolean squared) {
    int b = layers.averaged();
    double[] out = new double[layers.dimension()];
    sums.sumFromZeros(
        sharding,
        new double[][] {out},
        (shard, sum, area) -> {
          int from = sharding.firstRow(shard);
          int to = sharding.firstRow(shard + 1);
          RowBlock s = rows.block(shard, area.s);
          RowBlock y = area.x.first(to - from);
          double[] m = conditional.of(shard, s, area.spread, y, area.m);
          for (int r = from; r < to; r++) {
            area.omega[r - from] = shares[r];
            for (int k = (r - from) * b; k < (r - from + 1) * b; k++) {
              y.array()[k] = shares[r] * (squared ? m[k] * m[k] : m[k]);
            }
          }
          area.spread.collect(
              sharding.lane(shard), squared ? squares(s) : s, area.omega, y, sum[0]);
        });
    return out;
  }

  private static RowBlock squares(RowBlock s) {
    int width = s.rows().columns();
    double[] squares = new double[s.count() * width];
    for (int k = 0; k < squares.length; k++) {
      double x = s.array()[s.from() + k];
      squares[k] = x * x;
    }
    return RowBlock.of(squares, 0, s.count(), width);
  }

  @Override
  public SymmetricOperator covariance() {
    double[] known = knownMeans();
    return SymmetricOperator.of(layers.dimension(), (v, out) -> covariances(known, v, out));
  }

  private void covariances(double[] known, double[] v, double[] out) {
    double meanD = Vectors.dot(known, v);
    int b = layers.averaged();
    sums.sumFromZeros(
        sharding,
        new double[][] {out},
        (shard, sum, area) -> {
          int from = sharding.firstRow(shard);
          int to = sharding.firstRow(shard + 1);
          RowBlock s = rows.block(shard, area.s);
          RowBlock y = area.x.first(to - from);
          double[] x = y.array();
          double[] m = conditional.of(shard, s, area.spread, y, area.m);
          LayerPair.Spread spread = area.spread.of(v);
          spread.fields(s, y);
          spread.energies(s, area.d);
          for (int r = 0; r < to - from; r++) {
            area.d[r] += LayerPair.dot(m, r * b, x, r * b, b);
          }
          variation.weigh(area.d, shares, from, to, meanD, area.omega);
          for (int r = 0; r < to - from; r++) {
            double omega = area.omega[r];
            double share = shares[from + r];
            for (int k = r * b; k < (r + 1) * b; k++) {
              x[k] = omega * m[k] + share * coding.variance(m[k]) * x[k];
            }
          }
          spread.collect(sharding.lane(shard), s, area.omega, y, sum[0]);
        });
  }
}
