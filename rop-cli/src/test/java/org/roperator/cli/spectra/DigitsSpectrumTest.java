package org.roperator.cli.spectra;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.EigenDecomposition;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.roperator.data.Digits;
import org.roperator.data.LabeledData;
import org.roperator.nn.Dataset;
import org.roperator.nn.Initializer;
import org.roperator.nn.Loss;
import org.roperator.nn.Network;
import org.roperator.nn.NetworkObjective;
import org.roperator.nn.curvature.CurvatureBlock;
import org.roperator.nn.curvature.LayerBlocks;
import org.roperator.nn.layer.Activation;
import org.roperator.nn.spectrum.BlockSpectrum;
import org.roperator.nn.spectrum.LayerSpectra;
import org.roperator.operator.BlockDiagonal.Block;
import org.roperator.operator.SymmetricOperator;
import org.roperator.optimize.Epochs;
import org.roperator.optimize.MiniBatches;
import org.roperator.optimize.rule.Adam;
import org.roperator.spectrum.DenseSpectrum;
import org.roperator.spectrum.Eigenpairs;
import org.roperator.spectrum.Estimate;
import org.roperator.spectrum.Lanczos;
import org.roperator.spectrum.TraceEstimator;

/**
 * A network of 1,210 parameters on digits beside its whole Hessian, made column by column.
 *
 * <p>Its eigenvalues come from a dense decomposition, which elimination confirms: by Sylvester's
 * law the negative pivots of {@code H − θI} are as many as eigenvalues below θ. Commons Math's
 * decomposition would take half a minute.
 */
class DigitsSpectrumTest {

  /** Of the largest eigenvalue. */
  private static final double EXACT = 1e-9;

  private static final Network NETWORK =
      Network.inputs(64).affine(16).then(Activation.tanh()).affine(10);

  private static SymmetricOperator hessian = SymmetricOperator.identity(1);
  private static double[][] dense = new double[0][];
  private static double[] eigenvalues = new double[0];
  private static double norm;

  @BeforeAll
  static void decompose() {
    LabeledData digits = Digits.read();
    Dataset data = digits.toDataset();
    NetworkObjective objective =
        NetworkObjective.of(NETWORK, Loss.softmaxCrossEntropy(), data).withWeightDecay(1e-3);
    double[] start = NETWORK.initialize(Initializer.glorotNormal(), 1);
    double[] w =
        Epochs.of(3)
            .withBatches(MiniBatches.shuffled(64, 1))
            .stepping(Adam.ofRate(0.01))
            .minimize(objective, start)
            .parameters();
    hessian = objective.expandAt(w).hessian();
    int n = hessian.dimension();
    assertEquals(1_210, n);
    dense = new double[n][];
    for (int i = 0; i < n; i++) {
      double[] unit = new double[n];
      unit[i] = 1;
      dense[i] = hessian.times(unit);
    }
    eigenvalues = DenseSpectrum.of(SymmetricOperator.symmetric(symmetrized(dense))).values();
    Arrays.sort(eigenvalues);
    norm = Math.max(Math.abs(eigenvalues[0]), Math.abs(eigenvalues[n - 1]));
  }

  private static double trace(int from, int to) {
    double sum = 0;
    for (int i = from; i < to; i++) {
      sum += dense[i][i];
    }
    return sum;
  }

  private static double frobenius() {
    double squares = 0;
    for (double[] row : dense) {
      for (double x : row) {
        squares += x * x;
      }
    }
    return Math.sqrt(squares);
  }

  private static void assertWithinThreeErrors(String what, double expected, Estimate estimate) {
    assertTrue(
        Math.abs(estimate.value() - expected) <= 3 * estimate.standardError(),
        () -> what + " is " + expected + ", estimated " + estimate);
    assertTrue(estimate.standardError() < 0.2 * Math.abs(expected), () -> what + " " + estimate);
  }

  /** How many eigenvalues of the whole lie below a number, by the signs of pivots. */
  private static int below(double theta) {
    double[][] a = symmetrized(dense);
    int count = 0;
    for (int k = 0; k < a.length; k++) {
      a[k][k] -= theta;
    }
    for (int k = 0; k < a.length; k++) {
      double[] pivotRow = a[k];
      count += pivotRow[k] < 0 ? 1 : 0;
      for (int i = k + 1; i < a.length; i++) {
        double factor = pivotRow[i] / pivotRow[k];
        double[] row = a[i];
        for (int j = i; j < a.length; j++) {
          row[j] -= factor * pivotRow[j];
        }
      }
    }
    return count;
  }

  @Test
  void eliminationCountsTheSameEigenvalues() {
    int n = eigenvalues.length;
    assertEquals(n - 5, below((eigenvalues[n - 5] + eigenvalues[n - 6]) / 2));
    assertEquals(5, below((eigenvalues[4] + eigenvalues[5]) / 2));
  }

  @Test
  void topAndBottomFiveEigenvalues() {
    Eigenpairs ends = Lanczos.bothEnds(5).of(hessian);
    assertTrue(ends.isReached(), ends::toString);
    int n = eigenvalues.length;
    for (int i = 0; i < 5; i++) {
      assertEquals(eigenvalues[n - 1 - i], ends.value(i), EXACT * norm, "top " + i);
      assertEquals(eigenvalues[4 - i], ends.value(5 + i), EXACT * norm, "bottom " + i);
    }
    assertTrue(eigenvalues[0] < -1e-3, "this Hessian was to be indefinite");
  }

  @Test
  void traceAndFrobeniusNorm() {
    assertWithinThreeErrors(
        "the trace",
        trace(0, 1_210),
        TraceEstimator.hutchinson().atMostProducts(200).withSeed(1).trace(hessian));
    assertWithinThreeErrors(
        "the trace",
        trace(0, 1_210),
        TraceEstimator.xTrace().atMostProducts(200).withSeed(2).trace(hessian));
    assertWithinThreeErrors(
        "the norm",
        frobenius(),
        TraceEstimator.hutchinson().atMostProducts(200).withSeed(3).frobeniusNorm(hessian));
  }

  @Test
  void tracesOfTheLayersFromSharedProducts() {
    Map<String, Estimate> traces = LayerBlocks.traces(hessian, NETWORK.layout(), 200, 4);
    assertWithinThreeErrors(
        "layer1", trace(0, 1_040), Objects.requireNonNull(traces.get("layer1")));
    assertWithinThreeErrors(
        "layer2", trace(1_040, 1_210), Objects.requireNonNull(traces.get("layer2")));
  }

  @Test
  void theSmallLayerExactly() {
    Block<CurvatureBlock> last = LayerBlocks.of(hessian, NETWORK.layout()).block("layer2");
    BlockSpectrum exact = LayerSpectra.standard().of("layer2", last.operator());
    assertEquals(BlockSpectrum.Source.EXACT, exact.source());
    double[][] block = new double[170][];
    double[][] made = last.operator().dense();
    for (int i = 0; i < 170; i++) {
      block[i] = Arrays.copyOfRange(dense[1_040 + i], 1_040, 1_210);
      assertEquals(0, distance(block[i], made[i]), EXACT * norm);
    }
    double[] own =
        new EigenDecomposition(new Array2DRowRealMatrix(symmetrized(block), false))
            .getRealEigenvalues();
    Arrays.sort(own);
    assertEquals(own[169], exact.summary().largest(), EXACT * norm);
    assertEquals(own[0], exact.summary().smallest(), EXACT * norm);
    assertEquals(trace(1_040, 1_210), exact.summary().trace(), EXACT * 170 * norm);
    double squares = Arrays.stream(own).map(x -> x * x).sum();
    assertEquals(Math.sqrt(squares), exact.summary().frobeniusNorm(), EXACT * norm);
  }

  @Test
  void theWholeExactly() {
    List<BlockSpectrum> spectra =
        LayerSpectra.standard().withExactUpTo(1_210).of(hessian, NETWORK.layout());
    assertEquals(eigenvalues[1_209], spectra.get(0).summary().largest(), EXACT * norm);
    assertEquals(eigenvalues[0], spectra.get(0).summary().smallest(), EXACT * norm);
    assertEquals(trace(0, 1_210), spectra.get(0).summary().trace(), EXACT * 1_210 * norm);
    assertEquals(frobenius(), spectra.get(0).summary().frobeniusNorm(), EXACT * norm);
    assertEquals(trace(0, 1_040), spectra.get(1).summary().trace(), EXACT * 1_210 * norm);
    // A common shift of the last biases changes no probability: that eigenvalue is zero, of
    // whatever sign rounding gives it.
    double negative = Arrays.stream(eigenvalues).filter(x -> x < -EXACT * norm).count();
    assertEquals(negative / 1_210, spectra.get(0).summary().signs().negativeShare(), EXACT);
  }

  private static double distance(double[] a, double[] b) {
    double largest = 0;
    for (int i = 0; i < a.length; i++) {
      largest = Math.max(largest, Math.abs(a[i] - b[i]));
    }
    return largest;
  }

  private static double[][] symmetrized(double[][] a) {
    double[][] s = new double[a.length][a.length];
    for (int i = 0; i < a.length; i++) {
      for (int j = 0; j < a.length; j++) {
        s[i][j] = (a[i][j] + a[j][i]) / 2;
      }
    }
    return s;
  }
}
