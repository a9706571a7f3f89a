package org.roperator.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import org.junit.jupiter.api.Test;
import org.roperator.dense.Blas;
import org.roperator.dense.Matrix;
import org.roperator.nn.layer.LayerContract;
import org.roperator.nn.layer.Workspace;

class SoftmaxCrossEntropyLaws implements LossContract {

  @Override
  public Loss loss() {
    return Loss.softmaxCrossEntropy();
  }

  /**
   * {@code (p∘u − p(pᵀu))/N} worked by hand: logits ln 1, ln 2, ln 5 give p = (1, 2, 5)/8, and u =
   * (8, −8, 16) has pᵀu = 9.
   */
  @Test
  void curvatureHasTheProductWorkedByHand() {
    Dataset data = Dataset.classification(new double[] {0}, 1, new int[] {1}, 3);
    Workspace work = Workspace.over(Blas.instance());
    Matrix y = Matrix.of(new double[] {0, Math.log(2), Math.log(5)}, 0, 1, 3);
    LossPass pass = loss().forward(y, data, 0, 0.5, work);
    Matrix product = pass.yBarDot(Matrix.of(new double[] {8, -8, 16}, 0, 1, 3), 1, work);
    // The sum of three numbers of size ten.
    double[] expected = {-0.125 / 2, -4.25 / 2, 4.375 / 2};
    assertArrayEquals(expected, LayerContract.numbers(product), 1e-14);
  }
}
