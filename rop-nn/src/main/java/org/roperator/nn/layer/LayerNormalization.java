package org.roperator.nn.layer;

import org.roperator.dense.Matrix;
import org.roperator.internal.Arguments;

/**
 * Normalizes each example over its units (Ba, Kiros and Hinton, 2016).
 *
 * <pre>
 * y = (x − μ) / √(v + ε)        μ = mean(x),  v = mean((x − μ)²),  over the units of one example
 * </pre>
 *
 * <p>Couples no examples and does the same in training and in use. Factors and shifts are a layer
 * of their own, {@link Layers#scale}. Exact blocks of curvature go through it, averages don't.
 */
public final class LayerNormalization implements HessianLayer {

  /** As usual: small beside variances about 1, and enough for an example of equal values. */
  private static final double EPSILON = 1e-5;

  private final int units;
  private final double epsilon;

  private LayerNormalization(int units, double epsilon) {
    if (Arguments.requirePositive("The number of units of a normalization", units) == 1) {
      throw new IllegalArgumentException(
          "Layer normalization has 1 unit, but needs at least 2: one alone would always give 0.");
    }
    this.units = units;
    this.epsilon = NormalizationStatistics.requireEpsilon(epsilon);
  }

  /** The normalization over so many units, with ε = 1e-5. */
  public static LayerNormalization of(int units) {
    return new LayerNormalization(units, EPSILON);
  }

  /**
   * The same with another ε.
   *
   * @param epsilon finite, ≥ 0; with 0 an example of equal values gives NaN
   */
  public LayerNormalization withEpsilon(double epsilon) {
    return new LayerNormalization(units, epsilon);
  }

  @Override
  public int inputs() {
    return units;
  }

  @Override
  public int outputs() {
    return units;
  }

  @Override
  public HessianPass forward(Matrix x, double[] w, int from, Workspace memory) {
    return NormalizationPass.forward(new WithinExample(units), epsilon, x, memory);
  }

  @Override
  public Matrix outputs(Matrix x, double[] w, int from, Workspace work) {
    return NormalizationPass.outputs(new WithinExample(units), epsilon, x, work);
  }

  /** Per example y and xBar, and ten sums; the normalized values take the place of x. */
  @Override
  public long numbersKeptPerExample() {
    return 2L * units + 10;
  }

  @Override
  public String toString() {
    return "layer normalization of " + units + " units";
  }
}
