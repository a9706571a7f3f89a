package org.roperator.nn;

import org.jspecify.annotations.Nullable;
import org.roperator.dense.Blas;
import org.roperator.function.FiniteSumExpansion;
import org.roperator.operator.SymmetricOperator;

/**
 * A network objective to second order at one point, with a door for sweeps of one's own over its
 * examples. Immutable and safe to share between threads.
 */
public final class NetworkExpansion implements FiniteSumExpansion {

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

  /** The objective that was expanded. */
  public NetworkObjective objective() {
    return objective;
  }

  /** The point it was expanded at, in a fresh array. */
  public double[] parameters() {
    return w.clone();
  }

  /** What multiplies matrices here. */
  public Blas blas() {
    return objective.blas();
  }

  /** The number of examples of the largest shard. */
  public int mostExamplesAtOnce() {
    return objective.cut().mostRows();
  }

  /**
   * Adds up what a sweep gives for the shards, in a fixed order: equal bit for bit for any number
   * of threads. The adjoints have been swept back.
   *
   * @param count k, the number of directions the sums are stacked for
   * @param out Overwritten from 0 to {@code length} by the sums.
   * @param length the number of all sums
   * @param sweep computes each of the sums for each shard once
   */
  public void sum(int count, double[] out, int length, ShardSweep sweep) {
    objective
        .lanes()
        .sum(
            count,
            out,
            length,
            (shard, sum, area) -> sweep.add(twiceDifferentiated(shard, area), sum, area.sweep()));
  }

  /**
   * Runs a sweep over all shards as the forward passes leave them, before any adjoint, for what it
   * writes elsewhere; it must not write twice to one place.
   *
   * @param sweep is given no sums
   */
  public void forEachForward(ShardSweep sweep) {
    objective
        .lanes()
        .forEach(
            (shard, sum, area) -> sweep.add(linearise(shard, area.memory()), sum, area.sweep()));
  }

  /**
   * Sends an average Hessian back through a layer.
   *
   * @param layer its index in {@link Network#layers()}, of a {@link MeanHessianLayer}
   * @param yHessian by its outputs. Not modified.
   * @param rule one that averages
   * @param sums over all examples
   * @param work lends the result
   * @return the Hessian by its inputs
   * @throws IllegalArgumentException if the rule averages nothing, or the layer has no such sweep
   */
  public Batch backwardHessian(
      int layer, Batch yHessian, HessianRule rule, HessianSums sums, Workspace work) {
    Network network = objective.network();
    if (rule.averaging() == Averaging.EACH_EXAMPLE) {
      throw new IllegalArgumentException(
          "The rule averages nothing ("
              + rule.averaging()
              + "), but an average is to be sent back; take "
              + Averaging.HESSIANS
              + " or "
              + Averaging.HESSIANS_AND_JACOBIANS
              + ".");
    }
    if (!(network.layers().get(layer) instanceof MeanHessianLayer swept)) {
      throw new IllegalArgumentException(
          "Layer "
              + layer
              + " does not send averages of Hessians back; only a MeanHessianLayer does, such as"
              + " affine and activation layers.");
    }
    return swept.backwardHessian(yHessian, w, network.offset(layer), rule, sums, work);
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

  /**
   * The mean over the examples of the squared gradient entries, of the data terms alone.
   *
   * @throws UnsupportedOperationException if layers couple examples, so that no example has a
   *     gradient of its own
   */
  @Override
  public double[] meanSquaredGradient() {
    if (objective.network().couplesExamples()) {
      throw new UnsupportedOperationException(
          "Single examples have no gradients here: "
              + objective.network().couplingLayer()
              + " couples the examples of a batch. Take what needs no squared gradients, such as a"
              + " preconditioner from the Hessian, or network.inference(w, data).");
    }
    double[] squares = new double[w.length];
    objective
        .lanes()
        .sum(
            1,
            squares,
            w.length,
            objective.network().hasTies()
                ? this::addSquaresOneByOne
                : (shard, sum, area) ->
                    twiceDifferentiated(shard, area).addSquaredGradients(sum, area.sweep()));
    // The adjoints carry 1/N, their squares 1/N²; a mean wants 1/N.
    for (int i = 0; i < squares.length; i++) {
      squares[i] *= objective.size();
    }
    return squares;
  }

  /** The parts that layers add to a shared parameter belong together before they are squared. */
  private void addSquaresOneByOne(int shard, Accumulator sum, LaneSum.Area area) {
    Cut cut = objective.cut();
    double[] squares = sum.added(w.length).array();
    double[] own = new double[w.length];
    for (int n = cut.firstExample(shard); n < cut.firstExample(shard + 1); n++) {
      Workspace memory = area.memory();
      Linearisation.forward(objective.problem(), n, n + 1, w, memory)
          .backward(memory)
          .addGradient(new Accumulator(own, 1, 0), area.sweep());
      for (int i = 0; i < own.length; i++) {
        squares[i] += own[i] * own[i];
      }
    }
  }

  @Override
  public double[] regulariserDiagonal() {
    return objective.decay().diagonal(w.length);
  }
}
