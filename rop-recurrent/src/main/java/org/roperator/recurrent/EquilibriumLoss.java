package org.roperator.recurrent;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.roperator.internal.Arguments;
import org.roperator.recurrent.LossTerm.Outputs;

/**
 * How far an equilibrium is from a pattern's targets: a sum of terms, each over units of its own
 * choice, to second order in the outputs y.
 *
 * <pre>{@code
 * EquilibriumLoss.squaredError().plus(EquilibriumLoss.softmaxCrossEntropy(64, 65, 66).scaledBy(0.1))
 * }</pre>
 *
 * <p>Objectives take the mean over the patterns. Immutable.
 */
public final class EquilibriumLoss {

  private record Weighted(double factor, LossTerm term) {}

  private final Weighted[] terms;

  private EquilibriumLoss(Weighted... terms) {
    this.terms = terms;
  }

  private static EquilibriumLoss of(LossTerm term) {
    return new EquilibriumLoss(new Weighted(1, term));
  }

  private static int[] distinct(int[] units) {
    Set<Integer> seen = new HashSet<>();
    for (int unit : units) {
      if (!seen.add(unit)) {
        throw new IllegalArgumentException(
            "The loss names unit "
                + unit
                + " twice; name it once, and weigh terms with scaledBy and plus.");
      }
    }
    return units.clone();
  }

  /**
   * Half the squared error {@code ½ Σ (yₖ − tₖ)²} over units with a target.
   *
   * @param units the units that count, where they have a target; none named means all
   */
  public static EquilibriumLoss squaredError(int... units) {
    return of(SeparableTerm.squaredError(distinct(units)));
  }

  /**
   * Logistic cross-entropy {@code Σ ln(1 + exp yₖ) − tₖyₖ}, the outputs being logits of independent
   * outcomes with probabilities tₖ from 0 to 1.
   *
   * @param units the units that count, where they have a target; none named means all
   */
  public static EquilibriumLoss logisticCrossEntropy(int... units) {
    return of(SeparableTerm.logisticCrossEntropy(distinct(units)));
  }

  /**
   * Softmax cross-entropy {@code ln Σ exp yₖ − Σ tₖyₖ}, the outputs being the logits of classes.
   *
   * <p>Its second derivative is not diagonal: {@code p∘u − p(pᵀu)} with p = softmax(y).
   *
   * @param units one for each class, at least two; a pattern has targets for all of them, ≥ 0 and
   *     of sum 1, or for none
   */
  public static EquilibriumLoss softmaxCrossEntropy(int... units) {
    if (units.length < 2) {
      throw new IllegalArgumentException(
          "Softmax cross-entropy tells classes apart, but got "
              + units.length
              + " units; name one for each class.");
    }
    return of(new SoftmaxTerm(distinct(units)));
  }

  /** The sum of this and another loss. */
  public EquilibriumLoss plus(EquilibriumLoss other) {
    Weighted[] all = Arrays.copyOf(terms, terms.length + other.terms.length);
    System.arraycopy(other.terms, 0, all, terms.length, other.terms.length);
    return new EquilibriumLoss(all);
  }

  /** This loss times a finite factor above 0. */
  public EquilibriumLoss scaledBy(double factor) {
    Arguments.requirePositive("The factor of a loss", factor);
    return new EquilibriumLoss(
        Arrays.stream(terms)
            .map(t -> new Weighted(factor * t.factor(), t.term()))
            .toArray(Weighted[]::new));
  }

  void requireFit(PatternBatch patterns) {
    for (Weighted weighted : terms) {
      for (int unit : weighted.term().units()) {
        if (unit < 0 || unit >= patterns.n) {
          throw new IllegalArgumentException(
              "The loss counts unit "
                  + unit
                  + ", but the network has units 0 to "
                  + (patterns.n - 1)
                  + " only.");
        }
      }
      weighted.term().requireFit(patterns);
    }
  }

  /** The loss of one pattern. */
  double value(Outputs outputs, int row) {
    double sum = 0;
    for (Weighted weighted : terms) {
      sum += weighted.factor() * weighted.term().value(outputs, row);
    }
    return sum;
  }

  /** {@code out += weight ∂E/∂y}. */
  void addGradient(double weight, Outputs outputs, int row, double[] out) {
    for (Weighted weighted : terms) {
      weighted.term().addGradient(weight * weighted.factor(), outputs, row, out);
    }
  }

  /** {@code out += weight (∂²E/∂y²) u}, u and out from one index on. */
  void addCurvature(double weight, Outputs outputs, int row, double[] u, double[] out, int at) {
    for (Weighted weighted : terms) {
      weighted.term().addCurvature(weight * weighted.factor(), outputs, row, u, out, at);
    }
  }
}
