package org.roperator.boltzmann;

import java.util.Arrays;
import org.roperator.function.Workers;
import org.roperator.operator.Scratch;

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

  private static final int MOST_SHARDS = 32;
  private static final int ROWS_WORTH_SHARDS = 32;
  private static final double BY_EXPONENTIALS = -1;

  private final PairTable table;
  private final double[] linear;
  private final Workers workers;
  private final double[] lowFactors;
  private final double lowTop;
  private final double[] factors;
  private final double[] rowStarts;
  private final double logPartition;

  /** Work arrays, shared by the enumerations of one shape. */
  static final class Area {
    private final double[][] rows;
    private final double[][] slopes;
    private final BitMoments[] moments;

    private Area(PairTable shape) {
      int shards = shards(shape);
      this.rows = new double[shards][1 << shape.lowBits()];
      this.slopes = new double[shards][1 << shape.lowBits()];
      this.moments = new BitMoments[shards];
      double[] sums = new double[1 << shape.highBits()];
      for (int i = 0; i < shards; i++) {
        moments[i] = new BitMoments(shape, sums);
      }
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
    double[] low = table.low();
    this.lowTop = Arrays.stream(low).max().orElseThrow();
    this.lowFactors = Arrays.stream(low).map(x -> Math.exp(x - lowTop)).toArray();
    int rows = 1 << table.highBits();
    this.factors = new double[rows * table.lowBits()];
    this.rowStarts = new double[rows];
    double lowSpan = lowTop - Arrays.stream(low).min().orElseThrow();
    double[] rowLogs = new double[rows];
    double[][] work = new double[shards(table)][1 << table.lowBits()];
    forEachShard((shard, u) -> rowLogs[u] = logOfRow(u, lowSpan, work[shard]));
    double[] shardLogs = new double[work.length];
    int perShard = rows / work.length;
    workers.run(
        work.length,
        shard -> shardLogs[shard] = LogSums.of(rowLogs, shard * perShard, (shard + 1) * perShard));
    this.logPartition = LogSums.of(shardLogs);
    forEachShard((shard, u) -> rowStarts[u] = start(u, rowLogs[u] - logPartition));
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

  private static int shards(PairTable shape) {
    int rows = 1 << shape.highBits();
    return rows < ROWS_WORTH_SHARDS ? 1 : MOST_SHARDS;
  }

  @FunctionalInterface
  private interface RowTask {
    void run(int shard, int u);
  }

  private void forEachShard(RowTask task) {
    int shards = shards(table);
    int rows = (1 << table.highBits()) / shards;
    workers.run(
        shards,
        shard -> {
          for (int u = shard * rows; u < (shard + 1) * rows; u++) {
            task.run(shard, u);
          }
        });
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
      return LogSums.of(f);
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
    for (BitMoments moments : area.moments) {
      moments.clear();
    }
    forEachShard(
        (shard, u) -> {
          double[] p = area.rows[shard];
          if (row(u, p)) {
            weighting.apply(u, p, area.slopes[shard]);
            area.moments[shard].add(u, p);
          } else {
            area.moments[shard].skip(u);
          }
        });
    for (int shard = 1; shard < area.moments.length; shard++) {
      area.moments[0].merge(area.moments[shard]);
    }
    area.moments[0].write(means, pairs);
  }
}
