package org.roperator.solve;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** What came back from {@link ConjugateGradient}; immutable. */
public final class CgResult {

  private final double[] x;
  private final CgOutcome outcome;
  private final String reason;
  private final long products;
  private final double residualNorm;
  private final double[] models;
  private final List<StoredIterate> stored;
  private final Optional<NegativeCurvature> negativeCurvature;

  CgResult(
      double[] x,
      CgOutcome outcome,
      String reason,
      long products,
      double residualNorm,
      double[] models,
      List<StoredIterate> stored,
      Optional<NegativeCurvature> negativeCurvature) {
    this.x = x;
    this.outcome = outcome;
    this.reason = reason;
    this.products = products;
    this.residualNorm = residualNorm;
    this.models = models;
    this.stored = List.copyOf(stored);
    this.negativeCurvature = negativeCurvature;
  }

  /** The last complete iterate x in a fresh array. */
  public double[] solution() {
    return x.clone();
  }

  /** Why the solve ended. */
  public CgOutcome outcome() {
    return outcome;
  }

  /** A sentence with the numbers behind the outcome. */
  public String reason() {
    return reason;
  }

  /** How many iterations led to the solution. */
  public int iterations() {
    return models.length - 1;
  }

  /** How many products with A were spent. */
  public long products() {
    return products;
  }

  /** The norm {@code ‖b − Ax‖} at the solution, as the recurrence carries it. */
  public double residualNorm() {
    return residualNorm;
  }

  /** The quadratic model {@code ψ(x) = ½xᵀAx − bᵀx} at the solution. */
  public double model() {
    return models[models.length - 1];
  }

  /** The quadratic model after 0, 1, … iterations, in a fresh array. */
  public double[] modelHistory() {
    return Arrays.copyOf(models, models.length);
  }

  /** The iterates on the grid asked for and the last one, in order; empty if none was asked for. */
  public List<StoredIterate> storedIterates() {
    return stored;
  }

  /** The direction that ended the solve, if the outcome is {@link CgOutcome#NEGATIVE_CURVATURE}. */
  public Optional<NegativeCurvature> negativeCurvature() {
    return negativeCurvature;
  }

  @Override
  public String toString() {
    return outcome + ": " + reason;
  }
}
