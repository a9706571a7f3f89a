package org.roperator.nn.matching;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.roperator.contract.AnyDouble;
import org.roperator.contract.Refusals;
import org.roperator.contract.Samples;
import org.roperator.internal.Vectors;
import org.roperator.nn.Dataset;
import org.roperator.nn.Loss;
import org.roperator.nn.Network;
import org.roperator.nn.layer.BatchNormalization;
import org.roperator.operator.LinearOperator;
import org.roperator.operator.SymmetricOperator;

/**
 * Closed forms of local Hessians against those measured by the sweeps of a network, their laws, and
 * what is wrong in print.
 */
class ClosedFormsTest {

  private static final double ROUNDING = 1e-12;

  private static final int M = 7;
  private static final int IN = 4;
  private static final int OUT = 3;

  private static final double[] W = Samples.gaussian(Samples.random(1), OUT * IN);
  private static final double[] Z = Samples.gaussian(Samples.random(2), M * IN);

  private static double[][] rows(double[] w, int columns) {
    double[][] rows = new double[w.length / columns][];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = Arrays.copyOfRange(w, i * columns, (i + 1) * columns);
    }
    return rows;
  }

  /** The first block of a network of an affine layer W, what follows it, and another layer. */
  private static LocalBlock measured(double[] w, double[] z, Network first) {
    Network network = first.affine(2);
    double[] all = Samples.gaussian(Samples.random(4), network.dimension());
    System.arraycopy(w, 0, all, 0, w.length);
    Dataset data = Dataset.regression(z, IN, Samples.gaussian(Samples.random(5), 2 * M), 2);
    return BackMatching.of(network, Loss.squaredError(), data, all).block(1);
  }

  private static LocalBlock normalized(double[] w, double[] z, double epsilon) {
    return measured(
        w, z, Network.inputs(IN).affine(OUT).then(BatchNormalization.of(OUT).withEpsilon(epsilon)));
  }

  @Test
  void fullyConnectedByInputs() {
    LocalBlock block = measured(W, Z, Network.inputs(IN).affine(OUT));
    SymmetricOperator form = FullyConnected.byInputs(LinearOperator.dense(rows(W, IN)));
    for (int example = 0; example < M; example++) {
      double[] v = Samples.gaussian(Samples.random(example), IN);
      assertArrayEquals(block.inputHessian(example).times(v), form.times(v), ROUNDING);
    }
  }

  @Test
  void fullyConnectedByWeightsAndByHand() {
    LocalBlock block = measured(W, Z, Network.inputs(IN).affine(OUT));
    SymmetricOperator form = FullyConnected.byWeights(Z, IN, OUT);
    double[] v = Samples.gaussian(Samples.random(3), OUT * IN);
    double[] withBiases = Arrays.copyOf(v, OUT * IN + OUT);
    double[] expected = Arrays.copyOf(block.parameterHessian().times(withBiases), OUT * IN);
    assertArrayEquals(expected, form.times(v), 1e-11);
    // z = (1, 2), one output: zzᵀ; two outputs: one such block each.
    SymmetricOperator two = FullyConnected.byWeights(new double[] {1, 2}, 2, 2);
    assertArrayEquals(new double[] {0, 0, 2, 4}, two.times(new double[] {0, 0, 0, 1}), 0.0);
    assertArrayEquals(new double[] {1, 2, 0, 0}, two.times(new double[] {1, 0, 0, 0}), 0.0);
  }

  @Property(tries = 20)
  void normalizedFormsAreExact(
      @ForAll long seed, @ForAll @AnyDouble(min = 0, max = 0.5) double epsilon) {
    RandomGenerator random = Samples.random(seed);
    double[] w = Samples.gaussian(random, OUT * IN);
    double[] z = Samples.gaussian(random, M * IN);
    LocalBlock block = normalized(w, z, epsilon);
    NormalizedLayer form = NormalizedLayer.of(w, z, IN, epsilon);
    double[] v = Samples.gaussian(random, M * IN);
    double[] expected = block.inputHessian().times(v);
    assertArrayEquals(expected, form.byInputs().times(v), 1e-11 * (1 + Vectors.norm(expected)));
    SymmetricOperator byAll = block.parameterHessian();
    for (int unit = 0; unit < OUT; unit++) {
      double[] u = Samples.gaussian(random, IN);
      double[] all = new double[OUT * IN + OUT];
      System.arraycopy(u, 0, all, unit * IN, IN);
      double[] hu = byAll.times(all);
      double[] own = form.byWeights(unit).times(u);
      System.arraycopy(own, 0, all, unit * IN, IN);
      assertArrayEquals(all, hu, 1e-11 * (1 + Vectors.norm(hu)));
    }
  }

  /**
   * With the statistics held still the layer is affine, and the approximation its local Hessian.
   */
  @Test
  void approximationIsExactForFixedStatistics() {
    NormalizedLayer form = NormalizedLayer.of(W, Z, IN, 0.1);
    double[] variances = new double[OUT];
    Arrays.setAll(variances, i -> form.variance(i) - 0.1);
    LocalBlock block =
        measured(
            W,
            Z,
            Network.inputs(IN)
                .affine(OUT)
                .then(
                    BatchNormalization.of(OUT)
                        .withEpsilon(0.1)
                        .withStatistics(new double[OUT], variances)));
    double[] v = Samples.gaussian(Samples.random(3), IN);
    assertArrayEquals(
        block.inputHessian(2).times(v), form.approximationByInputs().times(v), ROUNDING);
    for (int unit = 0; unit < OUT; unit++) {
      double[] all = new double[OUT * IN + OUT];
      System.arraycopy(v, 0, all, unit * IN, IN);
      double[] hv = block.parameterHessian().times(all);
      assertArrayEquals(
          Arrays.copyOfRange(hv, unit * IN, (unit + 1) * IN),
          form.approximationByWeights(unit).times(v),
          1e-11);
    }
  }

  /** Remark 1: scaling the layer's weights leaves H_z as it is, in both forms. */
  @Property(tries = 20)
  void scalingALayerDoesNotMatterToItsInputs(@ForAll @AnyDouble(min = 0.01, max = 100) double c) {
    double[] scaled = W.clone();
    Vectors.scale(c, scaled);
    NormalizedLayer form = NormalizedLayer.of(W, Z, IN, 0);
    NormalizedLayer other = NormalizedLayer.of(scaled, Z, IN, 0);
    double[] v = Samples.gaussian(Samples.random(8), M * IN);
    assertRelative(form.byInputs().times(v), other.byInputs().times(v));
    double[] u = Samples.gaussian(Samples.random(9), IN);
    assertRelative(form.approximationByInputs().times(u), other.approximationByInputs().times(u));
    assertRelative(
        normalized(W, Z, 0).inputHessian().times(v),
        normalized(scaled, Z, 0).inputHessian().times(v));
  }

  /** Remark 2: scaling what comes before leaves H_W as it is, in both forms. */
  @Property(tries = 20)
  void scalingWhatIsBelowDoesNotMatterToTheWeights(
      @ForAll @AnyDouble(min = 0.01, max = 100) double c) {
    double[] scaled = Z.clone();
    Vectors.scale(c, scaled);
    NormalizedLayer form = NormalizedLayer.of(W, Z, IN, 0);
    NormalizedLayer other = NormalizedLayer.of(W, scaled, IN, 0);
    double[] u = Samples.gaussian(Samples.random(9), IN);
    for (int unit = 0; unit < OUT; unit++) {
      assertRelative(form.byWeights(unit).times(u), other.byWeights(unit).times(u));
      assertRelative(
          form.approximationByWeights(unit).times(u), other.approximationByWeights(unit).times(u));
    }
    double[] v = Samples.gaussian(Samples.random(8), OUT * IN + OUT);
    Arrays.fill(v, OUT * IN, v.length, 0);
    double[] one = Arrays.copyOf(normalized(W, Z, 0).parameterHessian().times(v), OUT * IN);
    double[] two = Arrays.copyOf(normalized(W, scaled, 0).parameterHessian().times(v), OUT * IN);
    assertRelative(one, two);
  }

  private static void assertRelative(double[] expected, double[] actual) {
    double distance = Samples.relativeDistance(expected, actual);
    assertTrue(distance <= ROUNDING, "relative distance " + distance);
  }

  @Test
  void weightsAreNullVectorsOfTheExactFormAlone() {
    NormalizedLayer form = NormalizedLayer.of(W, Z, IN, 0);
    for (int unit = 0; unit < OUT; unit++) {
      double[] own = form.weights(unit);
      assertArrayEquals(rows(W, IN)[unit], own, 0.0);
      double approximate = Vectors.norm(form.approximationByWeights(unit).times(own));
      assertTrue(approximate > 0.1);
      assertEquals(0, Vectors.norm(form.byWeights(unit).times(own)), 1e-13 * approximate);
    }
  }

  @Test
  void skipIsTheMeasuredBlock() {
    Network network = Network.inputs(IN).residual(inner -> inner.affine(IN)).affine(2);
    double[] j = Samples.gaussian(Samples.random(6), IN * IN);
    double[] all = Samples.gaussian(Samples.random(4), network.dimension());
    System.arraycopy(j, 0, all, 0, j.length);
    Dataset data = Dataset.regression(Z, IN, new double[2 * M], 2);
    LocalBlock block = BackMatching.of(network, Loss.squaredError(), data, all).block(1);
    double[] v = Samples.gaussian(Samples.random(7), IN);
    assertArrayEquals(
        block.inputHessian(3).times(v),
        SkipConnection.byInputs(LinearOperator.dense(rows(j, IN))).times(v),
        ROUNDING);
  }

  @Property(tries = 30)
  void boundsAndShapesAreRefused(@ForAll @IntRange(min = 1, max = 5) int n) {
    Refusals.assertRefused(() -> SkipConnection.conditionBound(n), (double) n);
    Refusals.assertRefused(() -> SkipConnection.conditionBound(-0.5), -0.5);
    Refusals.assertRefused(
        () -> SkipConnection.byInputs(LinearOperator.dense(new double[n + 1][n])), n, n + 1);
    Refusals.assertRefused(() -> NormalizedLayer.of(new double[n + 1], Z, n + 2, 0), n + 1, n + 2);
    Refusals.assertRefused(() -> NormalizedLayer.of(W, new double[IN], IN, 0), IN);
    Refusals.assertRefused(() -> NormalizedLayer.of(W, new double[2 * IN + 1], IN, 0), IN);
    Refusals.assertRefused(() -> NormalizedLayer.of(W, Z, IN, -1), -1.0);
    Refusals.assertRefused(() -> FullyConnected.byWeights(new double[n + 1], n + 2, 1), n + 1);
  }
}
