package org.roperator.cli.fit;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.roperator.cli.metrics.Meaning;
import org.roperator.cli.run.Circumstances;
import org.roperator.cli.run.Machine;
import org.roperator.cli.run.Program;

/**
 * The metrics of {@code rop fit}.
 *
 * @param program what wrote it
 * @param question what was asked
 * @param data of what
 * @param coefficients the coefficients
 * @param further what else was estimated
 * @param goodness how well it fits
 * @param ending how it was found
 */
public record FitMetrics(
    @JsonUnwrapped Program program,
    @JsonUnwrapped Question question,
    @JsonUnwrapped Data data,
    @Meaning("an object for each coefficient, the intercept first") List<Estimate> coefficients,
    @Meaning("the same for what else was estimated: `ln σ` of Weibull lifetimes, `ln α` of counts")
        List<Estimate> further,
    @JsonUnwrapped Goodness goodness,
    @JsonUnwrapped Ending ending) {

  /**
   * The metrics of a fit.
   *
   * @param version of this program
   */
  public static FitMetrics of(String version, Circumstances circumstances, FitResult fit) {
    FitResult.Question asked = fit.question();
    Examples examples = asked.examples();
    FitResult.Goodness good = fit.goodness();
    Course course = fit.course();
    boolean ratio = !asked.kind().ratio().isEmpty();
    return new FitMetrics(
        new Program("fit", version),
        new Question(
            circumstances.commandLine(),
            asked.kind().label(),
            asked.kind() == ModelKind.LINEAR ? asked.loss().label() : null,
            asked.wald().confidence(),
            asked.wald().statistic(),
            orNull(asked.wald().freedom())),
        new Data(
            examples.name(),
            examples.remarks(),
            examples.targetName(),
            examples.rows(),
            examples.size(),
            orNull(examples.events())),
        fit.coefficients().stream().map(one -> estimate(one, ratio)).toList(),
        fit.further().stream().map(one -> estimate(one, false)).toList(),
        new Goodness(
            orNull(good.logLikelihood()),
            orNull(good.deviance()),
            orNull(good.aic()),
            orNull(good.scale()),
            orNull(good.dispersion()),
            orNull(good.rSquared())),
        new Ending(
            course.outcome(),
            course.reason(),
            fit.remarks(),
            course.gradient(),
            course.products(),
            course.steps().stream().map(step -> new Point(step.iteration(), step.loss())).toList(),
            Machine.of(circumstances)));
  }

  private static @Nullable Double orNull(Optional<Double> number) {
    return number.orElse(null);
  }

  private static Estimate estimate(Coefficient one, boolean ratio) {
    return new Estimate(
        one.name(),
        one.estimate(),
        one.standardError(),
        one.statistic(),
        one.pValue(),
        new Interval(one.interval().low(), one.interval().high()),
        ratio ? one.ratio() : null);
  }

  /** What was asked. */
  record Question(
      @Meaning("the command as it was given") String commandLine,
      @Meaning("the model") String model,
      @Meaning("of linear models, the loss of residuals") @Nullable String loss,
      @Meaning("the confidence of the intervals") double confidence,
      @Meaning("`t` or `z`: what the statistics are, and the quantiles of the intervals")
          String statistic,
      @Meaning("of t, examples less coefficients") @Nullable Double degreesOfFreedom) {}

  /** The table. */
  record Data(
      @Meaning("the name of the data") String data,
      @Meaning("what was decided about the data, such as the base of each factor")
          List<String> preparation,
      @Meaning("the target, of classes with the one that is success") String target,
      @Meaning("the number of rows used") int rows,
      @Meaning("the number of examples: the sum of the weights, or of the rows") double examples,
      @Meaning("of lifetimes, how many examples have had their event") @Nullable Double events) {}

  /** An estimate. */
  record Estimate(
      @Meaning("the column, with the level of a factor") String name,
      @Meaning("the estimate, in the units of the table") double estimate,
      @Meaning("its standard error") double standardError,
      @Meaning("the estimate over its standard error; null for `ln α`, whose 0 is nothing special")
          double statistic,
      @Meaning("of both sides, that the truth is 0; null likewise") double pValue,
      @Meaning("the Wald interval") Interval interval,
      @Meaning("e to the estimate: the ratio of odds, rates or times; absent for linear models")
          @Nullable Double ratio) {}

  /** An interval. */
  record Interval(@Meaning("its lower end") double low, @Meaning("its upper end") double high) {}

  /** How well it fits. */
  record Goodness(
      @Meaning("ln L at the maximum; absent for robust losses") @Nullable Double logLikelihood,
      @Meaning(
              "twice what ln L lacks to a model with a parameter for each row; of least squares the"
                  + " sum of squared residuals; absent for lifetimes and robust losses")
          @Nullable Double deviance,
      @Meaning("2k − 2 ln L, k the number of estimates, with σ of least squares")
          @Nullable Double aic,
      @Meaning(
              "of linear models the standard deviation of residuals, or their robust scale; of Weibull"
                  + " lifetimes σ, whose inverse is the shape")
          @Nullable Double scale,
      @Meaning("α of negative binomial counts; 0 at the boundary, where they are Poisson's")
          @Nullable Double dispersion,
      @Meaning("of least squares, the part of the target's variance that is explained")
          @Nullable Double rSquared) {}

  /** How it was found. */
  record Ending(
      @Meaning(
              "`CONVERGED`, `SCALE_NOT_SETTLED`, `NOT_SETTLED`, or how the optimizer ended instead")
          String outcome,
      @Meaning("the same in a sentence") String reason,
      @Meaning("what should be known about the fit") List<String> remarks,
      @Meaning(
              "the largest part of the gradient of the mean loss at the end, by orthogonal columns")
          double gradient,
      @Meaning("how many Hessian-vector products it took") long products,
      @Meaning("an object for the start and each iteration") List<Point> history,
      @JsonUnwrapped Machine machine) {}

  /** A point of the course. */
  record Point(
      @Meaning("its number, 0 for the start") int iteration,
      @Meaning("the mean of −ln L, or of the loss, over the examples") double loss) {}
}
