package org.roperator.boltzmann;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.roperator.function.Workers;
import org.roperator.operator.SymmetricOperator;
import org.roperator.operator.Vectors;

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
  private final Rows rows;
  private final Variation variation;
  private final boolean clamped;
  private final double[] shares;
  private final ConditionalMeans conditional;
  private final PhaseOutcome outcome;
  private final double logPartition;
  private final LaneSum<Area> lanes;
  private volatile double @Nullable [] means;

  private final class Area {
    private final LayerPair.Spread spread;
    private final double[] s;
    private final double[] x;
    private final double[] m;
    private final double[] d;
    private final double[] omega;

    Area(int count) {
      int b = layers.averaged();
      this.spread = layers.new Spread(count);
      this.s = new double[rows.work(count)];
      this.x = new double[count * b];
      this.m = new double[count * b];
      this.d = new double[count];
      this.omega = new double[count];
    }
  }

  private Mixture(
      LayerPair layers,
      UnitCoding coding,
      double[] theta,
      Rows rows,
      double[] shares,
      Variation variation,
      Known known,
      int shardMultiple,
      Workers workers) {
    this.layers = layers;
    this.coding = coding;
    this.rows = rows;
    this.variation = variation;
    this.clamped = known.clamped;
    this.outcome = known.outcome;
    int perShard = Math.max(1, ROWS_PER_SHARD / shardMultiple) * shardMultiple;
    this.lanes = new LaneSum<>(rows.count(), perShard, theta.length, workers, Area::new);
    this.conditional = new ConditionalMeans(layers, coding, theta, lanes.shards(), perShard);
    double[] logs = new double[rows.count()];
    forward(theta, logs, known.needsLogs);
    if (shares.length > 0) {
      this.shares = shares;
      this.logPartition = known.needsLogs ? Vectors.dot(shares, logs) : known.logPartition;
    } else {
      this.logPartition = LogSums.normalise(logs);
      this.shares = logs;
    }
  }

  /** What is known without the rows' weights. */
  private record Known(
      PhaseOutcome outcome, boolean clamped, boolean needsLogs, double logPartition) {}

  /** The clamped phase of patterns whose hidden units are not connected. */
  static Mixture clamped(BoltzmannMachine machine, double[] theta, Patterns p, Workers workers) {
    return new Mixture(
        LayerPair.givenVisible(machine.connections()),
        machine.coding(),
        theta,
        Rows.stored(p.rows(), p.width()),
        p.shares(),
        Variation.none(),
        new Known(PhaseOutcome.EXACT, true, true, 0),
        1,
        workers);
  }

  /** The free phase over all states of A. */
  static Mixture allStates(
      BoltzmannMachine machine, LayerPair layers, double[] theta, Workers workers) {
    return new Mixture(
        layers,
        machine.coding(),
        theta,
        Rows.all(layers.given(), machine.coding()),
        new double[0],
        Variation.ofAll(),
        new Known(PhaseOutcome.EXACT, false, true, 0),
        1,
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
        Rows.stored(samples, layers.given()),
        shares,
        Variation.ofChains(kept),
        new Known(PhaseOutcome.SAMPLED, false, false, logPartition),
        kept,
        workers);
  }

  private void forward(double[] theta, double[] logs, boolean needsLogs) {
    int b = layers.averaged();
    lanes.sum(
        new double[layers.dimension()],
        (area, from, to, sum) -> {
          double[] s = rows.block(from, to, area.s);
          int at = rows.offset(from);
          area.spread.of(theta).fields(s, at, to - from, area.x);
          if (needsLogs) {
            area.spread.energies(s, at, to - from, area.d);
            for (int r = from; r < to; r++) {
              double log = area.d[r - from];
              for (int k = 0; k < b; k++) {
                log += coding.logSum(area.x[(r - from) * b + k]);
              }
              logs[r] = log;
            }
          }
          conditional.learn(lanes.shardOf(from), area.x, (to - from) * b);
        });
  }

  private double[] means(double[] s, int at, int from, int to, Area area) {
    return conditional.of(lanes.shardOf(from), s, at, to - from, area.spread, area.x, area.m);
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
    int a = layers.given();
    int b = layers.averaged();
    double[] out = new double[layers.dimension()];
    lanes.sum(
        out,
        (area, from, to, sum) -> {
          double[] s = rows.block(from, to, area.s);
          int at = rows.offset(from);
          double[] m = means(s, at, from, to, area);
          for (int r = from; r < to; r++) {
            area.omega[r - from] = shares[r];
            for (int k = (r - from) * b; k < (r - from + 1) * b; k++) {
              area.x[k] = shares[r] * (squared ? m[k] * m[k] : m[k]);
            }
          }
          if (squared) {
            s = Arrays.copyOfRange(s, at, at + (to - from) * a);
            for (int k = 0; k < s.length; k++) {
              s[k] *= s[k];
            }
            at = 0;
          }
          area.spread.collect(s, at, to - from, area.omega, area.x, sum);
        });
    return out;
  }

  @Override
  public SymmetricOperator covariance() {
    double[] known = knownMeans();
    return SymmetricOperator.of(layers.dimension(), (v, out) -> covariances(known, v, out));
  }

  private void covariances(double[] known, double[] v, double[] out) {
    double meanD = Vectors.dot(known, v);
    int b = layers.averaged();
    lanes.sum(
        out,
        (area, from, to, sum) -> {
          double[] s = rows.block(from, to, area.s);
          int at = rows.offset(from);
          double[] m = means(s, at, from, to, area);
          LayerPair.Spread spread = area.spread.of(v);
          spread.fields(s, at, to - from, area.x);
          spread.energies(s, at, to - from, area.d);
          for (int r = 0; r < to - from; r++) {
            area.d[r] += LayerPair.dot(m, r * b, area.x, r * b, b);
          }
          variation.weigh(area.d, shares, from, to, meanD, area.omega);
          for (int r = 0; r < to - from; r++) {
            double omega = area.omega[r];
            double share = shares[from + r];
            for (int k = r * b; k < (r + 1) * b; k++) {
              area.x[k] = omega * m[k] + share * coding.variance(m[k]) * area.x[k];
            }
          }
          spread.collect(s, at, to - from, area.omega, area.x, sum);
        });
  }
}
