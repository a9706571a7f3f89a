package org.roperator.cli.study;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.roperator.cli.spectra.SnapshotTable;
import org.roperator.data.LabeledData;
import org.roperator.data.TrainTest;
import org.roperator.nn.Dataset;
import org.roperator.nn.Initializer;
import org.roperator.nn.Loss;
import org.roperator.nn.Network;
import org.roperator.nn.NetworkObjective;
import org.roperator.nn.Prediction;
import org.roperator.nn.layer.Activation;
import org.roperator.nn.spectrum.BlockSpectrum;
import org.roperator.nn.spectrum.LayerSpectra;
import org.roperator.nn.spectrum.Schedule;
import org.roperator.nn.spectrum.SpectrumRecorder;
import org.roperator.nn.spectrum.SpectrumSnapshot;
import org.roperator.optimize.Epochs;
import org.roperator.optimize.Iteration;
import org.roperator.optimize.MiniBatches;
import org.roperator.optimize.OptimizationResult;
import org.roperator.optimize.rule.Adam;

/**
 * One network on one set from one seed: trained by Adam without decay, measured at its start, early
 * and at its end. Its numbers depend on nothing but these components.
 *
 * @param data the examples
 * @param hidden widths of the hidden layers
 * @param seed of split, wrong labels, weights, batches and probes
 * @param steps how many steps of Adam, at least
 */
record StudyCell(StudyData data, List<Integer> hidden, long seed, int steps) {

  /** The outcome of what training ended before. */
  static final String TRAINING_NOT_FINITE = "TRAINING_NOT_FINITE";

  /** Loss and accuracy, in training and test. */
  private static final int LOSSES = 4;

  private static final Loss LOSS = Loss.softmaxCrossEntropy();
  private static final double RATE = 0.01;
  private static final int BATCH = 32;

  /** A tenth of the training is early. */
  private static final int EARLY = 10;

  /** Larger blocks take this many steps of Lanczos from each of so many probes. */
  private static final int LANCZOS_STEPS = 40;

  private static final int PROBES = 4;
  private static final int EXACT = 300;

  StudyCell {
    hidden = List.copyOf(hidden);
  }

  /** Widths as one writes them on the command line. */
  static String text(List<Integer> hidden) {
    return hidden.isEmpty()
        ? "none"
        : hidden.stream().map(String::valueOf).collect(Collectors.joining(","));
  }

  /** What tells this cell from all others of a study. */
  List<String> key() {
    return List.of(data.set(), Double.toString(data.noise()), text(hidden), Long.toString(seed));
  }

  /** How many rows a cell has in the table: each block at each moment. */
  int rowCount() {
    int layers = hidden.size() + 1;
    return Moment.values().length * (layers == 1 ? 1 : layers + 1);
  }

  /**
   * Trains and measures.
   *
   * <p>If training ends in numbers that are not finite, the moments it did not reach have their
   * rows too, with nothing but NaN measured and the outcome {@value #TRAINING_NOT_FINITE}: another
   * run would end alike.
   */
  List<List<String>> run() {
    return run(RATE);
  }

  List<List<String>> run(double rate) {
    TrainTest split = data.split(seed);
    Network network = network(split.train());
    NetworkObjective objective = NetworkObjective.of(network, LOSS, split.train().toDataset());
    double[] start = network.initialize(Initializer.glorotNormal(), seed);
    int batch = Math.min(BATCH, split.train().size());
    int epochs = epochs(split.train().size());
    int early = early(epochs);
    SpectrumRecorder recorder =
        SpectrumRecorder.of(
                objective,
                LayerSpectra.standard()
                    .withExactUpTo(EXACT)
                    .withSampling(LANCZOS_STEPS, PROBES)
                    .withSeed(seed))
            .withSchedule(Schedule.at(0, early, epochs));
    TreeMap<Integer, double[]> iterates = new TreeMap<>();
    iterates.put(0, start);
    recorder.before(start);
    OptimizationResult result =
        Epochs.of(epochs)
            .withBatches(MiniBatches.shuffled(batch, seed))
            .stepping(Adam.ofRate(rate))
            .minimize(
                objective,
                start,
                (Iteration epoch) -> {
                  if (epoch.number() == early || epoch.number() == epochs) {
                    iterates.put(epoch.number(), epoch.parameters());
                  }
                  return recorder.afterIteration(epoch);
                });
    Map<Integer, Moment> moments = moments(split.train().size());
    List<List<String>> rows = new ArrayList<>();
    for (SpectrumSnapshot snapshot : recorder.snapshots()) {
      double[] w = Objects.requireNonNull(iterates.get(snapshot.iteration()));
      Moment moment = Objects.requireNonNull(moments.remove(snapshot.iteration()));
      rows.addAll(rows(network, split, moment, snapshot, w));
    }
    if (result.outcome().isFailure()) {
      SpectrumSnapshot blocks = recorder.snapshots().get(0);
      moments.forEach(
          (epoch, moment) -> rows.addAll(unreached(network, split, moment, epoch, blocks)));
    }
    return rows;
  }

  private int epochs(int examples) {
    int perEpoch = (examples - 1) / Math.min(BATCH, examples) + 1;
    return Math.max(2, (steps - 1) / perEpoch + 1);
  }

  private static int early(int epochs) {
    return Math.max(1, epochs / EARLY);
  }

  /** When it is measured, by epochs, in order. */
  private Map<Integer, Moment> moments(int examples) {
    int epochs = epochs(examples);
    Map<Integer, Moment> moments = new LinkedHashMap<>();
    moments.put(0, Moment.START);
    moments.put(early(epochs), Moment.EARLY);
    moments.put(epochs, Moment.END);
    return moments;
  }

  /** What the rows of the cell begin with, a row for each block at each moment. */
  List<List<String>> beginnings(TrainTest split) {
    Network network = network(split.train());
    List<List<String>> beginnings = new ArrayList<>();
    moments(split.train().size())
        .forEach(
            (epoch, moment) ->
                beginnings.addAll(
                    Collections.nCopies(
                        blockSizes(split.train()).size(),
                        beginning(network, split, moment, epoch))));
    return beginnings;
  }

  /** How many parameters the whole has, then each layer, if there are several. */
  List<Integer> blockSizes(LabeledData train) {
    List<Integer> sizes = new ArrayList<>(List.of(network(train).dimension()));
    int inputs = train.width();
    for (int width : hidden) {
      sizes.add((inputs + 1) * width);
      inputs = width;
    }
    if (!hidden.isEmpty()) {
      sizes.add((inputs + 1) * train.classes().size());
    }
    return sizes;
  }

  private Network network(LabeledData train) {
    Network network = Network.inputs(train.width());
    for (int width : hidden) {
      network = network.affine(width).then(Activation.tanh());
    }
    return network.affine(train.classes().size());
  }

  private List<List<String>> rows(
      Network network, TrainTest split, Moment moment, SpectrumSnapshot snapshot, double[] w) {
    Dataset train = split.train().toDataset();
    Dataset test = split.test().toDataset();
    List<Double> losses =
        List.of(
            NetworkObjective.of(network, LOSS, train).value(w),
            NetworkObjective.of(network, LOSS, test).value(w),
            Prediction.of(network, w).accuracy(train),
            Prediction.of(network, w).accuracy(test));
    double whole = snapshot.spectra().get(0).summary().trace();
    List<List<String>> rows = new ArrayList<>();
    for (BlockSpectrum spectrum : snapshot.spectra()) {
      List<String> row = beginning(network, split, moment, snapshot.iteration());
      losses.forEach(x -> row.add(Double.toString(x)));
      row.add(spectrum.name());
      row.addAll(SnapshotTable.values(spectrum));
      row.add(Double.toString(spectrum.summary().trace() / whole));
      row.add(spectrum.outcome().name());
      rows.add(row);
    }
    return rows;
  }

  /** Rows of a moment that training did not reach, for the blocks there are. */
  private List<List<String>> unreached(
      Network network, TrainTest split, Moment moment, int epoch, SpectrumSnapshot blocks) {
    String unknown = Double.toString(Double.NaN);
    List<List<String>> rows = new ArrayList<>();
    for (BlockSpectrum spectrum : blocks.spectra()) {
      List<String> row = beginning(network, split, moment, epoch);
      row.addAll(Collections.nCopies(LOSSES, unknown));
      row.add(spectrum.name());
      row.addAll(SnapshotTable.unmeasured(spectrum));
      row.add(unknown);
      row.add(TRAINING_NOT_FINITE);
      rows.add(row);
    }
    return rows;
  }

  private List<String> beginning(Network network, TrainTest split, Moment moment, int epoch) {
    List<String> row = new ArrayList<>(key());
    row.add(Integer.toString(network.dimension()));
    row.add(Integer.toString(split.train().size()));
    row.add(Integer.toString(split.test().size()));
    row.add(moment.label());
    row.add(Integer.toString(epoch));
    return row;
  }
}
