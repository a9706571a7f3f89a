package org.roperator.nn;

import org.jspecify.annotations.Nullable;
import org.roperator.function.FiniteSumExpansion;
import org.roperator.operator.SymmetricOperator;

/** A network objective to second order at one point. */
final class NetworkExpansion implements FiniteSumExpansion {

  private final NetworkObjective objective;
  private final double[] w;
  private final @Nullable Linearisation[] cached;
  private final double value;
  private final double[] gradient;

  NetworkExpansion(NetworkObjective objective, double[] w) {
    this.objective = objective;
    this.w = w;
    Cut cut = objective.cut();
    this.cached = new @Nullable Linearisation[cut.shards()];
    boolean[] worthCaching = shardsWithinBudget(objective);
    this.gradient = new double[w.length];
    double[] sums = new double[cut.shards()];
    objective
        .lanes()
        .sum(
            1,
            gradient,
            w.length,
            (shard, sum, area) -> {
              Workspace memory =
                  worthCaching[shard] ? Workspace.over(objective.blas()) : area.memory();
              Linearisation at = linearise(shard, memory).backward(memory);
              at.addGradient(sum, area.sweep());
              sums[shard] = at.sum();
              if (worthCaching[shard]) {
                cached[shard] = at;
              }
            });
    objective.decay().addTo(w, gradient);
    this.value = objective.mean(sums) + objective.decay().value(w);
  }

  /**
   * Which shards to cache: as many as fit, the first of each lane before the second of any, so that
   * lanes stay equally fast.
   */
  private static boolean[] shardsWithinBudget(NetworkObjective objective) {
    Cut cut = objective.cut();
    boolean[] within = new boolean[cut.shards()];
    long bytesPerExample = 8 * objective.problem().numbersKeptPerExample();
    long left = objective.budget();
    for (int place = 0; place < cut.shards(); place++) {
      for (int lane = 0; lane < cut.lanes(); lane++) {
        int shard = cut.firstShard(lane) + place;
        if (shard < cut.firstShard(lane + 1)) {
          left -= bytesPerExample * (cut.firstExample(shard + 1) - cut.firstExample(shard));
          within[shard] = left >= 0;
        }
      }
    }
    return within;
  }

  private Linearisation linearise(int shard, Workspace memory) {
    Cut cut = objective.cut();
    return Linearisation.forward(
        objective.problem(), cut.firstExample(shard), cut.firstExample(shard + 1), w, memory);
  }

  /** The linearisation of a shard with adjoints, from the cache or made again. */
  Linearisation twiceDifferentiated(int shard, LaneSum.Area area) {
    Linearisation at = cached[shard];
    if (at != null) {
      return at;
    }
    Workspace memory = area.memory();
    return linearise(shard, memory).backward(memory);
  }

  /** The linearisation of a shard, with adjoints or without. */
  Linearisation linearised(int shard, LaneSum.Area area) {
    Linearisation at = cached[shard];
    return at != null ? at : linearise(shard, area.memory());
  }

  NetworkObjective objective() {
    return objective;
  }

  @Override
  public int dimension() {
    return w.length;
  }

  @Override
  public double value() {
    return value;
  }

  @Override
  public double[] gradient() {
    return gradient.clone();
  }

  @Override
  public SymmetricOperator hessian() {
    return new NetworkOperator(this, NetworkOperator.Kind.HESSIAN);
  }

  @Override
  public SymmetricOperator gaussNewton() {
    return new NetworkOperator(this, NetworkOperator.Kind.GAUSS_NEWTON);
  }

  @Override
  public double[] meanSquaredGradient() {
    double[] squares = new double[w.length];
    objective
        .lanes()
        .sum(
            1,
            squares,
            w.length,
            (shard, sum, area) ->
                twiceDifferentiated(shard, area).addSquaredGradients(sum, area.sweep()));
    // The adjoints carry 1/N, their squares 1/N²; a mean wants 1/N.
    for (int i = 0; i < squares.length; i++) {
      squares[i] *= objective.size();
    }
    return squares;
  }

  @Override
  public double[] regulariserDiagonal() {
    return objective.decay().diagonal(w.length);
  }
}
