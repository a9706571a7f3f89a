package org.roperator.spectrum;

import java.util.Arrays;
import org.roperator.operator.Arguments;
import org.roperator.operator.SymmetricOperator;

/**
 * The traces of all diagonal blocks of an operator from the same products, as those of a network's
 * layers.
 *
 * <p>With random signs v, {@code vᵢᵀ(Av)ᵢ} over the entries of block i has the mean {@code tr Aᵢᵢ}
 * and the variance {@code 2(‖Aᵢᵢ‖_F² − Σdiag²) + Σ_{j≠i}‖Aᵢⱼ‖_F²}: other blocks add noise and no
 * bias. Immutable.
 */
public final class BlockTraces {

  private final int[] bounds;
  private final int probes;
  private final long seed;

  private BlockTraces(int[] bounds, int probes, long seed) {
    this.bounds = bounds;
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
          "There are " + bounds.length + " bounds, but a block needs two.");
    }
    for (int i = 1; i < bounds.length; i++) {
      if (bounds[0] < 0 || bounds[i] <= bounds[i - 1]) {
        throw new IllegalArgumentException(
            "The bounds are " + Arrays.toString(bounds) + ", but must rise from 0 or above.");
      }
    }
    return new BlockTraces(bounds.clone(), 10, 0);
  }

  /** The same with another number of probes, at least 1. */
  public BlockTraces withProbes(int probes) {
    return new BlockTraces(bounds, Arguments.requirePositive("The number of probes", probes), seed);
  }

  /** The same with other random vectors. */
  public BlockTraces withSeed(long seed) {
    return new BlockTraces(bounds, probes, seed);
  }

  /** The trace of each block; the products named are those of all blocks together. */
  public Estimate[] of(SymmetricOperator a) {
    int n = a.dimension();
    int blocks = bounds.length - 1;
    if (bounds[blocks] > n) {
      throw new IllegalArgumentException(
          "The last block ends at "
              + bounds[blocks]
              + ", but the operator acts on dimension "
              + n
              + ".");
    }
    Meter meter = new Meter(a);
    Probes signs = new Probes(seed);
    RunningMean[] means = new RunningMean[blocks];
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
        for (int b = 0; b < blocks; b++) {
          double sum = 0;
          for (int i = bounds[b]; i < bounds[b + 1]; i++) {
            sum += vs[j][i] * outs[j][i];
          }
          means[b].add(sum);
        }
      }
    }
    Estimate[] estimates = new Estimate[blocks];
    for (int b = 0; b < blocks; b++) {
      estimates[b] =
          outcome == SpectrumOutcome.REACHED
              ? new Estimate(
                  means[b].mean(), means[b].standardError(), meter.products(), outcome, seed)
              : Quantity.notFinite(meter.products(), seed);
    }
    return estimates;
  }
}
