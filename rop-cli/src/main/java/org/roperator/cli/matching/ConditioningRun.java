package org.roperator.cli.matching;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.roperator.nn.Dataset;
import org.roperator.nn.Loss;
import org.roperator.nn.Network;
import org.roperator.nn.NetworkObjective;
import org.roperator.nn.matching.BackMatching;
import org.roperator.optimize.Epochs;
import org.roperator.optimize.MiniBatches;
import org.roperator.optimize.OptimizationListener.Signal;
import org.roperator.optimize.OptimizationOutcome;
import org.roperator.optimize.OptimizationResult;
import org.roperator.optimize.rule.GradientDescent;

/**
 * The condition of every hidden block of one network as it starts and while it is trained by
 * gradient descent with momentum.
 *
 * @param architecture the kind of network
 * @param snapshots what was seen, epoch by epoch
 * @param outcome how the training ended
 */
public record ConditioningRun(
    Architecture architecture, List<Snapshot> snapshots, OptimizationOutcome outcome) {

  private static final double MOMENTUM = 0.9;

  /** Copies the snapshots. */
  public ConditioningRun {
    snapshots = List.copyOf(snapshots);
  }

  /**
   * What is measured where.
   *
   * @param width of every hidden layer
   * @param depth blocks that are measured
   * @param batch examples per step and of a measurement
   * @param rate of the gradient descent
   * @param epochs after which to measure, rising from 0
   * @param seed what all draws depend on
   */
  public record Plan(
      int width, int depth, int batch, double rate, List<Integer> epochs, long seed) {

    /** Copies the epochs. */
    public Plan {
      epochs = List.copyOf(epochs);
    }
  }

  /**
   * One moment of the training.
   *
   * @param epoch how many epochs were over
   * @param trainLoss the mean loss of the measured batch
   * @param blocks the hidden blocks, from inputs to outputs
   */
  public record Snapshot(int epoch, double trainLoss, List<BlockCondition> blocks) {

    /** Copies the blocks. */
    public Snapshot {
      blocks = List.copyOf(blocks);
    }
  }

  /** Trains and measures. */
  public static ConditioningRun measure(Architecture architecture, Plan plan, Dataset data) {
    Network network =
        architecture.network(data.features(), plan.width(), plan.depth(), data.outputs());
    Dataset batch =
        data.restrictedTo(IntStream.range(0, Math.min(plan.batch(), data.size())).toArray());
    NetworkObjective objective =
        NetworkObjective.of(network, Loss.softmaxCrossEntropy(), wholeBatches(plan, data));
    double[] start = network.initialize(architecture.initializer(), plan.seed());
    TreeMap<Integer, double[]> points = new TreeMap<>();
    points.put(0, start);
    int last = plan.epochs().get(plan.epochs().size() - 1);
    OptimizationResult result =
        Epochs.of(Math.max(1, last))
            .withBatches(MiniBatches.shuffled(plan.batch(), plan.seed()))
            .stepping(GradientDescent.ofRate(plan.rate()).withMomentum(MOMENTUM))
            .minimize(
                objective,
                start,
                iteration -> {
                  points.put(iteration.number(), iteration.parameters());
                  return Signal.CONTINUE;
                });
    List<Snapshot> snapshots = new ArrayList<>();
    for (int epoch : plan.epochs()) {
      double[] w = points.get(epoch);
      if (w != null) {
        snapshots.add(snapshot(epoch, network, batch, w));
      }
    }
    return new ConditioningRun(architecture, snapshots, result.outcome());
  }

  /** Without the one example that would be a batch alone, which can't be normalized. */
  private static Dataset wholeBatches(Plan plan, Dataset data) {
    return data.size() % plan.batch() == 1 && data.size() > 1
        ? data.restrictedTo(IntStream.range(0, data.size() - 1).toArray())
        : data;
  }

  /** Whether the training broke off, so that later epochs are missing. */
  public boolean isFailure() {
    return outcome.isFailure();
  }

  /** The last epoch there are conditions of. */
  public int lastEpoch() {
    return snapshots.get(snapshots.size() - 1).epoch();
  }

  private static Snapshot snapshot(int epoch, Network network, Dataset batch, double[] w) {
    BackMatching matching = BackMatching.of(network, Loss.softmaxCrossEntropy(), batch, w);
    // The first block sees pixels that are the same in all examples, the last has the loss's own
    // curvature: neither says what depth does.
    return new Snapshot(
        epoch,
        matching.value(),
        matching.blocks().subList(1, matching.blocks().size() - 1).stream()
            .map(BlockCondition::of)
            .toList());
  }
}
