package org.roperator.nn.curvature;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.roperator.dense.Matrix;
import org.roperator.internal.Vectors;
import org.roperator.nn.CanonicalLoss;
import org.roperator.nn.CanonicalLossPass;
import org.roperator.nn.NetworkExpansion;
import org.roperator.nn.Shard;

/**
 * For each example the same number of vectors s at the network's outputs, fixed once: {@code Σ ssᵀ}
 * over all of them is the curvature they stand for. Takes N · r · c numbers for c outputs.
 */
final class FrozenRoots {

  private final double[] array;
  private final int perExample;
  private final int outputs;

  private FrozenRoots(NetworkExpansion at, int perExample) {
    this.perExample = perExample;
    this.outputs = at.network().outputs();
    long length = (long) at.data().size() * perExample * outputs;
    if (length > Integer.MAX_VALUE - 8) {
      throw new IllegalArgumentException(
          "There would be "
              + length
              + " numbers of sampled gradients, but an array holds at most "
              + (Integer.MAX_VALUE - 8)
              + "; take fewer samples, or restrict the objective to fewer examples.");
    }
    this.array = new double[(int) length];
  }

  /** Fills the vectors of one example from an index on. */
  private interface Fill {
    void example(Shard shard, int example, int from);
  }

  private FrozenRoots filled(NetworkExpansion at, Fill fill) {
    at.forEachForward(
        (shard, sum, work) -> {
          for (int n = 0; n < shard.examples(); n++) {
            fill.example(shard, n, from(shard.firstExample() + n));
          }
        });
    return this;
  }

  /**
   * Gradients at targets drawn from the model, so many for each example; every example has random
   * numbers of its own, and others at other parameters: mini-batches know an example by its place
   * alone, so that without that each place would be dealt the same numbers step after step.
   */
  static FrozenRoots sampled(NetworkExpansion at, int samples, long seed) {
    requireCanonical(at);
    FrozenRoots roots = new FrozenRoots(at, samples);
    // A weighted gradient is g/N; the mean over examples and samples of ggᵀ wants g/√(N · samples).
    double scale = Math.sqrt((double) at.data().size() / samples);
    long here = 31 * seed + Arrays.hashCode(at.parameters());
    roots.filled(
        at,
        (shard, n, from) -> {
          SplittableRandom random = new SplittableRandom(mixed(here, shard.firstExample() + n));
          for (int m = 0; m < samples; m++) {
            pass(shard).drawGradient(n, random, roots.array, from + m * roots.outputs);
          }
        });
    Vectors.scale(scale, roots.array);
    return roots;
  }

  /** The gradients at the true targets. */
  static FrozenRoots ofGradients(NetworkExpansion at) {
    FrozenRoots roots = new FrozenRoots(at, 1);
    int outputs = roots.outputs;
    roots.filled(
        at,
        (shard, n, from) -> {
          Matrix yBar = shard.loss().yBar();
          System.arraycopy(yBar.array(), yBar.from() + n * outputs, roots.array, from, outputs);
        });
    Vectors.scale(Math.sqrt(at.data().size()), roots.array);
    return roots;
  }

  /** Roots of the loss's own Hessian. */
  static FrozenRoots exact(NetworkExpansion at) {
    requireCanonical(at);
    FrozenRoots roots = new FrozenRoots(at, at.network().outputs());
    roots.filled(
        at,
        (shard, n, from) -> {
          for (int c = 0; c < roots.outputs; c++) {
            pass(shard).curvatureRoot(n, c, roots.array, from + c * roots.outputs);
          }
        });
    return roots;
  }

  static void requireCanonical(NetworkExpansion at) {
    if (!(at.loss() instanceof CanonicalLoss)) {
      throw new IllegalArgumentException(
          "The loss is "
              + at.loss().name()
              + ", which is no CanonicalLoss: it gives no distribution of targets to draw from or"
              + " to expect over. Use the Gauss-Newton curvature or the empirical Fisher matrix.");
    }
  }

  private static CanonicalLossPass pass(Shard shard) {
    return (CanonicalLossPass) shard.loss();
  }

  /** Seeds of neighbors must share no sequence: the finalizer of MurmurHash3 (Appleby 2011). */
  private static long mixed(long seed, int example) {
    long z = seed * 0x9e3779b97f4a7c15L + example;
    z = (z ^ (z >>> 33)) * 0xff51afd7ed558ccdL;
    z = (z ^ (z >>> 33)) * 0xc4ceb9fe1a85ec53L;
    return z ^ (z >>> 33);
  }

  /** The numbers; not to be modified. */
  double[] array() {
    return array;
  }

  int perExample() {
    return perExample;
  }

  /** Where the vectors of an example begin. */
  int from(int example) {
    return example * perExample * outputs;
  }
}
