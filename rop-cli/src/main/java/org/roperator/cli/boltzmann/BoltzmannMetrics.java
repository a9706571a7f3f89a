package org.roperator.cli.boltzmann;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.roperator.boltzmann.BoltzmannMachine;
import org.roperator.boltzmann.LogPartitionEstimate;
import org.roperator.cli.metrics.Meaning;
import org.roperator.cli.run.Circumstances;
import org.roperator.cli.run.HvCheck;
import org.roperator.cli.run.HvCheckMetrics;
import org.roperator.cli.run.Machine;
import org.roperator.cli.run.Program;

/**
 * The metrics of {@code rop boltzmann}.
 *
 * @param program what wrote it
 * @param made how it was made
 * @param problems each problem learned exactly
 * @param digits what was learned of digits
 * @param hvCheck whether products are exact
 */
public record BoltzmannMetrics(
    @JsonUnwrapped Program program,
    @JsonUnwrapped Made made,
    @Meaning("an object for each problem learned exactly") List<Problem> problems,
    @Meaning("what a restricted machine learned of digits") @Nullable Digits digits,
    @Meaning("for the encoder at its start") @Nullable HvCheckMetrics hvCheck) {

  /**
   * The metrics of what is known; what is not known yet has no field.
   *
   * @param version of this program
   * @param seconds how long it took
   */
  public static BoltzmannMetrics of(
      String version,
      Circumstances made,
      double seconds,
      List<Race> races,
      Optional<LearnedDigits> learned,
      Optional<HvCheck> check) {
    return new BoltzmannMetrics(
        new Program("boltzmann", version),
        new Made(
            made.commandLine(), Machine.here(), made.seed(), made.threads(), made.blas(), seconds),
        races.stream().map(BoltzmannMetrics::problem).toList(),
        learned.map(BoltzmannMetrics::digits).orElse(null),
        check.map(HvCheckMetrics::of).orElse(null));
  }

  private static Problem problem(Race race) {
    return new Problem(
        race.problem().name(),
        new Size(Units.of(race.problem().machine()), race.problem().patterns().size()),
        race.startDivergence(),
        Race.TARGET_SHARE,
        race.target(),
        race.isOver() ? race.secondOrderNeedsFewerPasses() : null,
        race.runs().stream().map(run -> method(race, run)).toList());
  }

  private static Method method(Race race, Race.Run run) {
    OptionalLong passes = run.passesTo(race.target());
    return new Method(
        run.method(),
        run.end().passes(),
        run.end().divergence(),
        passes.isPresent() ? passes.getAsLong() : Double.NaN,
        run.points());
  }

  private static Digits digits(LearnedDigits learned) {
    DigitsMachine digits = learned.digits();
    return new Digits(
        digits.trainSize(),
        digits.testSize(),
        Units.of(digits.machine()),
        learned.runs().stream().map(BoltzmannMetrics::way).toList(),
        learned.logPartition().map(known -> logPartition(learned, known)).orElse(null));
  }

  private static Way way(DigitsRun run) {
    return new Way(
        run.method(),
        run.end().step(),
        run.end().seconds(),
        run.end().logLikelihood(),
        run.testLogLikelihood(),
        run.points().stream()
            .map(p -> new Point(p.step(), p.seconds(), p.logLikelihood()))
            .toList());
  }

  private static LogPartition logPartition(
      LearnedDigits learned, LearnedDigits.LogPartition known) {
    LogPartitionEstimate annealed = known.annealed();
    return new LogPartition(
        new Estimate(
            annealed.logPartition(),
            annealed.standardError(),
            known.exact(),
            annealed.disagreement()),
        annealed.effectiveSamples(),
        annealed.chains(),
        DigitsMachine.TEMPERATURES,
        learned.annealedTestLogLikelihood(known));
  }

  /** How it was made. */
  record Made(
      @Meaning("the command as it was given") String commandLine,
      @Meaning("the Java virtual machine") String java,
      @Meaning("what every random draw depends on") long seed,
      @Meaning("the number of threads") int threads,
      @Meaning("the matrix library that computed it") String blas,
      @Meaning("how long it took") double seconds) {}

  /** A problem learned exactly. */
  record Problem(
      @Meaning("its name") String name,
      @JsonUnwrapped Size size,
      @Meaning("the divergence at the start, in nats") double startDivergence,
      @Meaning("the race is to this share of it") double targetShare,
      @Meaning("what the race is to") double targetDivergence,
      @Meaning("whether a second-order method needed fewer passes than any first-order one")
          @Nullable Boolean secondOrderNeedsFewer,
      @Meaning("an object for each method") List<Method> methods) {}

  /** The size of a problem. */
  record Size(@JsonUnwrapped Units units, @Meaning("how many patterns are learned") int patterns) {}

  /** The size of a machine. */
  record Units(
      @Meaning("visible units") int visible,
      @Meaning("hidden units") int hidden,
      @Meaning("the number of parameters") int parameters) {

    static Units of(BoltzmannMachine machine) {
      return new Units(machine.visible(), machine.hidden(), machine.dimension());
    }
  }

  /** A method on a problem. */
  record Method(
      @Meaning("its name, with its rate") String method,
      @Meaning("how many passes over the states it took") long passes,
      @Meaning("the divergence at its end, in nats") double divergence,
      @Meaning("after how many passes it reached the target; `null` if never")
          double passesToTarget,
      @Meaning("an object for each point of its course") List<Race.Point> history) {}

  /** Digits. */
  record Digits(
      @Meaning("the number of training digits") int trainSize,
      @Meaning("the number of test digits") int testSize,
      @JsonUnwrapped Units units,
      @Meaning("an object for each way of learning") List<Way> methods,
      @Meaning("ln Z after the natural-gradient steps") @Nullable LogPartition logPartition) {}

  /** A way of learning digits. */
  record Way(
      @Meaning("its name") String method,
      @Meaning("how many steps it made") int steps,
      @Meaning("how long they took") double seconds,
      @Meaning("exact, nats per digit") double trainLogLikelihood,
      @Meaning("likewise") double testLogLikelihood,
      @Meaning("an object for each point of its course") List<Point> history) {}

  /** A point of its course. */
  record Point(
      @Meaning("after how many steps") int step,
      @Meaning("how long they took") double seconds,
      @Meaning("exact, nats per digit") double trainLogLikelihood) {}

  /** ln Z. */
  record LogPartition(
      @JsonUnwrapped Estimate estimate,
      @Meaning("how many independent samples the chains are worth") double effectiveSamples,
      @Meaning("how many chains") int chains,
      @Meaning("at how many temperatures") int temperatures,
      @Meaning("the likelihood of the test digits by the estimate") double testLogLikelihood) {}

  /** An estimate beside the exact number. */
  record Estimate(
      @Meaning("by annealed importance sampling") double estimate,
      @Meaning("its standard error") double standardError,
      @Meaning("the exact number") double exact,
      @Meaning("what ln Z differs by between chains from two sides, 0 where they agree")
          double disagreement) {}
}
