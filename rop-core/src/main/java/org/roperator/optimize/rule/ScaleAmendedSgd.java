package org.roperator.optimize.rule;

import java.util.List;
import org.roperator.function.FiniteSum;
import org.roperator.optimize.Epochs;
import org.roperator.optimize.UpdateRule;

/**
 * Scale-amended gradient descent (Zhang, Chen &amp; Liu 2018, algorithm 2) with heavy-ball
 * momentum: each layer's gradient is divided by the sizes of the local Hessians it came back
 * through.
 *
 * <pre>
 * m ← 1;  for b = B, …, 1:   δ'W_b = δW_b / (m · m_{b,W}),   m ← m · m_{b,z}
 *
 * normalized layer:  m_{b,z} = ‖W_bᵀ‖² / ‖W_b‖²   m_{b,W} = 1 / ‖W_b‖²
 * plain layer:       m_{b,z} = ‖W_bᵀ‖²            m_{b,W} = 1            ‖·‖ = ‖·‖_{2,μ}, a {@link RowNorm}
 * </pre>
 *
 * <p>With the mean of squares, {@code m_{b,z}} is the mean eigenvalue of the layer's H_z − for a
 * normalized layer of the paper's approximation of it, where units have equal variance − and {@code
 * m_{b,W}} that of H_W per example, for inputs of second moment one.
 *
 * <p>Layers are taken from the objective's layout, in the order in which they stand there: a layer
 * is a matrix with the vectors that follow it. Vectors are divided by m alone. Kernels count as
 * matrices from the channels that go in to those that come out; that they act at many places, and
 * that pooling thins adjoints out, is not taken into account. Layers beside a skip are taken for a
 * chain, which they are not. Unless told otherwise every layer counts as followed by a batch
 * normalization, as in the paper, but the last, as networks end with logits.
 *
 * <p>A normalized matrix that is zero has no scale: its factor is 1/m, and m passes it unchanged.
 *
 * <p>A rule for {@link Epochs}, whose figures {@code factor.} and the name of a matrix say what its
 * gradient was multiplied by at the last step.
 */
public final class ScaleAmendedSgd implements UpdateRule {

  /** What follows a layer's matrix. */
  public enum LayerKind {
    /** A batch normalization, so that the scale of the matrix does not matter. */
    NORMALIZED,
    /** None. */
    PLAIN
  }

  /**
   * What {@code ‖W‖²_{2,μ}} means, which Zhang, Chen and Liu (2018) use without saying: two
   * readings of "the 2-norm of the rows, averaged".
   */
  public enum RowNorm {
    /** The square of the mean of the rows' norms, {@code (meanᵢ ‖wᵢ‖)²}. */
    MEAN_OF_NORMS,
    /**
     * The mean of the rows' squared norms, {@code meanᵢ ‖wᵢ‖² = ‖W‖²_F / rows}. The ratio of Wᵀ to
     * W is then that of rows to columns, whatever the weights.
     */
    MEAN_OF_SQUARES;

    /**
     * The squared norm of a matrix, or of its transpose.
     *
     * @param w holds the matrix. Not modified.
     * @param matrix where in {@code w} it stands
     */
    double squared(double[] w, LayerBlocks.Matrix matrix, boolean transposed) {
      int count = transposed ? matrix.columns() : matrix.rows();
      double[] squares = new double[count];
      int row = matrix.length() / matrix.rows();
      for (int i = 0; i < matrix.length(); i++) {
        double x = w[matrix.from() + i];
        squares[transposed ? i % matrix.columns() : i / row] += x * x;
      }
      double sum = 0;
      for (double square : squares) {
        sum += this == MEAN_OF_NORMS ? Math.sqrt(square) : square;
      }
      double mean = sum / count;
      return this == MEAN_OF_NORMS ? mean * mean : mean;
    }
  }

  private final GradientDescent descent;
  private final RowNorm norm;
  private final LayerKind inner;
  private final LayerKind last;

  private ScaleAmendedSgd(GradientDescent descent, RowNorm norm, LayerKind inner, LayerKind last) {
    this.descent = descent;
    this.norm = norm;
    this.inner = inner;
    this.last = last;
  }

  /**
   * The method with a constant rate, no momentum, and the mean of norms.
   *
   * @param rate η, above 0
   */
  public static ScaleAmendedSgd ofRate(double rate) {
    return new ScaleAmendedSgd(
        GradientDescent.ofRate(rate), RowNorm.MEAN_OF_NORMS, LayerKind.NORMALIZED, LayerKind.PLAIN);
  }

  /** The same with another reading of the norm. */
  public ScaleAmendedSgd withNorm(RowNorm norm) {
    return new ScaleAmendedSgd(descent, norm, inner, last);
  }

  /**
   * The same for other layers.
   *
   * @param inner all but the last
   * @param last the last
   */
  public ScaleAmendedSgd withLayers(LayerKind inner, LayerKind last) {
    return new ScaleAmendedSgd(descent, norm, inner, last);
  }

  /**
   * The same with a momentum.
   *
   * @param momentum μ, in [0, 1)
   */
  public ScaleAmendedSgd withMomentum(double momentum) {
    return new ScaleAmendedSgd(descent.withMomentum(momentum), norm, inner, last);
  }

  @Override
  public String name() {
    return "scale-amended-sgd";
  }

  @Override
  public Steps begin(FiniteSum objective) {
    return new LayerwiseMomentum(objective.layout(), this::factors, descent);
  }

  private void factors(
      List<LayerBlocks.Block> blocks,
      double[] w,
      double[] gradient,
      double[] ofMatrices,
      double[] ofVectors) {
    double m = 1;
    for (int b = blocks.size() - 1; b >= 0; b--) {
      LayerBlocks.Matrix matrix = blocks.get(b).matrix();
      LayerKind kind = b == blocks.size() - 1 ? last : inner;
      double across = norm.squared(w, matrix, false);
      double down = norm.squared(w, matrix, true);
      boolean zero = kind == LayerKind.NORMALIZED && (across == 0 || down == 0);
      double rows = kind == LayerKind.NORMALIZED && !zero ? across : 1;
      // 1/m_{b,W} is ‖W_b‖² of a normalized layer.
      ofMatrices[b] = rows / m;
      ofVectors[b] = 1 / m;
      m *= zero ? 1 : down / rows;
    }
  }
}
