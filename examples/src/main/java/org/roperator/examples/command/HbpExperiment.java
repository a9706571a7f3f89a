package org.roperator.examples.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.roperator.examples.data.Dataset;
import org.roperator.examples.data.TrainTest;
import org.roperator.examples.report.HbpRun;
import org.roperator.examples.report.HistoryPoint;
import org.roperator.examples.report.Predictions;
import org.roperator.function.Workers;
import org.roperator.nn.Activation;
import org.roperator.nn.Averaging;
import org.roperator.nn.Initialiser;
import org.roperator.nn.Loss;
import org.roperator.nn.Network;
import org.roperator.nn.NetworkObjective;
import org.roperator.optimize.Iteration;
import org.roperator.optimize.MiniBatches;
import org.roperator.optimize.OptimizationListener.Signal;
import org.roperator.optimize.OptimizationResult;

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

  static Network network(List<Integer> hidden, Dataset data) {
    Network network = Network.inputs(data.width());
    for (int width : hidden) {
      network = network.affine(width).then(Activation.logistic());
    }
    return network.affine(data.classes().size());
  }

  HbpRun run(TrainTest data, Workers workers) {
    long began = System.nanoTime();
    Network network = network(hidden, data.train());
    Dataset train = some(data.train());
    NetworkObjective objective =
        network.objective(Loss.softmaxCrossEntropy(), examples(data.train())).on(workers);
    double[] start = network.initialise(Initialiser.glorotNormal(), seed);
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
    return new HbpRun(
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
      Dataset train,
      Dataset test,
      Map<String, Double> figures) {
    Predictions tested = new Predictions(test, network.outputs(w, examples(test)));
    Predictions trained = new Predictions(train, network.outputs(w, examples(train)));
    return new HistoryPoint(
        epoch,
        (System.nanoTime() - began) / 1e9,
        trained.meanLoss(),
        tested.meanLoss(),
        tested.accuracy(),
        figures);
  }

  private static Dataset some(Dataset data) {
    return data.size() <= MOST_EVALUATED
        ? data
        : data.select(IntStream.range(0, MOST_EVALUATED).toArray());
  }

  private static org.roperator.nn.Dataset examples(Dataset data) {
    return org.roperator.nn.Dataset.classification(
        data.features(), data.width(), data.labels(), data.classes().size());
  }
}
