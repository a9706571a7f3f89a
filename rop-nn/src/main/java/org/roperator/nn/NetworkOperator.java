package org.roperator.nn;

import org.roperator.function.ParameterLayout;
import org.roperator.function.WeightDecay;
import org.roperator.internal.Arguments;
import org.roperator.nn.layer.Directions;
import org.roperator.operator.SymmetricOperator;
import org.roperator.parallel.Scratch;

/**
 * Hessian or Gauss-Newton operator of a network's mean loss at one point.
 *
 * <p>A block of products stacks its directions, so that one sweep serves them all with matrix
 * products k times as tall; blocks beyond a bound on the work areas are swept in groups.
 */
final class NetworkOperator implements SymmetricOperator {

  enum Kind {
    HESSIAN,
    GAUSS_NEWTON
  }

  /** Numbers, 32 MB of them, that the tangents of one lane or the stacked directions may take. */
  private static final long MOST_STACKED = 1 << 22;

  private final LinearizedShards shards;
  private final WeightDecay decay;
  private final Kind kind;

  /** Stacked directions and products, kept between blocks. */
  private final Scratch<double[][]> stacks =
      Scratch.of(() -> new double[][] {new double[0], new double[0]});

  NetworkOperator(LinearizedShards shards, WeightDecay decay, Kind kind) {
    this.shards = shards;
    this.decay = decay;
    this.kind = kind;
  }

  @Override
  public int dimension() {
    return network().dimension();
  }

  private Network network() {
    return shards.problem().network();
  }

  @Override
  public void apply(double[] v, double[] out) {
    Arguments.requireProduct(dimension(), v, out);
    sweep(new Directions(v, 1), out);
    decay.addTo(v, out);
  }

  @Override
  public void applyAll(double[][] vs, double[][] outs) {
    Arguments.requireProducts(dimension(), vs, outs);
    int group = group();
    for (int from = 0; from < vs.length; from += group) {
      applyGroup(vs, outs, from, Math.min(vs.length, from + group));
    }
  }

  private int group() {
    long tangents = shards.sharding().mostRows() * shards.problem().numbersPerDirection();
    return (int) Math.max(1, MOST_STACKED / Math.max(tangents, dimension()));
  }

  private void applyGroup(double[][] vs, double[][] outs, int from, int to) {
    int k = to - from;
    if (k == 1) {
      apply(vs[from], outs[from]);
      return;
    }
    double[][] work = stacks.take();
    try {
      for (int i = 0; i < work.length; i++) {
        work[i] = work[i].length < k * dimension() ? new double[k * dimension()] : work[i];
      }
      applyStacked(vs, outs, from, k, work[0], work[1]);
    } finally {
      stacks.giveBack(work);
    }
  }

  private void applyStacked(
      double[][] vs, double[][] outs, int from, int k, double[] stack, double[] products) {
    for (ParameterLayout.Slice slice : network().layout().slices()) {
      for (int j = 0; j < k; j++) {
        System.arraycopy(
            vs[from + j],
            slice.from(),
            stack,
            k * slice.from() + j * slice.length(),
            slice.length());
      }
    }
    sweep(new Directions(stack, k), products);
    for (ParameterLayout.Slice slice : network().layout().slices()) {
      for (int j = 0; j < k; j++) {
        System.arraycopy(
            products,
            k * slice.from() + j * slice.length(),
            outs[from + j],
            slice.from(),
            slice.length());
      }
    }
    for (int j = from; j < from + k; j++) {
      decay.addTo(vs[j], outs[j]);
    }
  }

  /** {@code out = Σ shards}, the mean over the examples without the regularizer. */
  private void sweep(Directions v, double[] out) {
    shards
        .sums()
        .sum(
            v.count(),
            out,
            v.count() * dimension(),
            (shard, sum, area) -> {
              switch (kind) {
                case HESSIAN ->
                    shards.twiceDifferentiated(shard, area).addHessianProduct(v, sum, area.sweep());
                case GAUSS_NEWTON ->
                    shards.linearized(shard, area).addGaussNewtonProduct(v, sum, area.sweep());
              }
            });
  }
}
