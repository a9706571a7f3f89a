package org.roperator.cli.fit;

import java.util.Optional;
import java.util.OptionalDouble;
import org.roperator.autodiff.Var;
import org.roperator.autodiff.VarArray;

/**
 * A likelihood as a program on the tape, which knows its gradient and Hessian from it.
 *
 * <p>It is a function of the linear predictor η of each example and of some further parameters θ,
 * each over all reals. Immutable.
 */
interface Family {

  /** The number of further parameters θ. */
  int extras();

  /**
   * The mean of {@code −ln L} over all examples, with all its constants.
   *
   * @param eta the linear predictors
   * @param theta the further parameters
   */
  Var loss(VarArray eta, Var[] theta);

  /** The η to begin with, the same for all examples apart from their offset. */
  double startLevel();

  /** The θ to begin with. */
  double[] startExtras();

  /** In which direction each example lets η go for nothing. */
  Recession.Freedom[] freedoms();

  /**
   * Twice what {@code ln L} lacks to that of a model with a parameter for each row; nothing where
   * that is not bounded or not in use.
   */
  OptionalDouble deviance(double[] eta, double[] theta);

  /** Why θ has no maximum over a design, and what to do; nothing if it may have one. */
  default Optional<String> noMaximum(OrthogonalDesign design) {
    return Optional.empty();
  }
}
