package org.roperator.cli.matching;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.roperator.cli.matching.TrainingComparison.MethodResult;
import org.roperator.cli.metrics.Meaning;
import org.roperator.cli.run.MeanInterval;
import org.roperator.cli.run.Program;
import org.roperator.cli.run.RunMetrics;
import org.roperator.cli.run.SetupMetrics;
import org.roperator.cli.run.Spread;

/**
 * The metrics of {@code rop local-hessian}.
 *
 * @param program what wrote it
 * @param setup the task
 * @param plan how methods were compared
 * @param seconds how long it took
 * @param spectra eigenvalues at the start
 * @param conditions down deep networks
 * @param methods each method
 */
public record LocalHessianMetrics(
    @JsonUnwrapped Program program,
    @JsonUnwrapped SetupMetrics setup,
    @JsonUnwrapped Plan plan,
    @Meaning("how long all of it took") double seconds,
    @Meaning("an object for each spectrum") List<Spectrum> spectra,
    @Meaning("an object for each network") List<Conditions> conditions,
    @Meaning("an object for each method") List<Method> methods) {

  /**
   * The metrics of what was found.
   *
   * @param version of this program
   */
  public static LocalHessianMetrics of(String version, LocalHessianResults results) {
    TrainingPlan plan = results.plan();
    return new LocalHessianMetrics(
        new Program("local-hessian", version),
        SetupMetrics.of(results.setup()),
        new Plan(plan.seeds(), plan.tuningSeeds(), plan.epochs(), plan.batch(), plan.describe()),
        results.seconds(),
        results.spectra().stream().map(LocalHessianMetrics::spectrum).toList(),
        results.conditions().stream().map(LocalHessianMetrics::conditions).toList(),
        results.methods().stream().map(method -> method(results, method)).toList());
  }

  private static Spectrum spectrum(SpectrumCase c) {
    return new Spectrum(
        c.start().name().toLowerCase(Locale.ROOT),
        c.inputs(),
        c.outputs(),
        c.draws(),
        new Edges(c.smallest(), c.largest(), c.law().lowerEdge(), c.law().upperEdge()),
        IntStream.rangeClosed(1, SpectrumCase.MOMENTS)
            .mapToObj(
                p ->
                    new Moment(
                        p,
                        c.moment(p),
                        c.momentError(p),
                        c.law().moment(p),
                        c.start() == SpectrumCase.Start.GAUSSIAN ? c.expected(p) : Double.NaN,
                        c.deviation(p)))
            .toList());
  }

  private static Conditions conditions(ConditioningRun run) {
    return new Conditions(
        run.architecture().label(),
        run.snapshots().stream()
            .map(
                snapshot ->
                    new Snapshot(
                        snapshot.epoch(),
                        snapshot.trainLoss(),
                        snapshot.blocks().stream()
                            .map(
                                b ->
                                    new Block(
                                        b.number(),
                                        b.ofInputs(),
                                        b.mean(),
                                        b.ofWeights(),
                                        b.rank()))
                            .toList()))
            .toList(),
        run.outcome().name());
  }

  private static Method method(LocalHessianResults results, MethodResult method) {
    Spread accuracy = LocalHessianResults.accuracy(method);
    MeanInterval beyond = results.beyondFirst(method);
    return new Method(
        method.method().label(),
        method.rate(),
        method.isAtTheEdge(),
        new Accuracy(
            accuracy.mean() / 100,
            accuracy.deviation() / 100,
            beyond.mean() / 100,
            beyond.half() / 100),
        method.trials().stream()
            .map(trial -> new Trial(trial.rate(), trial.accuracy(), trial.loss()))
            .toList(),
        method.runs().stream().map(RunMetrics::of).toList());
  }

  /** How methods were compared. */
  record Plan(
      @Meaning("how many seeds each method runs from at its best rate") int seeds,
      @Meaning("how many seeds each rate is tried from") int tuningSeeds,
      @Meaning("how many epochs") int epochs,
      @Meaning("examples per step") int batchSize,
      @Meaning("what is trained") String network) {}

  /** A spectrum. */
  record Spectrum(
      @Meaning("how the weights start: `gaussian` or `orthogonal`") String start,
      @Meaning("the layer's inputs") int inputs,
      @Meaning("its outputs") int outputs,
      @Meaning("how often weights were drawn") int draws,
      @JsonUnwrapped Edges edges,
      @Meaning("an object for each of four moments") List<Moment> moments) {}

  /** The ends of a spectrum. */
  record Edges(
      @Meaning("the smallest eigenvalue, besides zeros by shape") double smallest,
      @Meaning("the largest eigenvalue") double largest,
      @Meaning("where the law of Marchenko and Pastur begins") double lawLowerEdge,
      @Meaning("where it ends") double lawUpperEdge) {}

  /** A moment. */
  record Moment(
      @Meaning("which moment") int power,
      @Meaning("its mean over the draws") double mean,
      @Meaning("the standard error of the mean") double standardError,
      @Meaning("what the law says, the limit of large matrices") double law,
      @Meaning("the exact mean of Gaussian weights of this size; `null` for orthogonal weights")
          double exact,
      @Meaning(
              "by how many standard errors the mean and the law differ; `null` for orthogonal weights")
          double standardErrorsOff) {}

  /** Conditions of one network. */
  record Conditions(
      @Meaning("`plain`, `orthogonal`, `skip` or `batch_norm`") String network,
      @Meaning("an object for each moment of training") List<Snapshot> snapshots,
      @Meaning("how the training ended; where it failed later moments are missing")
          String outcome) {}

  /** Conditions at one moment. */
  record Snapshot(
      @Meaning("after how many epochs") int epoch,
      @Meaning("of the measured batch") double trainLoss,
      @Meaning("an object for each hidden block") List<Block> blocks) {}

  /** Conditions of a block. */
  record Block(
      @Meaning("its number, from the inputs") int block,
      @JsonProperty("condition_h_z")
          @Meaning("largest over smallest eigenvalue of H_z; `null` if infinite")
          double ofInputs,
      @JsonProperty("mean_h_z") @Meaning("the mean eigenvalue of H_z") double mean,
      @JsonProperty("condition_h_w") @Meaning("the same of H_W, over its eigenvalues above zero")
          double ofWeights,
      @JsonProperty("rank_h_w") @Meaning("their share") double rank) {}

  /** A method. */
  record Method(
      @Meaning("`sgd`, `lars`, `amended-norms` or `amended-squares`") String method,
      @Meaning("the best rate") double rate,
      @Meaning("whether it is the smallest or largest of those tried") boolean rateAtTheEdge,
      @JsonUnwrapped Accuracy accuracy,
      @Meaning("an object for each rate tried") List<Trial> trials,
      @Meaning("an object for each seed, at the best rate") List<RunMetrics> runs) {}

  /** How accurate a method is. */
  record Accuracy(
      @Meaning("the mean over the seeds") double testAccuracy,
      @Meaning("its standard deviation") double testAccuracyDeviation,
      @Meaning("the mean difference to `sgd`, seed by seed") double beyondSgd,
      @Meaning("half of its interval of 95 %") double beyondSgdHalfInterval) {}

  /** A rate that was tried. */
  record Trial(
      @Meaning("the rate") double rate,
      @Meaning("on the validation examples, the mean over the seeds; a run that diverged counts 0")
          double validationAccuracy,
      @Meaning("likewise; `null` where a run diverged") double validationLoss) {}
}
