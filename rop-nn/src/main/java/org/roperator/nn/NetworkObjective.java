package org.roperator.nn;

import java.util.ArrayList;
import java.util.List;
import org.roperator.dense.Blas;
import org.roperator.function.FiniteSum;
import org.roperator.function.ParameterLayout;
import org.roperator.function.WeightDecay;
import org.roperator.internal.Arguments;
import org.roperator.internal.HeapMemory;
import org.roperator.nn.layer.Layer;
import org.roperator.nn.layer.ParameterArray;
import org.roperator.operator.BlockDiagonal.Range;
import org.roperator.parallel.Sharding;
import org.roperator.parallel.Workers;

/**
 * The mean loss of a network over a data set, {@code E(w) = (1/N) Σₙ loss(network(xₙ; w), tₙ) + ½ ·
 * decay · ‖w‖²}.
 *
 * <p>The examples are cut into lanes of shards by their number and that of the parameters alone, so
 * that results are equal bit for bit for any number of threads. An expansion caches per example
 * every layer's values, slopes, bends and adjoints (four numbers per hidden unit, two per output),
 * so that a product runs R-sweeps only; shards beyond the memory budget are linearized again for
 * each product instead: slower, never out of memory, the same bits. Besides, an expansion takes two
 * vectors of n numbers, and a running product one per lane beyond the first, at most seven, plus
 * three numbers per unit and example of one shard for each thread.
 *
 * <p>Immutable and safe to share between threads.
 */
public final class NetworkObjective implements FiniteSum {

  private final LossOverData problem;
  private final WeightDecay decay;
  private final SweepSettings settings;
  private final Sharding sharding;
  private final AccumulatedSum sums;

  private NetworkObjective(LossOverData problem, WeightDecay decay, SweepSettings settings) {
    this.problem = problem;
    this.decay = decay;
    this.settings = settings;
    this.sharding = sharding(problem, settings);
    this.sums = new AccumulatedSum(sharding, settings.sums());
    HeapMemory.require(leastBytes(), "Derivatives of this network");
  }

  private static Sharding sharding(LossOverData problem, SweepSettings settings) {
    int examples = problem.data().size();
    Network network = problem.network();
    if (!network.couplesExamples()) {
      return settings.cutter().cut(examples, network.dimension());
    }
    int size = Math.min(examples, settings.batch());
    Sharding sharding = Sharding.inBatches(examples, size, network.dimension());
    for (Layer layer : network.layers()) {
      if (sharding.fewestRows() < layer.fewestExamples()) {
        throw new IllegalArgumentException(
            "A batch of "
                + sharding.fewestRows()
                + " of the "
                + examples
                + " examples would be given to "
                + layer
                + ", which needs at least "
                + layer.fewestExamples()
                + "; take another number of examples or another size of batches.");
      }
    }
    return sharding;
  }

  /**
   * The mean over a data set of the loss of a network's outputs, as a function of its parameters.
   *
   * @throws IllegalArgumentException if the data has other inputs or targets than the network and
   *     the loss need, if the network has no parameters, or if one expansion would not fit into the
   *     memory there is
   */
  public static NetworkObjective of(Network network, Loss loss, Dataset data) {
    network.requireParameters();
    network.requireInputs(data);
    loss.requireFit(data, network.outputs());
    return new NetworkObjective(
        new LossOverData(network, loss, data), WeightDecay.none(), SweepSettings.standard());
  }

  /**
   * The same with {@code ½ · decay · ‖w‖²} added, over all parameters, in place of any decay
   * before.
   *
   * @param decay finite, ≥ 0
   */
  public NetworkObjective withDecay(double decay) {
    return new NetworkObjective(problem, WeightDecay.ofFirst(dimension(), decay), settings);
  }

  /**
   * The same with {@code ½ · decay · ‖·‖²} of the weights alone added, without the biases, in place
   * of any decay before.
   *
   * @param decay finite, ≥ 0
   */
  public NetworkObjective withWeightDecay(double decay) {
    List<Range> ranges = new ArrayList<>();
    int from = 0;
    for (ParameterArray array : problem.network().arrays()) {
      int to = from + (int) array.length();
      if (array.role() == ParameterArray.Role.WEIGHT) {
        ranges.add(new Range(from, to));
      }
      from = to;
    }
    return new NetworkObjective(problem, new WeightDecay(decay, ranges), settings);
  }

  /** The same on other threads; one, the caller's, unless this is called. */
  public NetworkObjective on(Workers workers) {
    return new NetworkObjective(problem, decay, settings.with(workers));
  }

  /**
   * The same with another bound on the memory of one expansion's caches; a quarter of the largest
   * heap unless this is called.
   *
   * @param bytes the bound, ≥ 0; with 0 nothing is cached
   */
  public NetworkObjective withMemoryBudget(long bytes) {
    if (bytes < 0) {
      throw new IllegalArgumentException("The memory budget is " + bytes + ", but must be ≥ 0.");
    }
    return new NetworkObjective(problem, decay, settings.withBudget(bytes));
  }

  /**
   * The same function over batches of so many consecutive examples, the last with those that are
   * left, where layers couple the examples of a batch; one batch of all examples unless this is
   * called. Has no effect on networks whose layers treat examples independently.
   *
   * <p>Batches are never cut. They run in parallel, a single one does not.
   *
   * @param examples at least 1
   * @throws IllegalArgumentException if a batch has fewer examples than a layer needs
   */
  public NetworkObjective withBatchesOf(int examples) {
    Arguments.requirePositive("The number of examples in a batch", examples);
    return new NetworkObjective(problem, decay, settings.withBatchesOf(examples));
  }

  /**
   * The same with other random numbers in the layers that use some, such as other masks of dropout;
   * see {@link Network#withSeed}.
   *
   * @param seed of the random numbers
   */
  public NetworkObjective withSeed(long seed) {
    return new NetworkObjective(
        new LossOverData(problem.network().withSeed(seed), problem.loss(), problem.data()),
        decay,
        settings);
  }

  /** The same with matrix products by another implementation than the process's own. */
  public NetworkObjective withBlas(Blas blas) {
    return new NetworkObjective(problem, decay, settings.with(blas));
  }

  /** The same, cut otherwise. */
  NetworkObjective cutBy(SweepSettings.Cutter cutter) {
    return new NetworkObjective(problem, decay, settings.with(cutter));
  }

  /** The network. */
  public Network network() {
    return problem.network();
  }

  /** The examples. */
  public Dataset data() {
    return problem.data();
  }

  @Override
  public int dimension() {
    return problem.network().dimension();
  }

  @Override
  public ParameterLayout layout() {
    return problem.network().layout();
  }

  @Override
  public int size() {
    return problem.data().size();
  }

  /**
   * The same function over some of the examples, with their mean taken over those alone and the
   * regularizer unchanged.
   *
   * <p>Where layers couple examples, those given are a batch of their own, or several of the size
   * set by {@link #withBatchesOf}: normalized by each other, as in training on mini-batches. Such
   * an objective is the mean of its restrictions only where these are its batches.
   */
  @Override
  public NetworkObjective restrictedTo(int[] examples) {
    return new NetworkObjective(
        new LossOverData(problem.network(), problem.loss(), problem.data().restrictedTo(examples)),
        decay,
        settings);
  }

  @Override
  public double value(double[] w) {
    requirePoint(w);
    double[] losses = new double[sharding.shards()];
    sums.forEach(
        (shard, sum, area) ->
            losses[shard] =
                ShardPasses.value(
                    problem,
                    sharding.firstRow(shard),
                    sharding.firstRow(shard + 1),
                    w,
                    area.sweep()));
    return problem.mean(losses) + decay.value(w);
  }

  @Override
  public NetworkExpansion expandAt(double[] w) {
    requirePoint(w);
    return new NetworkExpansion(new LinearizedShards(problem, sums, settings, w.clone()), decay);
  }

  private void requirePoint(double[] w) {
    Arguments.requireLength(
        "The point", w, dimension(), "the network has " + dimension() + " parameters");
    Arguments.requireFinite("The point", w);
  }

  /** The loss. */
  public Loss loss() {
    return problem.loss();
  }

  LossOverData problem() {
    return problem;
  }

  Sharding sharding() {
    return sharding;
  }

  /** The bytes without which not even an uncached expansion and one product exist. */
  private long leastBytes() {
    long threads = Math.min(sharding.lanes(), settings.workers().threads());
    long area =
        sharding.mostRows() * (problem.numbersKeptPerExample() + problem.numbersPerDirection());
    return 8 * ((3L + sharding.lanes()) * dimension() + threads * area);
  }
}
