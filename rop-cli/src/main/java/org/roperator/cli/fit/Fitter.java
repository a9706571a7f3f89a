package org.roperator.cli.fit;

import java.util.Optional;
import java.util.OptionalDouble;
import org.roperator.data.BadInput;

/**
 * Fits models to examples: the door to all of them.
 *
 * @param kind the model
 * @param loss of residuals, for linear models
 * @param residualScale their scale, in units of the target; estimated if there is none
 * @param confidence of intervals, between 0 and 1
 */
public record Fitter(
    ModelKind kind, ResidualLoss loss, OptionalDouble residualScale, double confidence) {

  /** Intervals of 95 %, and squared losses. */
  public static Fitter of(ModelKind kind) {
    return new Fitter(kind, ResidualLoss.SQUARED, OptionalDouble.empty(), 0.95);
  }

  /** The same with another loss. */
  public Fitter withLoss(ResidualLoss other) {
    return new Fitter(kind, other, residualScale, confidence);
  }

  /** The same with a scale of residuals that is known. */
  public Fitter withResidualScale(double scale) {
    return new Fitter(kind, loss, OptionalDouble.of(scale), confidence);
  }

  /** The same with intervals of another confidence. */
  public Fitter withConfidence(double other) {
    return new Fitter(kind, loss, residualScale, other);
  }

  /**
   * Fits the model.
   *
   * @param examples read for this kind of model
   * @throws BadInput if there is no best fit, saying why and what to do
   */
  public FitResult fit(Examples examples, FitProgress progress) {
    boolean linear = kind == ModelKind.LINEAR;
    boolean student = linear && loss == ResidualLoss.SQUARED;
    Optional<Double> freedom =
        student ? Optional.of(examples.size() - examples.coefficients()) : Optional.empty();
    FitResult.Question question =
        new FitResult.Question(examples, kind, loss, new Wald(confidence, freedom));
    return linear
        ? LinearFit.of(question, residualScale, progress)
        : LikelihoodFit.of(question, progress);
  }
}
