package org.roperator.examples;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.roperator.nn.Dataset;
import org.roperator.nn.Initializer;
import org.roperator.nn.Loss;
import org.roperator.nn.Network;
import org.roperator.nn.NetworkExpansion;
import org.roperator.nn.NetworkObjective;
import org.roperator.nn.layer.Activation;
import org.roperator.operator.LinearOperator;

/** The code of the page on layers; regions between markers stand in it word for word. */
class LayersGuideTest {

  @Test
  void jacobianAndExampleGradients() {
    double[] inputs = {0.5, -1, 1.5, 0.25, -0.75, 2};
    Dataset data = Dataset.classification(inputs, 2, new int[] {0, 1, 1}, 2);
    Network network = Network.inputs(2).affine(3).then(Activation.tanh()).affine(2);
    double[] w = network.initialize(Initializer.glorotNormal(), 1);
    double[] v = network.initialize(Initializer.glorotNormal(), 2);
    // region jacobian
    NetworkExpansion at =
        NetworkObjective.of(network, Loss.softmaxCrossEntropy(), data).expandAt(w);
    LinearOperator jacobian = at.jacobian(); // ∂(all outputs)/∂w
    double[] jv = jacobian.times(v); // two outputs of the first example, two of the second, …
    double[] u = {0, 0, 1, 0, 0, 0}; // the first output of the second example
    double[] row = jacobian.adjoint().times(u); // its gradient

    int n = at.dimension();
    double[] gradients = new double[data.size() * n];
    at.exampleGradients(0, data.size(), gradients); // a row for each example's own loss
    // endregion
    double product = 0;
    double[] mean = new double[n];
    for (int i = 0; i < n; i++) {
      product += row[i] * v[i];
      mean[i] = (gradients[i] + gradients[n + i] + gradients[2 * n + i]) / 3;
    }
    assertEquals(jv[2], product, 1e-15);
    assertArrayEquals(at.gradient(), mean, 1e-15);
  }
}
