package org.roperator.function;

import java.util.List;
import org.roperator.operator.BlockDiagonal.Range;
import org.roperator.operator.SymmetricOperator;

/**
 * The regularizer {@code ½ · coefficient · Σ wᵢ²} over some of the parameters, such as the weights
 * without the biases.
 *
 * <p>Its gradient is {@code coefficient · w} there and its Hessian the diagonal matrix of {@link
 * #diagonal}. Immutable.
 *
 * @param coefficient finite, ≥ 0
 * @param ranges which parameters
 */
public record WeightDecay(double coefficient, List<Range> ranges) {

  /** Checks the coefficient. */
  public WeightDecay {
    if (!(coefficient >= 0 && coefficient < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "The decay is " + coefficient + ", but must be finite and ≥ 0.");
    }
    ranges = List.copyOf(ranges);
  }

  /** Nothing at all. */
  public static WeightDecay none() {
    return new WeightDecay(0, List.of());
  }

  /**
   * Over the first parameters.
   *
   * @param parameters how many, ≥ 0
   * @param coefficient finite, ≥ 0
   */
  public static WeightDecay ofFirst(int parameters, double coefficient) {
    return new WeightDecay(
        coefficient, parameters == 0 ? List.of() : List.of(new Range(0, parameters)));
  }

  /** Its value at w. */
  public double value(double[] w) {
    if (coefficient == 0) {
      return 0;
    }
    double sum = 0;
    for (Range range : ranges) {
      for (int i = range.from(); i < range.to(); i++) {
        sum += w[i] * w[i];
      }
    }
    return coefficient * sum / 2;
  }

  /** {@code out += coefficient · x} where it acts: its gradient at x, or its Hessian times x. */
  public void addTo(double[] x, double[] out) {
    if (coefficient == 0) {
      return;
    }
    for (Range range : ranges) {
      for (int i = range.from(); i < range.to(); i++) {
        out[i] += coefficient * x[i];
      }
    }
  }

  /**
   * The diagonal of its Hessian; where ranges overlap each of them counts.
   *
   * @param dimension the number of all parameters
   */
  public double[] diagonal(int dimension) {
    double[] diagonal = new double[dimension];
    for (Range range : ranges) {
      for (int i = range.from(); i < range.to(); i++) {
        diagonal[i] += coefficient;
      }
    }
    return diagonal;
  }

  /** A curvature with that of the decay added. */
  public SymmetricOperator addTo(SymmetricOperator a) {
    return coefficient == 0 ? a : a.plus(SymmetricOperator.diagonal(diagonal(a.dimension())));
  }
}
