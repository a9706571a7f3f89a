package org.roperator.nn;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.roperator.dense.Matrix;
import org.roperator.nn.layer.Workspace;

/**
 * A canonical loss of independent outputs, whose second derivative at each example is diagonal:
 * {@code yBarDot = curvature ∘ yDot}.
 *
 * @param noise draws the gradients
 */
record DiagonalLossPass(double sum, Matrix yBar, Matrix curvature, Noise noise)
    implements CanonicalLossPass {

  /** The weighted gradient by one output, with its target drawn from the model. */
  interface Noise {
    double draw(int index, RandomGenerator random);
  }

  @Override
  public Matrix yBarDot(Matrix yDot, int k, Workspace work) {
    int outputs = yDot.columns();
    double[] dot = yDot.array();
    for (int row = 0; row < yDot.rows(); row++) {
      int from = yDot.from() + row * outputs;
      int example = row / k * outputs;
      for (int i = 0; i < outputs; i++) {
        dot[from + i] *= curvature.array()[example + i];
      }
    }
    return yDot;
  }

  @Override
  public void drawGradient(int example, RandomGenerator random, double[] out, int from) {
    int outputs = curvature.columns();
    for (int i = 0; i < outputs; i++) {
      out[from + i] = noise.draw(example * outputs + i, random);
    }
  }

  @Override
  public void curvatureRoot(int example, int which, double[] out, int from) {
    int outputs = curvature.columns();
    Arrays.fill(out, from, from + outputs, 0);
    out[from + which] = Math.sqrt(curvature.array()[example * outputs + which]);
  }
}
