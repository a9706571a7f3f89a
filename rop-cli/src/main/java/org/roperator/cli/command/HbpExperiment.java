package org.roperator.cli.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.roperator.cli.run.HistoryPoint;
import org.roperator.cli.run.MethodRun;
import org.roperator.cli.run.Predictions;
import org.roperator.data.LabeledData;
import org.roperator.data.TrainTest;
import org.roperator.nn.Initializer;
import org.roperator.nn.Loss;
import org.roperator.nn.Network;
import org.roperator.nn.NetworkObjective;
import org.roperator.nn.Prediction;
import org.roperator.nn.layer.Activation;
import org.roperator.nn.layer.Averaging;
import org.roperator.optimize.Iteration;
import org.roperator.optimize.MiniBatches;
import org.roperator.optimize.OptimizationListener.Signal;
import org.roperator.optimize.OptimizationResult;
import org.roperator.parallel.Workers;

/**
 * One method from one seed: the network's weights and the order of the mini-batches depend on the
 * seed alone, so that all methods begin at one point and see the same batches.
 *
 * @param method the method
 * @param hidden widths of the hidden layers
 * @param averaging the approximation
 * @param epochs how many
 * @param batch examples per step
 * @param seed what all draws depend on
 */
record HbpExperiment(
    HbpMethod method, List<Integer> hidden, Averaging averaging, int epochs, int batch, long seed) {

  /** Of more examples the loss is evaluated on the first of them alone. */
  private static final int MOST_EVALUATED = 10_000;

  static Network network(List<Integer> hidden, LabeledData data) {
    Network network = Network.inputs(data.width());
    for (int width : hidden) {
      network = network.affine(width).then(Activation.logistic());
    }
    return network.affine(data.classes().size());
  }

  MethodRun run(TrainTest data, Workers workers) {
    long began = System.nanoTime();
    Network network = network(hidden, data.train());
    LabeledData train = some(data.train());
    NetworkObjective objective =
        NetworkObjective.of(network, Loss.softmaxCrossEntropy(), data.train().toDataset())
            .on(workers);
    double[] start = network.initialize(Initializer.glorotNormal(), seed);
    List<HistoryPoint> history = new ArrayList<>();
    history.add(point(0, began, network, start, train, data.test(), Map.of()));
    OptimizationResult result =
        method
            .optimizer(averaging, MiniBatches.shuffled(batch, seed), epochs, workers)
            .minimize(
                objective,
                start,
                (Iteration epoch) -> {
                  history.add(
                      point(
                          epoch.number(),
                          began,
                          network,
                          epoch.parameters(),
                          train,
                          data.test(),
                          epoch.figures()));
                  return Signal.CONTINUE;
                });
    return new MethodRun(
        method.label(),
        method.title(),
        seed,
        history,
        result.outcome().name(),
        (System.nanoTime() - began) / 1e9);
  }

  private static HistoryPoint point(
      int epoch,
      long began,
      Network network,
      double[] w,
      LabeledData train,
      LabeledData test,
      Map<String, Double> figures) {
    Predictions tested = new Predictions(test, Prediction.of(network, w).outputs(test.toDataset()));
    Predictions trained =
        new Predictions(train, Prediction.of(network, w).outputs(train.toDataset()));
    return new HistoryPoint(
        epoch,
        (System.nanoTime() - began) / 1e9,
        trained.meanLoss(),
        tested.meanLoss(),
        tested.accuracy(),
        figures);
  }

  private static LabeledData some(LabeledData data) {
    return data.size() <= MOST_EVALUATED
        ? data
        : data.select(IntStream.range(0, MOST_EVALUATED).toArray());
  }
}
