package org.roperator.cli.recurrent;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.roperator.cli.metrics.Meaning;
import org.roperator.cli.run.HvCheckMetrics;
import org.roperator.cli.run.Program;

/**
 * The metrics of {@code rop recurrent}; what is not known yet has no field.
 *
 * @param program what wrote it
 * @param task what was learned
 * @param made how it was made
 * @param methods how both methods did
 * @param end whether it went well
 * @param xor exclusive or
 * @param hvCheck whether products are exact
 */
public record RecurrentMetrics(
    @JsonUnwrapped Program program,
    @JsonUnwrapped Task task,
    @JsonUnwrapped Made made,
    @JsonUnwrapped Methods methods,
    @JsonUnwrapped @Nullable End end,
    @Meaning("exclusive or") @Nullable XorMetrics xor,
    @Meaning("over 20 patterns") @Nullable HvCheckMetrics hvCheck) {

  /**
   * The metrics of all that was found.
   *
   * @param version of this program
   */
  public static RecurrentMetrics of(String version, RecurrentResults results) {
    return new RecurrentMetrics(
        new Program("recurrent", version),
        Task.of(results.setup(), results.train(), results.test()),
        Made.of(results.setup()),
        new Methods(
            Method.of(results.newton()),
            Method.of(results.descent()),
            results.rate(),
            results.descents().stream()
                .map(d -> new Rate(d.rate(), d.lesson().lowestLoss(), d.lesson().seconds()))
                .toList()),
        new End(results.errorOfMeans(), results.isGood()),
        XorMetrics.of(results.xor()),
        HvCheckMetrics.of(results.check()));
  }

  /**
   * The metrics of what is known while the run goes on.
   *
   * @param version of this program
   */
  public static RecurrentMetrics of(String version, RecurrentSoFar known) {
    Optional<Double> best = known.bestRate();
    return new RecurrentMetrics(
        new Program("recurrent", version),
        Task.of(known.setup(), known.train(), known.test()),
        Made.of(known.setup()),
        new Methods(
            known.newton().map(Method::of).orElse(null),
            best.map(rate -> Method.of(Objects.requireNonNull(known.descents().get(rate))))
                .orElse(null),
            best.orElse(null),
            known.descents().entrySet().stream()
                .map(
                    d ->
                        new Rate(
                            d.getKey(), d.getValue().lowestLoss(), d.getValue().last().seconds()))
                .toList()),
        null,
        known.xor().map(XorMetrics::of).orElse(null),
        known.check().map(HvCheckMetrics::of).orElse(null));
  }

  /** What was learned. */
  record Task(
      @Meaning("the command as it was given") String commandLine,
      @Meaning("the number of digits learned from") int trainSize,
      @Meaning("the number of digits not seen") int testSize,
      @Meaning("the number of units") int units,
      @Meaning("the number of parameters") int parameters) {

    static Task of(RecurrentResults.Setup setup, Completion train, Completion test) {
      return new Task(
          setup.commandLine(),
          train.data().size(),
          test.data().size(),
          train.network().units(),
          train.network().dimension());
    }
  }

  /** How it was made. */
  record Made(
      @Meaning("what every random draw depends on") long seed,
      @Meaning("the matrix library that computed it") String blas,
      @Meaning("the number of threads") int threads,
      @Meaning("how gradient descent solved its adjoint systems: `relaxation` or `factorization`")
          String gradientDescentAdjoint) {

    static Made of(RecurrentResults.Setup setup) {
      return new Made(setup.seed(), setup.blas(), setup.threads(), setup.adjoint());
    }
  }

  /** How both methods did. */
  record Methods(
      @Meaning("Hessian-free optimization") @Nullable Method hessianFree,
      @Meaning(
              "gradient descent at its best rate; its history has the loss *before* each step, as full-batch epochs know it")
          @Nullable Method gradientDescent,
      @Meaning("that rate") @Nullable Double learningRate,
      @Meaning("an object for each rate of gradient descent") List<Rate> gradientDescentRates) {}

  /** A method. */
  record Method(
      @Meaning("why it ended") @Nullable String outcome,
      @Meaning("how many iterations it made") int iterations,
      @Meaning("how long it took") double seconds,
      @Meaning("the lowest loss seen, with decay") double trainLoss,
      @JsonUnwrapped @Nullable Unseen unseen,
      @Meaning("an object for each iteration, and the start") List<Point> history) {

    static Method of(RecurrentEnd end) {
      return new Method(
          end.lesson().optimization().outcome().name(),
          end.lesson().optimization().iterations(),
          end.lesson().seconds(),
          end.trainLoss(),
          new Unseen(
              end.testLoss(),
              end.score().accuracy(),
              end.score().error(),
              end.unsettled(),
              end.unstable(),
              end.lastRadius()),
          Point.of(end.lesson().points()));
    }

    static Method of(Lesson.Progress progress) {
      return new Method(
          null,
          progress.last().iteration(),
          progress.last().seconds(),
          progress.lowestLoss(),
          null,
          Point.of(progress.points()));
    }
  }

  /** A method on digits not seen. */
  record Unseen(
      @Meaning("the loss of digits not seen; `null` if one does not settle") double testLoss,
      @Meaning("the share of them read right; one that does not settle counts as wrong")
          double testAccuracy,
      @Meaning("the root mean square error of hidden pixels, over those that settle")
          double hiddenPixelError,
      @Meaning("how many did not settle") long unsettled,
      @Meaning("how many settled where the smallest push would carry them away") long unstable,
      @Meaning("of DWᵀ at the first of them, at the end") double spectralRadius) {}

  /** A point of a history. */
  record Point(
      @Meaning("its number") int iteration,
      @Meaning("the time up to it") double seconds,
      @Meaning("the objective, with decay") double loss,
      @Meaning("of DWᵀ at the first digit not seen; `null` where not looked at")
          double spectralRadius) {

    static List<Point> of(List<Lesson.Point> points) {
      return points.stream()
          .map(p -> new Point(p.iteration(), p.seconds(), p.loss(), p.spectralRadius()))
          .toList();
    }
  }

  /** A rate of gradient descent. */
  record Rate(
      @Meaning("the rate") double learningRate,
      @Meaning("the lowest loss seen") double trainLoss,
      @Meaning("how long it took") double seconds) {}

  /** Whether it went well. */
  record End(
      @Meaning("the error of filling each hidden pixel with its mean over the training digits")
          double errorOfMeans,
      @Meaning("whether the exit code is 0") boolean passed) {}

  /** Exclusive or. */
  record XorMetrics(
      @Meaning("whether it was learned") boolean solved,
      @Meaning("how many starts were made") int starts,
      @Meaning("iterations from the last of them") int iterations,
      @Meaning("the objective at the end") double loss,
      @Meaning("for 00, 01, 10, 11") List<Double> outputs) {

    static XorMetrics of(Xor.Result xor) {
      return new XorMetrics(
          xor.isSolved(),
          xor.starts(),
          xor.lesson().optimization().iterations(),
          xor.lesson().optimization().value(),
          IntStream.range(0, 4).mapToObj(xor::output).toList());
    }
  }
}
