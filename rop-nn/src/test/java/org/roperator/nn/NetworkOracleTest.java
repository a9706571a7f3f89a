package org.roperator.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.roperator.contract.Samples;
import org.roperator.function.FiniteSumExpansion;
import org.roperator.internal.Vectors;
import org.roperator.nn.layer.Activation;
import org.roperator.operator.SymmetricOperator;

/** Closed forms, symmetries and structure that hold exactly. */
class NetworkOracleTest {

  private static final double TOLERANCE = 1e-12;

  /** z = Wx + b with W = [[1,2,3],[4,5,6]], b = (7,8), x = (1,3,5) and loss Σ z², twice ours. */
  @Test
  void affineLayerUnderSquaredErrorHasTheHessianWorkedByHand() {
    Network network = Network.inputs(3).affine(2);
    Dataset data = Dataset.regression(new double[] {1, 3, 5}, 3, new double[2], 2);
    double[] w = {1, 2, 3, 4, 5, 6, 7, 8};
    FiniteSumExpansion at = NetworkObjective.of(network, Loss.squaredError(), data).expandAt(w);
    double[][] hessian = dense(at.hessian());
    double[][] block = {{2, 6, 10}, {6, 18, 30}, {10, 30, 50}};
    for (int i = 0; i < 3; i++) {
      for (int j = 0; j < 3; j++) {
        assertEquals(block[i][j], 2 * hessian[i][j], TOLERANCE);
        assertEquals(block[i][j], 2 * hessian[3 + i][3 + j], TOLERANCE);
        assertEquals(0, hessian[i][3 + j]);
      }
    }
    assertEquals(2, 2 * hessian[6][6], TOLERANCE);
    assertEquals(2, 2 * hessian[7][7], TOLERANCE);
    assertEquals(0, hessian[6][7]);
    // z = (29, 57): E = ½(29² + 57²).
    assertEquals((29 * 29 + 57 * 57) / 2.0, at.value());
  }

  /** With W₁ = A as above, the gradient's change with the bias below it is Aᵀ(2I)A. */
  @Test
  void hessianByTheInputsOfAnAffineLayerIsWorkedByHand() {
    Network network = Network.inputs(1).affine(3).affine(2);
    Dataset data = Dataset.regression(new double[] {0}, 1, new double[2], 2);
    double[] w = {0, 0, 0, 1, 3, 5, 1, 2, 3, 4, 5, 6, 7, 8};
    double[][] hessian =
        dense(NetworkObjective.of(network, Loss.squaredError(), data).expandAt(w).hessian());
    double[][] byInputs = {{34, 44, 54}, {44, 58, 72}, {54, 72, 90}};
    for (int i = 0; i < 3; i++) {
      for (int j = 0; j < 3; j++) {
        assertEquals(byInputs[i][j], 2 * hessian[3 + i][3 + j], TOLERANCE * 90);
      }
    }
  }

  /** Least squares (1/N)XᵀX for each output, with the constant 1 as the bias's input. */
  @Test
  void leastSquaresHasTheGramMatrix() {
    Dataset data = Nets.valued(6, 2, 2, 3);
    Network network = Network.inputs(2).affine(2);
    FiniteSumExpansion at =
        NetworkObjective.of(network, Loss.squaredError(), data)
            .expandAt(new double[] {1, -2, 0, 3, 5, 7});
    double[][] hessian = dense(at.hessian());
    int[][] slots = {{0, 1, 4}, {2, 3, 5}};
    for (int[] slot : slots) {
      for (int i = 0; i < 3; i++) {
        for (int j = 0; j < 3; j++) {
          assertEquals(weightedGram(data, i, j, n -> 1), hessian[slot[i]][slot[j]], TOLERANCE);
          assertEquals(0, hessian[slots[0][i]][slots[1][j]], TOLERANCE);
        }
      }
    }
    assertEqualOperators(at.hessian(), at.gaussNewton());
  }

  /** Logistic regression (1/N) Xᵀ diag(σ(1 − σ)) X. */
  @Test
  void logisticRegressionHasTheWeightedGramMatrix() {
    Dataset data = Nets.valued(6, 2, 1, 3);
    double[] w = {0.5, -1, 0.25};
    FiniteSumExpansion at =
        NetworkObjective.of(Network.inputs(2).affine(1), Loss.logisticCrossEntropy(), data)
            .expandAt(w);
    double[][] hessian = dense(at.hessian());
    for (int i = 0; i < 3; i++) {
      for (int j = 0; j < 3; j++) {
        double expected =
            weightedGram(
                data,
                i,
                j,
                n -> {
                  double z = 0.5 * data.input(n, 0) - data.input(n, 1) + 0.25;
                  double s = 1 / (1 + Math.exp(-z));
                  return s * (1 - s);
                });
        assertEquals(expected, hessian[i][j], TOLERANCE);
      }
    }
    assertEqualOperators(at.hessian(), at.gaussNewton());
  }

  /** Softmax regression (1/N) Σ (diag p − ppᵀ) ⊗ xxᵀ in row-major order. */
  @Test
  void softmaxRegressionHasTheKroneckerForm() {
    int classes = 3;
    Dataset data = Nets.labelled(5, 2, classes, 9);
    Network network = Network.inputs(2).affine(classes);
    double[] w = Samples.gaussian(Samples.random(1), network.dimension());
    FiniteSumExpansion at =
        NetworkObjective.of(network, Loss.softmaxCrossEntropy(), data).expandAt(w);
    double[][] hessian = dense(at.hessian());
    for (int a = 0; a < classes; a++) {
      for (int b = 0; b < classes; b++) {
        int row = a;
        int column = b;
        for (int i = 0; i < 2; i++) {
          for (int j = 0; j < 2; j++) {
            double expected =
                weightedGram(
                    data,
                    i,
                    j,
                    n -> {
                      double[] p = softmax(w, data, n);
                      return (row == column ? p[row] : 0) - p[row] * p[column];
                    });
            assertEquals(expected, hessian[2 * a + i][2 * b + j], TOLERANCE);
          }
        }
      }
    }
    assertEqualOperators(at.hessian(), at.gaussNewton());
  }

  /**
   * Where activations are piecewise linear, Hessian and Gauss-Newton differ off the blocks only.
   */
  @Test
  void piecewiseLinearNetworksHaveGaussNewtonBlocks() {
    Network network = Network.inputs(3).affine(4).then(Activation.relu()).affine(2);
    double[] w = Samples.gaussian(Samples.random(6), network.dimension());
    FiniteSumExpansion at =
        NetworkObjective.of(network, Loss.softmaxCrossEntropy(), Nets.labelled(7, 3, 2, 2))
            .expandAt(w);
    int cut = network.layout().slice("layer2.W").from();
    assertEqualOperators(at.hessian().block(0, cut), at.gaussNewton().block(0, cut));
    assertEqualOperators(at.hessian().block(cut, w.length), at.gaussNewton().block(cut, w.length));
    double[] v = Samples.gaussian(Samples.random(7), w.length);
    double distance = Samples.relativeDistance(at.hessian().times(v), at.gaussNewton().times(v));
    assertTrue(distance > 1e-3, "the blocks off the diagonal differ");
  }

  @Test
  void unevenBatchesAddUpToTheWhole() {
    Network network = Network.inputs(3).affine(4).then(Activation.tanh()).affine(2);
    NetworkObjective objective =
        NetworkObjective.of(network, Loss.softmaxCrossEntropy(), Nets.labelled(8, 3, 2, 2));
    double[] w = Samples.gaussian(Samples.random(6), network.dimension());
    double[] v = Samples.gaussian(Samples.random(7), w.length);
    double[] whole = objective.expandAt(w).hessian().times(v);
    for (int cut : new int[] {2, 3, 5}) {
      double[] sum = new double[w.length];
      for (int[] part :
          new int[][] {IntStream.range(0, cut).toArray(), IntStream.range(cut, 8).toArray()}) {
        double[] hv = objective.restrictedTo(part).expandAt(w).hessian().times(v);
        Vectors.addScaled(part.length / 8.0, hv, sum);
      }
      assertTrue(Samples.relativeDistance(whole, sum) < TOLERANCE);
    }
  }

  /** Adding one number to all logits changes nothing: H maps that direction to zero. */
  @Test
  void shiftsOfTheLogitsLieInTheNullSpace() {
    Network network = Network.inputs(3).affine(4).then(Activation.tanh()).affine(3);
    double[] w = Samples.gaussian(Samples.random(6), network.dimension());
    FiniteSumExpansion at =
        NetworkObjective.of(network, Loss.softmaxCrossEntropy(), Nets.labelled(7, 3, 3, 2))
            .expandAt(w);
    double[] shift = new double[w.length];
    java.util.Arrays.fill(shift, network.layout().slice("layer2.b").from(), w.length, 1);
    assertEquals(0, Vectors.dot(shift, at.gradient()), TOLERANCE);
    assertEquals(0, Vectors.norm(at.hessian().times(shift)), TOLERANCE);
    assertEquals(0, Vectors.norm(at.gaussNewton().times(shift)), TOLERANCE);
  }

  /** (W₁, b₁, W₂) → (cW₁, cb₁, W₂/c) leaves a ReLU network as it is: H(Aw) = −A g. */
  @Test
  void rescalingOfRectifiersIsASymmetry() {
    Network network = Network.inputs(3).affine(4).then(Activation.relu()).affine(2);
    double[] w = Samples.gaussian(Samples.random(6), network.dimension());
    FiniteSumExpansion at =
        NetworkObjective.of(network, Loss.softmaxCrossEntropy(), Nets.labelled(7, 3, 2, 2))
            .expandAt(w);
    int second = network.layout().slice("layer2.W").from();
    int bias = network.layout().slice("layer2.b").from();
    double[] moved = new double[w.length];
    double[] expected = new double[w.length];
    for (int i = 0; i < bias; i++) {
      double generator = i < second ? 1 : -1;
      moved[i] = generator * w[i];
      expected[i] = -generator * at.gradient()[i];
    }
    assertEquals(0, Vectors.dot(moved, at.gradient()), TOLERANCE);
    assertTrue(Samples.relativeDistance(expected, at.hessian().times(moved)) < TOLERANCE);
  }

  /** ½‖W₂W₁x‖² is homogeneous of degree 4 in the weights: Hw = 3g and wᵀg = 4E. */
  @Test
  void linearNetworksWithoutTargetsAreHomogeneous() {
    Network network = Network.inputs(3).affine(4).affine(2);
    double[] w = Samples.gaussian(Samples.random(6), network.dimension());
    for (String bias : new String[] {"layer1.b", "layer2.b"}) {
      int from = network.layout().slice(bias).from();
      java.util.Arrays.fill(w, from, network.layout().slice(bias).to(), 0);
    }
    Dataset data = Dataset.regression(new double[] {1, -2, 0.5, 3, 1, 1}, 3, new double[4], 2);
    FiniteSumExpansion at = NetworkObjective.of(network, Loss.squaredError(), data).expandAt(w);
    double[] hw = at.hessian().times(w);
    for (ParameterArrayRange weights : weights(network)) {
      for (int i = weights.from(); i < weights.to(); i++) {
        assertEquals(3 * at.gradient()[i], hw[i], TOLERANCE * Vectors.norm(hw));
      }
    }
    assertEquals(4 * at.value(), Vectors.dot(w, at.gradient()), TOLERANCE * 10 * at.value());
  }

  /** A polynomial of small integers is exact: every product of integers below 2⁵³. */
  @Test
  void integerNetworksHaveIntegerProducts() {
    Network network = Network.inputs(1).affine(1).affine(1);
    Dataset data = Dataset.regression(new double[] {2}, 1, new double[] {1}, 1);
    // E = ½(c(2a + b) + d − 1)² at a = 1, b = 2, c = 3, d = 4: r = 15, s = 2a + b = 4.
    FiniteSumExpansion at =
        NetworkObjective.of(network, Loss.squaredError(), data).expandAt(new double[] {1, 2, 3, 4});
    assertArrayEquals(new double[] {90, 45, 60, 15}, at.gradient());
    double[][] expected = {{36, 18, 54, 6}, {18, 9, 27, 3}, {54, 27, 16, 4}, {6, 3, 4, 1}};
    double[][] hessian = dense(at.hessian());
    for (int i = 0; i < 4; i++) {
      assertArrayEquals(expected[i], hessian[i]);
    }
  }

  @Test
  void permutingHiddenUnitsPermutesProducts() {
    Network network = Network.inputs(2).affine(3).then(Activation.gelu()).affine(2);
    NetworkObjective objective =
        NetworkObjective.of(network, Loss.softmaxCrossEntropy(), Nets.labelled(5, 2, 2, 8));
    double[] w = Samples.gaussian(Samples.random(6), network.dimension());
    double[] v = Samples.gaussian(Samples.random(7), w.length);
    // Units 0, 1, 2 become 1, 2, 0: rows of W₁, entries of b₁, columns of W₂.
    int[] to = {2, 3, 4, 5, 0, 1, 7, 8, 6, 10, 11, 9, 13, 14, 12, 15, 16};
    double[] expected = permuted(objective.expandAt(w).hessian().times(v), to);
    double[] actual = objective.expandAt(permuted(w, to)).hessian().times(permuted(v, to));
    assertTrue(Samples.relativeDistance(expected, actual) < TOLERANCE);
  }

  /** At logits (700, 0): the loss is e⁻⁷⁰⁰ or 700 + e⁻⁷⁰⁰, its curvature e⁻⁷⁰⁰ either way. */
  @Test
  void softmaxKeepsItsDigitsAtGapsOf700() {
    Network network = Network.inputs(1).affine(2);
    double tiny = Math.exp(-700);
    for (int label = 0; label < 2; label++) {
      for (double sign : new double[] {1, -1}) {
        Dataset data = Dataset.classification(new double[] {1}, 1, new int[] {label}, 2);
        NetworkObjective objective = NetworkObjective.of(network, Loss.softmaxCrossEntropy(), data);
        double[] w = {sign * 350, -sign * 350, 0, 0};
        FiniteSumExpansion at = objective.expandAt(w);
        boolean right = label == (sign > 0 ? 0 : 1);
        double value = right ? tiny : 700;
        assertEquals(value, at.value(), value * TOLERANCE);
        assertEquals(value, objective.value(w), value * TOLERANCE);
        double slope = (right ? tiny : 1) * (label == 0 ? -1 : 1);
        assertEquals(slope, at.gradient()[0], Math.abs(slope) * TOLERANCE);
        assertEquals(-slope, at.gradient()[1], Math.abs(slope) * TOLERANCE);
        assertArrayEquals(
            new double[] {tiny, -tiny, tiny, -tiny},
            at.hessian().times(new double[] {1, 0, 0, 0}),
            tiny * TOLERANCE);
      }
    }
  }

  @Test
  void overflowEndsInAValueThatIsNotFiniteAndNotInAnException() {
    Network network = Network.inputs(1).affine(1).affine(1);
    NetworkObjective objective =
        NetworkObjective.of(
            network,
            Loss.squaredError(),
            Dataset.regression(new double[] {1}, 1, new double[] {0}, 1));
    double[] w = {1e200, 0, 1e200, 0};
    assertEquals(Double.POSITIVE_INFINITY, objective.value(w));
    assertEquals(Double.POSITIVE_INFINITY, objective.expandAt(w).value());
    Network classes = Network.inputs(1).affine(2).affine(2);
    NetworkObjective softmax =
        NetworkObjective.of(
            classes,
            Loss.softmaxCrossEntropy(),
            Dataset.classification(new double[] {1}, 1, new int[] {0}, 2));
    double[] large = {1e200, 1e200, 0, 0, 1e200, -1e200, 1e200, 1e200, 0, 0};
    assertTrue(!Double.isFinite(softmax.value(large)));
    assertTrue(!Double.isFinite(softmax.expandAt(large).value()));
  }

  private record ParameterArrayRange(int from, int to) {}

  private static ParameterArrayRange[] weights(Network network) {
    return new ParameterArrayRange[] {
      new ParameterArrayRange(
          network.layout().slice("layer1.W").from(), network.layout().slice("layer1.W").to()),
      new ParameterArrayRange(
          network.layout().slice("layer2.W").from(), network.layout().slice("layer2.W").to())
    };
  }

  private static double[] softmax(double[] w, Dataset data, int n) {
    double[] p = new double[3];
    double sum = 0;
    for (int k = 0; k < 3; k++) {
      p[k] = Math.exp(w[2 * k] * data.input(n, 0) + w[2 * k + 1] * data.input(n, 1) + w[6 + k]);
      sum += p[k];
    }
    Vectors.scale(1 / sum, p);
    return p;
  }

  /** {@code (1/N) Σ weightₙ xₙᵢ xₙⱼ} with a constant 1 as the last input. */
  private static double weightedGram(
      Dataset data, int i, int j, java.util.function.IntToDoubleFunction weight) {
    double sum = 0;
    for (int n = 0; n < data.size(); n++) {
      sum += weight.applyAsDouble(n) * input(data, n, i) * input(data, n, j);
    }
    return sum / data.size();
  }

  private static double input(Dataset data, int n, int i) {
    return i == data.features() ? 1 : data.input(n, i);
  }

  private static double[][] dense(SymmetricOperator operator) {
    double[][] columns = new double[operator.dimension()][];
    for (int i = 0; i < columns.length; i++) {
      double[] unit = new double[columns.length];
      unit[i] = 1;
      columns[i] = operator.times(unit);
    }
    return columns;
  }

  private static void assertEqualOperators(SymmetricOperator a, SymmetricOperator b) {
    for (int seed = 0; seed < 3; seed++) {
      double[] v = Samples.gaussian(Samples.random(seed), a.dimension());
      assertTrue(Samples.relativeDistance(a.times(v), b.times(v)) < TOLERANCE);
    }
  }

  private static double[] permuted(double[] x, int[] to) {
    double[] y = new double[x.length];
    for (int i = 0; i < x.length; i++) {
      y[to[i]] = x[i];
    }
    return y;
  }
}
