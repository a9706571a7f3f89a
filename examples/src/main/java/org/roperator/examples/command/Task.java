package org.roperator.examples.command;

import java.util.List;
import java.util.Locale;
import org.roperator.examples.data.BadInput;
import org.roperator.examples.data.Dataset;
import org.roperator.examples.data.TrainTest;
import org.roperator.examples.report.Predictions;
import org.roperator.examples.report.Setup;
import org.roperator.examples.weights.SafeTensors;
import org.roperator.function.ParameterLayout;
import org.roperator.function.Workers;
import org.roperator.nn.Loss;
import org.roperator.nn.Network;
import org.roperator.nn.NetworkObjective;

/**
 * A network with examples to learn from: what the options of a command amount to.
 *
 * @param setup what was asked for
 * @param network the network
 * @param objective its mean loss over the training examples, with decay
 * @param start the parameters to begin with
 */
record Task(Setup setup, Network network, NetworkObjective objective, Start start) {

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
    TrainTest data = dataOptions.read(run.seed());
    double decay = net.decay(data.train().size());
    requireRoom(net, data, vectors);
    Network network = net.network(data.train());
    NetworkObjective objective =
        network
            .objective(Loss.softmaxCrossEntropy(), examples(data.train()))
            .withWeightDecay(decay)
            .on(workers);
    double[] start =
        net.load()
            .map(file -> SafeTensors.read(file, objective.layout(), net.asGiven()))
            .orElseGet(() -> network.initialise(net.initialiser(), run.seed()));
    Setup setup =
        new Setup(
            data,
            hidden,
            activation,
            decay,
            network.dimension(),
            run.seed(),
            workers.threads(),
            RunOptions.blas(),
            run.commandLine());
    return new Task(setup, network, objective, new Start(start));
  }

  private static void requireRoom(NetworkOptions net, TrainTest data, int vectors) {
    double parameters = net.parameters(data.train());
    double dataBytes =
        8.0 * ((double) data.train().features().length + data.test().features().length);
    double bytes = 8 * parameters * vectors + dataBytes;
    double heap = Runtime.getRuntime().maxMemory();
    if (bytes > heap || parameters > Integer.MAX_VALUE - 8) {
      throw new BadInput(
          String.format(
              Locale.ROOT,
              "%s makes %,.0f parameters and needs about %s of memory, but the heap has %s; make"
                  + " the layers smaller or the heap larger with ROP_OPTS=-Xmx….",
              net.asGiven(),
              parameters,
              gibibytes(bytes),
              gibibytes(heap)));
    }
  }

  private static String gibibytes(double bytes) {
    return String.format(Locale.ROOT, "%,.1f GiB", bytes / (1L << 30));
  }

  private static org.roperator.nn.Dataset examples(Dataset data) {
    return org.roperator.nn.Dataset.classification(
        data.features(), data.width(), data.labels(), data.classes().size());
  }

  ParameterLayout layout() {
    return objective.layout();
  }

  /** What the network says about examples. */
  Predictions predict(Dataset data, double[] w) {
    return new Predictions(data, network.outputs(w, examples(data)));
  }

  /** The task in two lines. */
  String describe() {
    Dataset train = setup.data().train();
    return String.format(
        Locale.ROOT,
        "%s: %,d examples to train on, %,d to test on, %d features, %d classes%n"
            + "network %s (%s), %,d parameters, decay %.1e, seed %d%n"
            + "%s",
        train.name(),
        train.size(),
        setup.data().test().size(),
        train.width(),
        train.classes().size(),
        setup.network(),
        setup.activation(),
        setup.parameters(),
        setup.decay(),
        setup.seed(),
        PlainText.means(setup.blas(), setup.threads()));
  }
}
