package org.roperator.nn.layer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.roperator.contract.Refusals.assertRefused;

import org.junit.jupiter.api.Test;
import org.roperator.dense.Blas;
import org.roperator.dense.Matrix;

class AffineLayerLaws implements MeanHessianLayerContract {

  @Override
  public Layer layer() {
    return new AffineLayer(4, 3);
  }

  @Test
  void rowsOfTheWeightsBelongToOutputs() {
    double[] w = {1, 2, 3, 4, 5, 6, 7, 8};
    Matrix x = Matrix.of(new double[] {1, 3, 5}, 0, 1, 3);
    Matrix y = new AffineLayer(3, 2).outputs(x, w, 0, Workspace.over(Blas.instance()));
    assertArrayEquals(new double[] {1 + 6 + 15 + 7, 4 + 15 + 30 + 8}, y.array());
  }

  @Test
  void widthsBelowOneAreRefused() {
    assertRefused(() -> new AffineLayer(0, 3), "inputs", 0);
    assertRefused(() -> new AffineLayer(3, 0), "outputs", 0);
    assertRefused(() -> new ActivationLayer(0, Activation.tanh()), "width", 0);
  }
}
