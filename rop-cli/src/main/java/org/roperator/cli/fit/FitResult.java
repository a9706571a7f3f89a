package org.roperator.cli.fit;

import java.util.List;
import java.util.Optional;

/**
 * A fitted model.
 *
 * @param question what was asked
 * @param coefficients one for each column of the design
 * @param further what else was estimated, such as ln σ of lifetimes; behind the coefficients in the
 *     covariance
 * @param covariance of all these
 * @param goodness how well it fits
 * @param course how it was found
 * @param remarks what should be known about it, a sentence each
 */
public record FitResult(
    Question question,
    List<Coefficient> coefficients,
    List<Coefficient> further,
    Covariance covariance,
    Goodness goodness,
    Course course,
    List<String> remarks) {

  /** Copies the lists. */
  public FitResult {
    coefficients = List.copyOf(coefficients);
    further = List.copyOf(further);
    remarks = List.copyOf(remarks);
  }

  /**
   * What was asked.
   *
   * @param examples of what
   * @param kind the model
   * @param loss of residuals; squared for all models but linear ones
   * @param wald how errors become tests and intervals
   */
  public record Question(Examples examples, ModelKind kind, ResidualLoss loss, Wald wald) {}

  /**
   * How well a model fits; what has no meaning for it is missing.
   *
   * @param logLikelihood {@code ln L} at the maximum
   * @param deviance twice what it lacks to a model with a parameter for each row; of least squares
   *     the sum of squared residuals
   * @param aic {@code 2k − 2 ln L}, k the number of all estimates
   * @param scale the standard deviation of residuals, or their robust scale; σ of lifetimes
   * @param dispersion α of negative binomial counts
   * @param rSquared the part of the target's variance that is explained
   */
  public record Goodness(
      Optional<Double> logLikelihood,
      Optional<Double> deviance,
      Optional<Double> aic,
      Optional<Double> scale,
      Optional<Double> dispersion,
      Optional<Double> rSquared) {

    static Goodness none() {
      return new Goodness(
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty());
    }

    Goodness withLikelihood(double logLikelihood, int estimates) {
      return new Goodness(
          Optional.of(logLikelihood),
          deviance,
          Optional.of(2.0 * estimates - 2 * logLikelihood),
          scale,
          dispersion,
          rSquared);
    }

    Goodness withDeviance(double value) {
      return new Goodness(logLikelihood, Optional.of(value), aic, scale, dispersion, rSquared);
    }

    Goodness withScale(double value) {
      return new Goodness(logLikelihood, deviance, aic, Optional.of(value), dispersion, rSquared);
    }

    Goodness withDispersion(double value) {
      return new Goodness(logLikelihood, deviance, aic, scale, Optional.of(value), rSquared);
    }

    Goodness withExplained(double share) {
      return new Goodness(logLikelihood, deviance, aic, scale, dispersion, Optional.of(share));
    }
  }
}
