package org.roperator.optimize.rule;

import java.util.Arrays;
import java.util.List;
import org.roperator.function.FiniteSum;
import org.roperator.internal.Vectors;
import org.roperator.optimize.Epochs;
import org.roperator.optimize.UpdateRule;

/**
 * Layer-wise adaptive rates (LARS; You, Gitman &amp; Ginsburg 2017) with heavy-ball momentum: every
 * step moves each layer by a given share of its own length.
 *
 * <pre>
 * u_b ← μu_b − η (‖W_b‖ / ‖∇_{W_b}E‖) ∇_bE        w ← w + u
 * </pre>
 *
 * <p>η is the product of the paper's global rate and its trust coefficient, and ∇E contains the
 * decay, which the paper adds to the denominator as {@code β‖w‖} instead. Layers are taken from the
 * objective's layout: a layer is a matrix with the vectors that follow it, which move at the
 * matrix's rate. A matrix that is zero, or whose gradient is, has the factor 1.
 *
 * <p>A rule for {@link Epochs}, whose figures {@code factor.} and the name of a matrix say what its
 * gradient was multiplied by at the last step.
 */
public final class Lars implements UpdateRule {

  private final GradientDescent descent;

  private Lars(GradientDescent descent) {
    this.descent = descent;
  }

  /**
   * The method with a constant rate and no momentum.
   *
   * @param rate η, above 0
   */
  public static Lars ofRate(double rate) {
    return new Lars(GradientDescent.ofRate(rate));
  }

  /**
   * The same with a momentum.
   *
   * @param momentum μ, in [0, 1)
   */
  public Lars withMomentum(double momentum) {
    return new Lars(descent.withMomentum(momentum));
  }

  @Override
  public String name() {
    return "lars";
  }

  @Override
  public Steps begin(FiniteSum objective) {
    return new LayerwiseMomentum(objective.layout(), Lars::factors, descent);
  }

  private static void factors(
      List<LayerBlocks.Block> blocks,
      double[] w,
      double[] gradient,
      double[] ofMatrices,
      double[] ofVectors) {
    for (int b = 0; b < blocks.size(); b++) {
      LayerBlocks.Matrix matrix = blocks.get(b).matrix();
      double weight = norm(w, matrix);
      double slope = norm(gradient, matrix);
      double factor = weight > 0 && slope > 0 ? weight / slope : 1;
      ofMatrices[b] = factor;
      ofVectors[b] = factor;
    }
  }

  private static double norm(double[] w, LayerBlocks.Matrix matrix) {
    return Vectors.norm(Arrays.copyOfRange(w, matrix.from(), matrix.to()));
  }
}
