package org.roperator.nn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.roperator.contract.Refusals.assertRefused;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.roperator.contract.Samples;
import org.roperator.internal.Vectors;
import org.roperator.nn.layer.Activation;
import org.roperator.nn.layer.ImageShape;
import org.roperator.nn.layer.Kernel;
import org.roperator.operator.LinearOperator;
import org.roperator.parallel.Sharding;
import org.roperator.parallel.Workers;

/**
 * Jacobians of outputs and gradients of single examples for every kind of layer; see {@link
 * TapeNetwork} for those that are compared with the tape.
 */
class NetworkJacobianTest {

  /** Two orders of sums of a few dozen terms. */
  private static final double ROUNDING = 1e-12;

  private static List<Network> networks() {
    Network tied = Network.inputs(32).affine(5).then(Activation.tanh());
    return List.of(
        Network.inputs(32).affine(5).then(Activation.tanh()).affine(2),
        ImageNetwork.of(new ImageShape(4, 4, 2))
            .convolution(3, Kernel.of(3).withPadding(1))
            .scaled()
            .then(Activation.silu())
            .averagePooling(2)
            .convolution(2, Kernel.of(2))
            .flatten()
            .affine(2),
        Network.inputs(32)
            .affine(3)
            .residual(f -> f.affine(4).then(Activation.tanh()).affine(3))
            .layerNormalization()
            .shifted()
            .scaled()
            .affine(2),
        tied.tiedTransposed(0).shifted().dropout(0.3, 4).affine(2));
  }

  private static List<NetworkObjective> cuts(NetworkObjective objective) {
    return List.of(
        objective,
        objective.cutBy((n, p) -> Sharding.inLanes(n, 3, 2)).on(Workers.of(2)),
        objective.cutBy((n, p) -> Sharding.inLanes(n, 2, 2)).withMemoryBudget(0));
  }

  /** An objective of one example alone runs other sweeps, with sums over the one. */
  @Test
  void gradientsOfExamplesAreThoseOfObjectivesOfOneExample() {
    for (Network network : networks()) {
      Dataset data = Nets.labelled(7, 32, 2, 3);
      int n = network.dimension();
      double[] w = Samples.gaussian(Samples.random(1), n);
      NetworkObjective objective =
          NetworkObjective.of(network, Loss.softmaxCrossEntropy(), data).withDecay(0.1);
      for (NetworkObjective cut : cuts(objective)) {
        NetworkExpansion at = cut.expandAt(w);
        double[] rows = new double[5 * n + 3];
        Arrays.fill(rows, Double.NaN);
        at.exampleGradients(1, 6, rows);
        assertTrue(Double.isNaN(rows[5 * n]), "wrote past its rows");
        for (int e = 1; e < 6; e++) {
          double[] alone =
              objective.withDecay(0).restrictedTo(new int[] {e}).expandAt(w).gradient();
          assertClose(alone, Arrays.copyOfRange(rows, (e - 1) * n, e * n));
        }
      }
    }
  }

  @Test
  void theirMeanIsTheGradientWithoutRegularizer() {
    for (Network network : networks()) {
      int n = network.dimension();
      double[] w = Samples.gaussian(Samples.random(2), n);
      NetworkExpansion at =
          NetworkObjective.of(network, Loss.squaredError(), Nets.valued(6, 32, 2, 4)).expandAt(w);
      double[] rows = new double[6 * n];
      at.exampleGradients(0, 6, rows);
      double[] mean = new double[n];
      double[] squares = new double[n];
      for (int i = 0; i < rows.length; i++) {
        mean[i % n] += rows[i] / 6;
        squares[i % n] += rows[i] * rows[i] / 6;
      }
      assertClose(at.gradient(), mean);
      assertClose(at.meanSquaredGradient(), squares);
    }
  }

  /** Jᵀ against J, and JᵀJ/N against the Gauss-Newton matrix. */
  @Test
  void jacobianIsThatOfTheOutputs() {
    for (Network network : networks()) {
      Dataset data = Nets.valued(7, 32, 2, 5);
      int n = network.dimension();
      double[] w = Samples.gaussian(Samples.random(1), n);
      double[] v = Samples.gaussian(Samples.random(2), n);
      for (NetworkObjective cut : cuts(NetworkObjective.of(network, Loss.squaredError(), data))) {
        NetworkExpansion at = cut.expandAt(w);
        LinearOperator j = at.jacobian();
        assertEquals(n, j.domainDimension());
        assertEquals(14, j.rangeDimension());
        double[] jv = j.times(v);
        double[] gauss = j.adjoint().times(jv);
        for (int i = 0; i < n; i++) {
          gauss[i] /= 7;
        }
        assertClose(at.gaussNewton().times(v), gauss);
        double[] u = Samples.gaussian(Samples.random(3), 14);
        double left = Vectors.dot(u, jv);
        double right = Vectors.dot(j.adjoint().times(u), v);
        assertEquals(left, right, ROUNDING * (1 + Math.abs(left)));
      }
    }
  }

  /** The rows of one example's outputs depend on that example alone. */
  @Test
  void oneExamplesAdjointIsThatOfItsOwnJacobian() {
    Network network = networks().get(1);
    Dataset data = Nets.valued(7, 32, 2, 6);
    double[] w = Samples.gaussian(Samples.random(1), network.dimension());
    NetworkObjective objective = NetworkObjective.of(network, Loss.squaredError(), data);
    double[] u = new double[14];
    u[6] = 1.5;
    u[7] = -2;
    LinearOperator own = objective.restrictedTo(new int[] {3}).expandAt(w).jacobian();
    assertClose(
        own.adjoint().times(new double[] {1.5, -2}),
        objective.expandAt(w).jacobian().adjoint().times(u));
  }

  @Test
  void refusesWhatIsNotThere() {
    Network network = Network.inputs(3).affine(2);
    double[] w = new double[8];
    NetworkExpansion at =
        NetworkObjective.of(network, Loss.squaredError(), Nets.valued(4, 3, 2, 1)).expandAt(w);
    assertRefused(() -> at.exampleGradients(2, 5, new double[24]), "2 to 5", "0 to 4");
    assertRefused(() -> at.exampleGradients(3, 2, new double[24]), "3 to 2");
    assertRefused(() -> at.exampleGradients(0, 3, new double[23]), "24 places", "has 23");
    NetworkExpansion coupled =
        NetworkObjective.of(
                Network.inputs(3).batchNormalization().affine(2),
                Loss.squaredError(),
                Nets.valued(4, 3, 2, 1))
            .expandAt(w);
    UnsupportedOperationException e =
        assertThrows(
            UnsupportedOperationException.class,
            () -> coupled.exampleGradients(0, 1, new double[8]));
    assertTrue(String.valueOf(e.getMessage()).contains("couples"), e.getMessage());
  }

  private static void assertClose(double[] expected, double[] actual) {
    double distance = Samples.relativeDistance(expected, actual);
    assertTrue(distance <= ROUNDING, "relative distance " + distance);
  }
}
