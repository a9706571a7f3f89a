package org.roperator.cli.command;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.roperator.cli.run.Predictions;
import org.roperator.cli.run.Setup;
import org.roperator.data.BadInput;
import org.roperator.data.LabeledData;
import org.roperator.data.TrainTest;
import org.roperator.data.weights.AtomicFile;
import org.roperator.data.weights.SafeTensors;
import org.roperator.function.ParameterLayout;
import org.roperator.nn.Loss;
import org.roperator.nn.Network;
import org.roperator.nn.NetworkObjective;
import org.roperator.nn.Prediction;
import org.roperator.parallel.Workers;

/**
 * A network with examples to learn from: what the options of a command amount to.
 *
 * @param setup what was asked for
 * @param network the network
 * @param objective its mean loss over the training examples, with decay
 * @param start the parameters to begin with
 * @param origin by what and on which examples its weights are made
 */
record Task(
    Setup setup, Network network, NetworkObjective objective, Start start, WeightsOrigin origin) {

  /** The file of weights in an output folder. */
  static final String WEIGHTS = "model.safetensors";

  /** Parameters to begin with. */
  static final class Start {
    private final double[] w;

    Start(double[] w) {
      this.w = w;
    }

    double[] parameters() {
      return w.clone();
    }
  }

  /**
   * Puts a task together.
   *
   * @param vectors how many vectors of parameters the command will need at a time
   * @throws BadInput if something doesn't fit together or into memory
   */
  static Task of(RunOptions run, DataOptions dataOptions, NetworkOptions net, int vectors) {
    Workers workers = run.workers();
    List<Integer> hidden = net.hidden();
    String activation = net.activation().name();
    TrainTest data = dataOptions.read(run);
    double decay = net.decay(data.train().size());
    requireRoom(net, data, vectors);
    Network network = net.network(data.train());
    NetworkObjective objective =
        NetworkObjective.of(network, Loss.softmaxCrossEntropy(), data.train().toDataset())
            .withWeightDecay(decay)
            .on(workers);
    WeightsOrigin own =
        new WeightsOrigin(
            net.asGiven(),
            hidden.isEmpty() ? Optional.empty() : Optional.of(net.activationName()),
            dataOptions.decisive(data.train(), run),
            data.train());
    Start start;
    WeightsOrigin origin = own;
    if (net.load().isPresent()) {
      Path file = net.load().get();
      SafeTensors.Contents loaded = SafeTensors.contents(file, objective.layout(), net.asGiven());
      start = new Start(loaded.parameters());
      origin = own.after(file, loaded.metadata());
    } else {
      start = new Start(network.initialize(net.initializer(), run.seed()));
    }
    Setup setup =
        new Setup(
            origin.remarkOn(data),
            hidden,
            activation,
            decay,
            network.dimension(),
            run.circumstances(workers));
    return new Task(setup, network, objective, start, origin);
  }

  private static void requireRoom(NetworkOptions net, TrainTest data, int vectors) {
    double parameters = net.parameters(data.train());
    double dataBytes =
        8.0 * ((double) data.train().features().length + data.test().features().length);
    Options.requireRoom(net.asGiven(), parameters, vectors, dataBytes);
  }

  ParameterLayout layout() {
    return objective.layout();
  }

  /** What the network says about examples. */
  Predictions predict(LabeledData data, double[] w) {
    return new Predictions(data, Prediction.of(network, w).outputs(data.toDataset()));
  }

  /**
   * A file of weights, with what they were made by.
   *
   * @param iterations after how many iterations of training
   */
  AtomicFile.Content weights(double[] w, int iterations) throws IOException {
    return SafeTensors.content(layout(), w, origin.metadata(iterations));
  }

  /** The task in two lines. */
  String describe() {
    LabeledData train = setup.data().train();
    return String.format(
        Locale.ROOT,
        "%s: %,d examples to train on, %,d to test on, %d features, %d classes%n%s"
            + "network %s (%s), %,d parameters, decay %.1e, seed %d%n"
            + "%s",
        train.name(),
        train.size(),
        setup.data().test().size(),
        train.width(),
        train.classes().size(),
        PlainText.prepared(setup.data().preparation()),
        setup.network(),
        setup.activation(),
        setup.parameters(),
        setup.decay(),
        setup.seed(),
        PlainText.means(setup.blas(), setup.threads()));
  }
}
