package org.roperator.boltzmann;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.roperator.internal.Vectors;
import org.roperator.parallel.Scratch;
import org.roperator.parallel.Sharding;
import org.roperator.parallel.Workers;

/**
 * All states of m bits with {@code P(b) ∝ exp(Σ_{i<j} c_ij b_i b_j + Σ a_i b_i)}, exactly.
 *
 * <p>Nothing of the size of the states is stored. A row of probabilities, 512 states with the same
 * high bits, is made where it is used: doubled bit by bit, {@code P(.., 1, l) = P(.., 0, l) ·
 * e^(c_j)}, so that a state costs two multiplications and no exponential, and never leaves the
 * first cache. {@code D} is doubled likewise by additions. A pass costs about ten operations per
 * state, whatever m. Where exponents within a row span more than a double does, the row takes the
 * exponential of each state; a row whose probabilities all underflow is zero.
 *
 * <p>Rows are cut into shards by m alone, and shards added in order: the results are equal bit for
 * bit for any number of threads.
 */
final class Enumeration {

  /** Exponents in a row may span this much before products could underflow on the way. */
  private static final double WIDEST = 650;

  /** The least exponent that is not zero. */
  private static final double LEAST = -745;

  /** Low bits doubled one by one, before the others are taken in blocks. */
  private static final int INNER_BITS = 6;

  /** So many that threads end within a few hundredths of each other. */
  private static final int MOST_SHARDS = 64;

  /** Fewer take less time than it takes to hand them to a thread. */
  private static final int LEAST_ROWS_PER_SHARD = 16;

  private static final double BY_EXPONENTIALS = -1;

  private final PairTable table;
  private final double[] linear;
  private final Workers workers;
  private final Sharding sharding;
  private final double[] lowFactors;
  private final double lowTop;
  private final double[] factors;
  private final double[] rowStarts;
  private final double logPartition;

  /** Work arrays, shared by the enumerations of one shape. */
  static final class Area {
    private final PairTable shape;
    private final double[] rowSums;
    private final @Nullable ShardArea[] shards;

    private Area(PairTable shape) {
      this.shape = shape;
      this.rowSums = new double[1 << shape.highBits()];
      this.shards = new ShardArea[sharding(shape).shards()];
    }

    /** Made by the thread that needs it first, so that threads share this work too. */
    private ShardArea of(int shard) {
      ShardArea area = shards[shard];
      if (area == null) {
        area = new ShardArea(shape, rowSums);
        shards[shard] = area;
      }
      return area;
    }
  }

  private static final class ShardArea {
    private final double[] row;
    private final double[] slope;
    private final BitMoments moments;

    ShardArea(PairTable shape, double[] rowSums) {
      this.row = new double[1 << shape.lowBits()];
      this.slope = new double[1 << shape.lowBits()];
      this.moments = new BitMoments(shape, rowSums);
    }
  }

  static Scratch<Area> areas(PairTable shape) {
    return Scratch.of(() -> new Area(shape));
  }

  /**
   * Enumerates once, for the partition function.
   *
   * @param table the couplings c, tabulated; kept
   * @param linear a; kept
   */
  Enumeration(PairTable table, double[] linear, Workers workers) {
    this.table = table;
    this.linear = linear;
    this.workers = workers;
    this.sharding = sharding(table);
    double[] low = table.low();
    this.lowTop = Arrays.stream(low).max().orElseThrow();
    this.lowFactors = Arrays.stream(low).map(x -> Math.exp(x - lowTop)).toArray();
    int rows = 1 << table.highBits();
    this.factors = new double[rows * table.lowBits()];
    this.rowStarts = new double[rows];
    double lowSpan = lowTop - Arrays.stream(low).min().orElseThrow();
    double[] rowLogs = new double[rows];
    double[] shardLogs = new double[sharding.shards()];
    forEachShard(
        (shard, from, to) -> {
          double[] row = new double[low.length];
          for (int u = from; u < to; u++) {
            rowLogs[u] = logOfRow(u, lowSpan, row);
          }
          shardLogs[shard] = Vectors.logSumExp(rowLogs, from, to);
        });
    this.logPartition = Vectors.logSumExp(shardLogs);
    forEachShard(
        (shard, from, to) -> {
          for (int u = from; u < to; u++) {
            rowStarts[u] = start(u, rowLogs[u] - logPartition);
          }
        });
  }

  /** Where the probabilities of a row begin, if they are not zero or made one by one. */
  private double start(int u, double log) {
    if (log < LEAST) {
      return 0;
    }
    return rowStarts[u] == BY_EXPONENTIALS
        ? BY_EXPONENTIALS
        : Math.exp(table.high(u, linear) + lowTop - logPartition);
  }

  private static Sharding sharding(PairTable shape) {
    int rows = 1 << shape.highBits();
    int shards = Math.max(1, Math.min(MOST_SHARDS, rows / LEAST_ROWS_PER_SHARD));
    return Sharding.inLanes(rows, shards, rows);
  }

  @FunctionalInterface
  private interface ShardTask {
    void run(int shard, int from, int to);
  }

  private void forEachShard(ShardTask task) {
    workers.run(
        sharding.shards(),
        shard -> task.run(shard, sharding.firstRow(shard), sharding.firstRow(shard + 1)));
  }

  /** The logarithm of the sum over a row; prepares its factors. */
  private double logOfRow(int u, double lowSpan, double[] f) {
    int m = table.lowBits();
    double span = lowSpan;
    double shift = 0;
    for (int j = 0; j < m; j++) {
      double c = table.coefficient(j, u, linear);
      factors[u * m + j] = Math.exp(c);
      span += Math.abs(c);
      shift += Math.max(c, 0);
    }
    double start = table.high(u, linear) + lowTop;
    if (span > WIDEST) {
      rowStarts[u] = BY_EXPONENTIALS;
      exponents(u, start - lowTop, f);
      return Vectors.logSumExp(f);
    }
    probabilities(u, Math.exp(-shift), f);
    double sum = BitMoments.sum(f);
    return start + shift + Math.log(sum);
  }

  private void exponents(int u, double start, double[] x) {
    double[] low = table.low();
    x[0] = start;
    for (int j = 0; j < table.lowBits(); j++) {
      double c = table.coefficient(j, u, linear);
      addToUpperHalf(x, c, 1 << j);
    }
    for (int l = 0; l < low.length; l++) {
      x[l] += low[l];
    }
  }

  private void probabilities(int u, double start, double[] f) {
    int m = table.lowBits();
    int inner = Math.min(m, INNER_BITS);
    f[0] = start;
    for (int j = 0; j < inner; j++) {
      multiplyToUpperHalf(f, factors[u * m + j], 1 << j);
    }
    // The rest block by block, the first block last: it is what the others are multiples of.
    int width = 1 << inner;
    for (int block = f.length / width - 1; block >= 0; block--) {
      double factor = 1;
      for (int rest = block; rest != 0; rest &= rest - 1) {
        factor *= factors[u * m + inner + Integer.numberOfTrailingZeros(rest)];
      }
      multiplyBlock(f, factor, lowFactors, block * width, width);
    }
  }

  private static void multiplyBlock(double[] f, double factor, double[] by, int from, int width) {
    for (int l = 0; l < width; l++) {
      f[from + l] = f[l] * factor * by[from + l];
    }
  }

  private static void multiplyToUpperHalf(double[] f, double factor, int h) {
    for (int l = 0; l < h; l++) {
      f[h + l] = f[l] * factor;
    }
  }

  private static void addToUpperHalf(double[] x, double c, int h) {
    for (int l = 0; l < h; l++) {
      x[h + l] = x[l] + c;
    }
  }

  /** Makes the probabilities of a row; false if all are zero. */
  private boolean row(int u, double[] p) {
    double start = rowStarts[u];
    if (start == 0) {
      return false;
    }
    if (start == BY_EXPONENTIALS) {
      exponents(u, table.high(u, linear) - logPartition, p);
      for (int l = 0; l < p.length; l++) {
        p[l] = Math.exp(p[l]);
      }
    } else {
      probabilities(u, start, p);
    }
    return true;
  }

  /** {@code ln Σ exp(…)}. */
  double logPartition() {
    return logPartition;
  }

  /**
   * Writes {@code ⟨b_i⟩} and {@code ⟨b_i b_j⟩}.
   *
   * @param means of m numbers. Overwritten.
   * @param pairs of m² numbers, zero on the diagonal. Overwritten.
   */
  void means(Area area, double[] means, double[] pairs) {
    sum((u, p, slopes) -> {}, area, means, pairs);
  }

  /**
   * Writes the covariances {@code Cov(b_i, D)} and {@code Cov(b_i b_j, D)} with {@code D = Σ_{i<j}
   * v_ij b_i b_j + Σ v_i b_i}.
   *
   * @param v the v_ij, tabulated
   * @param vLinear the v_i
   * @param meanD ⟨D⟩
   */
  void covariances(
      PairTable v, double[] vLinear, double meanD, Area area, double[] means, double[] pairs) {
    double[] low = v.low();
    sum(
        (u, p, d) -> {
          d[0] = v.high(u, vLinear) - meanD;
          for (int j = 0; j < v.lowBits(); j++) {
            addToUpperHalf(d, v.coefficient(j, u, vLinear), 1 << j);
          }
          for (int l = 0; l < low.length; l++) {
            p[l] *= d[l] + low[l];
          }
        },
        area,
        means,
        pairs);
  }

  /** Turns a row of probabilities into one of weights. */
  @FunctionalInterface
  private interface Weighting {
    void apply(int u, double[] p, double[] work);
  }

  private void sum(Weighting weighting, Area area, double[] means, double[] pairs) {
    forEachShard(
        (shard, from, to) -> {
          ShardArea own = area.of(shard);
          own.moments.clear();
          for (int u = from; u < to; u++) {
            if (row(u, own.row)) {
              weighting.apply(u, own.row, own.slope);
              own.moments.add(u, own.row);
            } else {
              own.moments.skip(u);
            }
          }
        });
    BitMoments all = area.of(0).moments;
    for (int shard = 1; shard < area.shards.length; shard++) {
      all.merge(area.of(shard).moments);
    }
    all.write(means, pairs);
  }
}
