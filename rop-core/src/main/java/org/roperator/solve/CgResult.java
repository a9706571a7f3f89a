package org.roperator.solve;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** What came back from {@link ConjugateGradient}; immutable. */
public final class CgResult {

  private final double[] x;
  private final End end;
  private final long products;
  private final double residualNorm;
  private final double[] models;
  private final List<StoredIterate> stored;
  private final Optional<NegativeCurvature> negativeCurvature;

  CgResult(
      double[] x,
      End end,
      long products,
      double residualNorm,
      double[] models,
      List<StoredIterate> stored,
      Optional<NegativeCurvature> negativeCurvature) {
    this.x = x;
    this.end = end;
    this.products = products;
    this.residualNorm = residualNorm;
    this.models = models;
    this.stored = List.copyOf(stored);
    this.negativeCurvature = negativeCurvature;
  }

  /** Why a solve ended, and a sentence with the numbers behind it. */
  record End(CgOutcome outcome, String reason) {}

  /** An iterate of a solve that was kept; immutable. */
  public static final class StoredIterate {

    private final int iteration;
    private final double model;
    private final double[] x;

    StoredIterate(int iteration, double model, double[] x) {
      this.iteration = iteration;
      this.model = model;
      this.x = x;
    }

    /** After how many iterations it stood. */
    public int iteration() {
      return iteration;
    }

    /** The quadratic model ψ there. */
    public double model() {
      return model;
    }

    /** The iterate in a fresh array. */
    public double[] x() {
      return x.clone();
    }
  }

  /**
   * A direction along which an operator curves downwards or, to rounding, not at all; immutable.
   */
  public static final class NegativeCurvature {

    private final double[] direction;
    private final double curvature;

    NegativeCurvature(double[] direction, double curvature) {
      this.direction = direction;
      this.curvature = curvature;
    }

    /** The direction p in a fresh array. */
    public double[] direction() {
      return direction.clone();
    }

    /** Its curvature {@code pᵀAp}, at most 0 but for rounding. */
    public double curvature() {
      return curvature;
    }
  }

  /** The last complete iterate x in a fresh array. */
  public double[] solution() {
    return x.clone();
  }

  /** Why the solve ended. */
  public CgOutcome outcome() {
    return end.outcome;
  }

  /** A sentence with the numbers behind the outcome. */
  public String reason() {
    return end.reason;
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

  /**
   * The direction that ended the solve, if the outcome is {@link CgOutcome#NEGATIVE_CURVATURE} or
   * {@link CgOutcome#INCONSISTENT}.
   */
  public Optional<NegativeCurvature> negativeCurvature() {
    return negativeCurvature;
  }

  @Override
  public String toString() {
    return end.outcome + ": " + end.reason;
  }
}
