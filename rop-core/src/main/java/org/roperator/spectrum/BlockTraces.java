package org.roperator.spectrum;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.roperator.internal.Arguments;
import org.roperator.internal.Vectors;
import org.roperator.operator.BlockDiagonal;
import org.roperator.operator.BlockDiagonal.Block;
import org.roperator.operator.BlockDiagonal.Range;
import org.roperator.operator.SymmetricOperator;
import org.roperator.parallel.Workers;

/**
 * The traces of all diagonal blocks of an operator from the same products, as those of a network's
 * layers.
 *
 * <p>With random signs v, {@code vᵢᵀ(Av)ᵢ} over the entries of block i has the mean {@code tr Aᵢᵢ}
 * and the variance {@code 2(‖Aᵢᵢ‖_F² − Σdiag²) + Σ_{j≠i}‖Aᵢⱼ‖_F²}: other blocks add noise and no
 * bias. As many probes as there are columns tell everything: these are then taken instead.
 * Immutable.
 */
public final class BlockTraces {

  private final List<List<Range>> blocks;
  private final int probes;
  private final long seed;

  private BlockTraces(List<List<Range>> blocks, int probes, long seed) {
    this.blocks = blocks;
    this.probes = probes;
    this.seed = seed;
  }

  /**
   * Blocks between bounds, by 10 probes of one product each.
   *
   * @param bounds rising: block i has the entries from {@code bounds[i]} to before {@code bounds[i
   *     + 1]}. Copied.
   */
  public static BlockTraces between(int... bounds) {
    if (bounds.length < 2) {
      throw new IllegalArgumentException(
          "Got " + bounds.length + " bounds, but a block needs at least two.");
    }
    for (int i = 1; i < bounds.length; i++) {
      if (bounds[0] < 0 || bounds[i] <= bounds[i - 1]) {
        throw new IllegalArgumentException(
            "The bounds are " + Arrays.toString(bounds) + ", but must rise from 0 or above.");
      }
    }
    List<List<Range>> blocks = new ArrayList<>();
    for (int i = 1; i < bounds.length; i++) {
      blocks.add(List.of(new Range(bounds[i - 1], bounds[i])));
    }
    return new BlockTraces(List.copyOf(blocks), 10, 0);
  }

  /**
   * The blocks of a block-diagonal matrix, by 10 probes of one product each; what its blocks hold
   * is not looked at.
   *
   * @param blocks says which entries form which block, such as the rows of a layer's weights with
   *     their biases
   */
  public static BlockTraces over(BlockDiagonal<?> blocks) {
    return new BlockTraces(blocks.blocks().stream().map(Block::ranges).toList(), 10, 0);
  }

  /** The same with another number of probes, at least 1. */
  public BlockTraces withProbes(int probes) {
    return new BlockTraces(blocks, Arguments.requirePositive("The number of probes", probes), seed);
  }

  /** The same with other random vectors. */
  public BlockTraces withSeed(long seed) {
    return new BlockTraces(blocks, probes, seed);
  }

  /** The trace of each block; the products named are those of all blocks together. */
  public Estimate[] of(SymmetricOperator a) {
    int n = a.dimension();
    int end = blocks.stream().flatMap(List::stream).mapToInt(Range::to).max().orElse(0);
    if (end > n) {
      throw new IllegalArgumentException(
          "The last block ends at " + end + ", but the operator acts on dimension " + n + ".");
    }
    return CountedOperator.over(
        a, Workers.of(1), meter -> n <= probes ? exactly(meter) : sampled(meter));
  }

  private Estimate[] exactly(CountedOperator meter) {
    double[] sums = new double[blocks.size()];
    double[] errors = new double[blocks.size()];
    boolean finite =
        Columns.forEach(
            meter,
            (i, column) -> {
              for (int b = 0; b < sums.length; b++) {
                if (blocks.get(b).stream().anyMatch(range -> i >= range.from() && i < range.to())) {
                  sums[b] += column[i];
                  errors[b] = Math.hypot(errors[b], Columns.ROUNDING * Vectors.norm(column));
                }
              }
            });
    Estimate[] estimates = new Estimate[blocks.size()];
    for (int b = 0; b < estimates.length; b++) {
      estimates[b] =
          finite
              ? Quantity.TRACE.estimate(meter, sums[b], errors[b], SpectrumOutcome.REACHED, seed)
              : Quantity.notFinite(meter, seed);
    }
    return estimates;
  }

  private Estimate[] sampled(CountedOperator meter) {
    int n = meter.dimension();
    Probes signs = new Probes(seed);
    RunningMean[] means = new RunningMean[blocks.size()];
    Arrays.setAll(means, i -> new RunningMean());
    int together = Math.min(probes, Blocks.sizeFor(n));
    SpectrumOutcome outcome = SpectrumOutcome.REACHED;
    for (int done = 0; done < probes && outcome == SpectrumOutcome.REACHED; done += together) {
      int size = Math.min(together, probes - done);
      double[][] vs = new double[size][n];
      double[][] outs = new double[size][n];
      for (double[] v : vs) {
        signs.signs(v);
      }
      if (!meter.apply(vs, outs)) {
        outcome = SpectrumOutcome.NOT_FINITE;
        continue;
      }
      for (int j = 0; j < size; j++) {
        for (int b = 0; b < means.length; b++) {
          double sum = 0;
          for (Range range : blocks.get(b)) {
            for (int i = range.from(); i < range.to(); i++) {
              sum += vs[j][i] * outs[j][i];
            }
          }
          means[b].add(sum);
        }
      }
    }
    Estimate[] estimates = new Estimate[blocks.size()];
    for (int b = 0; b < estimates.length; b++) {
      estimates[b] =
          outcome == SpectrumOutcome.REACHED
              ? Quantity.TRACE.estimate(
                  meter, means[b].mean(), means[b].standardError(), outcome, seed)
              : Quantity.notFinite(meter, seed);
    }
    return estimates;
  }
}
