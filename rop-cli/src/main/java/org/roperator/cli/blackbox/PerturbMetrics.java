package org.roperator.cli.blackbox;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.roperator.cli.metrics.Meaning;
import org.roperator.cli.run.Circumstances;
import org.roperator.cli.run.Machine;
import org.roperator.cli.run.Program;

/**
 * The metrics of {@code rop perturb}.
 *
 * @param program what wrote it
 * @param options what was asked for, and whether it went well
 * @param jobs each job
 * @param machine what computed it
 */
public record PerturbMetrics(
    @JsonUnwrapped Program program,
    @JsonUnwrapped Options options,
    @Meaning("an object for each job") List<JobMetrics> jobs,
    @JsonUnwrapped Machine machine) {

  /**
   * The metrics of some races.
   *
   * @param version of this program
   * @param results one for each job, at least one
   * @param seconds how long they took
   */
  public static PerturbMetrics of(
      String version, Circumstances circumstances, List<RaceResult> results, double seconds) {
    Race race = results.get(0).race();
    return new PerturbMetrics(
        new Program("perturb", version),
        new Options(
            circumstances.commandLine(),
            circumstances.seed(),
            race.evaluations(),
            race.variants(),
            seconds,
            results.stream().allMatch(RaceResult::isNotWorseThanSpsa)),
        results.stream().map(PerturbMetrics::job).toList(),
        Machine.of(circumstances));
  }

  private static JobMetrics job(RaceResult result) {
    Job job = result.race().job();
    return new JobMetrics(
        job.name(),
        job.measure(),
        Race.methods().get(result.winner()),
        job.parameters(),
        Arrays.stream(result.race().checkpoints()).boxed().toList(),
        IntStream.range(0, Race.methods().size()).mapToObj(m -> method(result, m)).toList());
  }

  private static Method method(RaceResult result, int m) {
    return new Method(
        Race.methods().get(m),
        result.median(m),
        result.percentile(m, result.last(), 25),
        result.percentile(m, result.last(), 75),
        result.wins(m, 1),
        result.medians(m),
        result.variants().stream().map(variant -> variant(result, variant, m)).toList());
  }

  private static Variant variant(RaceResult result, RaceResult.Variant variant, int m) {
    double[] point = result.race().job().inUnits(variant.point(m));
    return new Variant(
        variant.seed(), variant.before(), variant.after(m), Arrays.stream(point).boxed().toList());
  }

  /** What was asked for, and whether it went well. */
  record Options(
      @Meaning("the command as it was given") String commandLine,
      @Meaning("the seed of the first variant") long seed,
      @Meaning("how many evaluations each search took") int evaluations,
      @Meaning("how many variants") int variants,
      @Meaning("how long all of it took") double seconds,
      @Meaning("whether the trust region's median is not above SPSA's on any job")
          boolean notWorseThanSpsa) {}

  /** A job. */
  record JobMetrics(
      @Meaning("its name") String job,
      @Meaning("what is made small") String measure,
      @Meaning("the method of the lowest median") String winner,
      @Meaning("the names of what is tuned") List<String> parameters,
      @Meaning("after how many evaluations each search is judged") List<Integer> checkpoints,
      @Meaning("an object for each method") List<Method> methods) {}

  /** A method. */
  record Method(
      @Meaning("its name") String method,
      @Meaning("over the variants, of what it recommends in the end") double median,
      @Meaning("likewise") double lowerQuartile,
      @Meaning("likewise") double upperQuartile,
      @Meaning("on how many variants it ended lower") int aheadOfSpsa,
      @Meaning("the median at each checkpoint") List<Double> medians,
      @Meaning("an object for each variant") List<Variant> variants) {}

  /** A method on a variant. */
  record Variant(
      @Meaning("which variant") long seed,
      @Meaning("what the start is worth") double start,
      @Meaning("what the recommended point is worth") double end,
      @Meaning("the constants recommended") List<Double> point) {}
}
