package org.roperator.nn.layer;

import java.util.Arrays;
import org.roperator.dense.Matrix;
import org.roperator.internal.Arguments;

/**
 * Normalizes each unit over the batch, as in training (Ioffe and Szegedy, 2015).
 *
 * <pre>
 * y = (x − μ) / √(v + ε)        μ = mean(x),  v = mean((x − μ)²),  over the m values of a unit
 * </pre>
 *
 * <p>The variance is the biased one, divided by m. All derivatives go through μ and v, so they are
 * those of the batch as a whole: {@code ∂y/∂x = (I − 11ᵀ/m − yyᵀ/m) / √(v + ε)} for each unit. With
 * ε = 0 outputs don't change when the weights of a unit before are multiplied by c &gt; 0, so that
 * {@code wᵀg = 0} and {@code H w = −g} along them. Factors and shifts are a layer of their own,
 * {@link Layers#scale}.
 *
 * <p>An objective gives it whole batches ({@code objective.withBatchesOf(n)}), never shards of
 * them. In use its statistics are fixed: {@code network.inference(w, data)}, or {@link
 * #withStatistics}.
 *
 * <p>Exact blocks of curvature go through it, those of the batch; averages over single examples are
 * refused.
 */
public final class BatchNormalization implements HessianLayer {

  /** As usual: small beside variances about 1, and enough for a unit that never changes. */
  private static final double EPSILON = 1e-5;

  private final int units;
  private final int positions;
  private final double epsilon;

  private BatchNormalization(int units, int positions, double epsilon) {
    this.units = Arguments.requirePositive("The number of units of a normalization", units);
    this.positions = Arguments.requirePositive("The number of positions of a unit", positions);
    this.epsilon = NormalizationStatistics.requireEpsilon(epsilon);
  }

  /** The normalization of so many units, with ε = 1e-5. */
  public static BatchNormalization of(int units) {
    return new BatchNormalization(units, 1, EPSILON);
  }

  /**
   * The normalization of channels whose values stand at several positions of each example, position
   * by position; each over all positions of all examples.
   *
   * @param positions how many positions, such as the pixels of an image
   * @param channels how many channels
   */
  public static BatchNormalization ofChannels(int positions, int channels) {
    Math.multiplyExact(positions, channels);
    return new BatchNormalization(channels, positions, EPSILON);
  }

  /**
   * The same with another ε.
   *
   * @param epsilon finite, ≥ 0; with 0 a unit that is equal over the batch gives NaN
   */
  public BatchNormalization withEpsilon(double epsilon) {
    return new BatchNormalization(units, positions, epsilon);
  }

  /**
   * What this layer does in use, with given statistics: an affine map of each value.
   *
   * @param means one for each unit, finite. Copied.
   * @param variances one for each unit, finite and ≥ 0. Copied.
   */
  public Layer withStatistics(double[] means, double[] variances) {
    Arguments.requireLength("The means", means, units, "there are " + units + " units");
    Arguments.requireLength("The variances", variances, units, "there are " + units + " units");
    Arguments.requireFinite("The means", means);
    Arguments.requireFinite("The variances", variances);
    double[] factors = new double[units];
    for (int i = 0; i < units; i++) {
      if (variances[i] < 0 || variances[i] + epsilon == 0) {
        throw new IllegalArgumentException(
            "The variance of unit "
                + i
                + " is "
                + variances[i]
                + ", but variance plus ε must be positive, with ε = "
                + epsilon
                + ".");
      }
      factors[i] = 1 / Math.sqrt(variances[i] + epsilon);
    }
    return new FixedNormalization(positions, means.clone(), factors);
  }

  /** The number of units. */
  public int units() {
    return units;
  }

  /** The ε added to variances. */
  public double epsilon() {
    return epsilon;
  }

  @Override
  public int inputs() {
    return units * positions;
  }

  @Override
  public int outputs() {
    return inputs();
  }

  @Override
  public boolean couplesExamples() {
    return true;
  }

  @Override
  public int fewestExamples() {
    return positions == 1 ? 2 : 1;
  }

  @Override
  public HessianPass forward(Matrix x, double[] w, int from, Workspace memory) {
    requireExamples(x);
    return NormalizationPass.forward(new AcrossExamples(positions, units), epsilon, x, memory);
  }

  @Override
  public Matrix outputs(Matrix x, double[] w, int from, Workspace work) {
    requireExamples(x);
    return NormalizationPass.outputs(new AcrossExamples(positions, units), epsilon, x, work);
  }

  /** With the statistics of {@code x}. */
  @Override
  public Layer inference(Matrix x, double[] w, int from, Workspace work) {
    requireExamples(x);
    AcrossExamples axis = new AcrossExamples(positions, units);
    NormalizationStatistics statistics = axis.normalize(work.copy(x), epsilon, work);
    return new FixedNormalization(
        positions,
        Arrays.copyOf(statistics.means(), units),
        Arrays.copyOf(statistics.factors(), units));
  }

  private void requireExamples(Matrix x) {
    if (x.rows() < fewestExamples()) {
      throw new IllegalArgumentException(
          "Batch normalization in training needs at least 2 examples, but the batch has "
              + x.rows()
              + "; give it more, or take network.inference(w, data).");
    }
  }

  /** Per example y and xBar; the normalized values take the place of x. */
  @Override
  public long numbersKeptPerExample() {
    return 2L * inputs();
  }

  @Override
  public String toString() {
    return "batch normalization of " + units + (positions == 1 ? " units" : " channels");
  }
}
