package org.roperator.cli.matching;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.roperator.cli.run.HistoryPoint;
import org.roperator.cli.run.MethodRun;
import org.roperator.cli.run.Predictions;
import org.roperator.data.LabeledData;
import org.roperator.data.TrainTest;
import org.roperator.nn.Dataset;
import org.roperator.nn.Loss;
import org.roperator.nn.Network;
import org.roperator.nn.NetworkObjective;
import org.roperator.nn.Prediction;
import org.roperator.optimize.MiniBatches;
import org.roperator.optimize.OptimizationListener.Signal;
import org.roperator.optimize.OptimizationOutcome;
import org.roperator.optimize.OptimizationResult;
import org.roperator.parallel.Workers;

/**
 * Training methods compared with learning rates tuned alike: every method tries the same rates from
 * the same seeds on a validation part of the training examples; with the best each is trained anew
 * from other seeds on all training examples but those, and tested.
 */
public final class TrainingComparison {

  /** The share of the training examples that only validate. */
  private static final double VALIDATION = 0.2;

  private final TrainingPlan plan;
  private final TrainTest tuning;
  private final LabeledData test;

  private TrainingComparison(TrainingPlan plan, TrainTest tuning, LabeledData test) {
    this.plan = plan;
    this.tuning = tuning;
    this.test = test;
  }

  /**
   * A rate that a method tried.
   *
   * @param rate the rate
   * @param accuracy on the validation examples at the end, the mean over the tuning seeds; a run
   *     that diverged counts 0
   * @param loss likewise, infinite where a run diverged
   */
  public record Trial(double rate, double accuracy, double loss) {}

  /**
   * What became of one method.
   *
   * @param method the method
   * @param trials all rates, rising
   * @param rate the best
   * @param runs from other seeds with that rate; their accuracies are those of the test examples
   */
  public record MethodResult(
      LayeredMethod method, List<Trial> trials, double rate, List<MethodRun> runs) {

    /** Copies the lists. */
    public MethodResult {
      trials = List.copyOf(trials);
      runs = List.copyOf(runs);
    }

    /** Whether the best rate is the smallest or the largest of several tried. */
    public boolean isAtTheEdge() {
      return trials.size() > 1
          && (rate == trials.get(0).rate() || rate == trials.get(trials.size() - 1).rate());
    }
  }

  /** A comparison on some examples. */
  public static TrainingComparison of(TrainingPlan plan, TrainTest data) {
    TrainTest tuning = TrainTest.stratified(data.train(), VALIDATION, plan.seed());
    return new TrainingComparison(plan, tuning, data.test());
  }

  /** The number of examples that are trained on. */
  public int trainSize() {
    return tuning.train().size();
  }

  /** The number of examples that validate. */
  public int validationSize() {
    return tuning.test().size();
  }

  /** How many runs there will be. */
  public int runs() {
    return LayeredMethod.values().length
        * (plan.rates().size() * plan.tuningSeeds() + plan.seeds());
  }

  private record Job(LayeredMethod method, double rate, long seed) {}

  /**
   * Runs everything.
   *
   * @param told is told of every run that is over, by one thread at a time
   */
  public List<MethodResult> run(Workers workers, Consumer<MethodRun> told) {
    List<Job> trials = new ArrayList<>();
    for (LayeredMethod method : LayeredMethod.values()) {
      for (double rate : plan.rates()) {
        for (int s = 0; s < plan.tuningSeeds(); s++) {
          trials.add(new Job(method, rate, plan.seed() + plan.seeds() + s));
        }
      }
    }
    MethodRun[] tried = runAll(trials, tuning.test(), workers, told);
    List<List<Trial>> byMethod = new ArrayList<>();
    List<Job> finals = new ArrayList<>();
    int next = 0;
    for (LayeredMethod method : LayeredMethod.values()) {
      List<Trial> own = new ArrayList<>();
      for (double rate : plan.rates()) {
        List<MethodRun> seeds = List.of(tried).subList(next, next + plan.tuningSeeds());
        own.add(trial(rate, seeds));
        next += plan.tuningSeeds();
      }
      byMethod.add(own);
      for (int s = 0; s < plan.seeds(); s++) {
        finals.add(new Job(method, best(own).rate(), plan.seed() + s));
      }
    }
    MethodRun[] tested = runAll(finals, test, workers, told);
    List<LayeredMethod> methods = List.of(LayeredMethod.values());
    List<MethodResult> results = new ArrayList<>();
    for (int i = 0; i < byMethod.size(); i++) {
      results.add(
          new MethodResult(
              methods.get(i),
              byMethod.get(i),
              best(byMethod.get(i)).rate(),
              List.of(tested).subList(i * plan.seeds(), (i + 1) * plan.seeds())));
    }
    return results;
  }

  private static Trial trial(double rate, List<MethodRun> runs) {
    boolean finished = runs.stream().allMatch(TrainingComparison::isFinished);
    return new Trial(
        rate,
        runs.stream()
            .mapToDouble(run -> isFinished(run) ? run.last().testAccuracy() : 0)
            .average()
            .orElse(Double.NaN),
        finished
            ? runs.stream().mapToDouble(run -> run.last().testLoss()).average().orElse(Double.NaN)
            : Double.POSITIVE_INFINITY);
  }

  private static boolean isFinished(MethodRun run) {
    return !OptimizationOutcome.valueOf(run.outcome()).isFailure();
  }

  /** The most accurate; of equals, that of the smallest loss. */
  private static Trial best(List<Trial> trials) {
    return trials.stream()
        .max(
            Comparator.comparingDouble(Trial::accuracy)
                .thenComparing(Comparator.comparingDouble(Trial::loss).reversed()))
        .orElseThrow();
  }

  private MethodRun[] runAll(
      List<Job> jobs, LabeledData tested, Workers workers, Consumer<MethodRun> told) {
    MethodRun[] runs = new MethodRun[jobs.size()];
    workers.run(
        runs.length,
        i -> {
          runs[i] = run(jobs.get(i), tested);
          synchronized (this) {
            told.accept(runs[i]);
          }
        });
    return runs;
  }

  private MethodRun run(Job job, LabeledData tested) {
    long began = System.nanoTime();
    LabeledData train = wholeBatches(tuning.train());
    Network network = plan.network(train.width(), train.imageShape(), train.classes().size());
    Dataset examples = train.toDataset();
    NetworkObjective objective =
        NetworkObjective.of(network, Loss.softmaxCrossEntropy(), examples)
            .withWeightDecay(plan.decay());
    double[] start = network.initialize(plan.initializer(), job.seed());
    List<HistoryPoint> history = new ArrayList<>();
    OptimizationResult result =
        job.method()
            .optimizer(job.rate(), MiniBatches.shuffled(plan.batch(), job.seed()), plan.epochs())
            .minimize(
                objective,
                start,
                epoch -> {
                  double[] w = epoch.parameters();
                  history.add(
                      point(
                          epoch.number(),
                          (System.nanoTime() - began) / 1e9,
                          epoch.value(),
                          new Predictions(
                              tested,
                              Prediction.of(network.inference(w, examples), w)
                                  .outputs(tested.toDataset())),
                          epoch.figures()));
                  return Signal.CONTINUE;
                });
    if (history.isEmpty()) {
      history.add(
          new HistoryPoint(0, 0, Double.NaN, Double.NaN, 1.0 / train.classes().size(), Map.of()));
    }
    return new MethodRun(
        job.method().label(),
        job.method().title(),
        job.seed(),
        history,
        result.outcome().name(),
        (System.nanoTime() - began) / 1e9);
  }

  private static HistoryPoint point(
      int epoch, double seconds, double trainLoss, Predictions said, Map<String, Double> figures) {
    return new HistoryPoint(epoch, seconds, trainLoss, said.meanLoss(), said.accuracy(), figures);
  }

  /** Without the one example that would be a batch alone, which can't be normalized. */
  private LabeledData wholeBatches(LabeledData train) {
    return train.size() % plan.batch() == 1 && train.size() > 1
        ? train.select(IntStream.range(0, train.size() - 1).toArray())
        : train;
  }
}
