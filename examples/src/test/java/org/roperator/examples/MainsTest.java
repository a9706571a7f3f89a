package org.roperator.examples;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.RealMatrix;
import org.apache.commons.math3.linear.SingularValueDecomposition;
import org.junit.jupiter.api.Test;
import org.roperator.data.Digits;
import org.roperator.nn.Dataset;
import org.roperator.nn.Initializer;
import org.roperator.nn.Loss;
import org.roperator.nn.Network;
import org.roperator.nn.NetworkObjective;
import org.roperator.nn.Prediction;
import org.roperator.nn.curvature.CurvatureBlock;
import org.roperator.nn.curvature.HessianBackpropagation;
import org.roperator.nn.layer.Activation;
import org.roperator.operator.BlockDiagonal;
import org.roperator.operator.SymmetricOperator;

final class MainsTest {

  private static String printed(Runnable main) {
    PrintStream before = System.out;
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    System.setOut(new PrintStream(bytes, true, StandardCharsets.UTF_8));
    try {
      main.run();
    } finally {
      System.setOut(before);
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }

  @Test
  void quickStartPrintsRosenbrocksDerivatives() {
    String out = printed(() -> QuickStart.main(new String[0]));
    // At (−1.2, 1): E = 4.84 + 100 · 0.44² = 24.2, ∇E = (−215.6, −88), H e₁ = (1330, 480).
    double[] numbers =
        Pattern.compile("-?\\d+\\.\\d+")
            .matcher(out)
            .results()
            .limit(5)
            .mapToDouble(m -> Double.parseDouble(m.group()))
            .toArray();
    // A few roundings of the largest number.
    assertArrayEquals(new double[] {24.2, -215.6, -88, 1330, 480}, numbers, 1e-11, out);
    assertTrue(out.contains("CORRECT"), out);
  }

  @Test
  void trainDigitsTellsDigitsApart() {
    String out = printed(() -> TrainDigits.main(new String[0]));
    Matcher accuracy = Pattern.compile("test accuracy ([0-9.]+) %").matcher(out);
    assertTrue(accuracy.find(), out);
    assertTrue(Double.parseDouble(accuracy.group(1)) > 90, out);
  }

  @Test
  void settledXorLearnsExclusiveOr() {
    String out = printed(() -> SettledXor.main(new String[0]));
    for (String line : new String[] {"0 0 -> 0.0", "0 1 -> 0.9", "1 0 -> 0.9", "1 1 -> 0.0"}) {
      assertTrue(out.contains(line), out);
    }
  }

  @Test
  void newtonsGradientsFallQuadratically() {
    double[] norms =
        numbers(printed(() -> NewtonWithoutMatrix.main(new String[0])), "gradient\\| ");
    // Near the minimum each norm is a multiple of the square of the one before, until rounding.
    assertTrue(norms[4] < norms[3] * norms[3] && norms[5] < 1e-10, Arrays.toString(norms));
  }

  @Test
  void ownDerivativesNamesTheSlipAndFindsTheMinimum() {
    String out = printed(() -> OwnDerivatives.main(new String[0]));
    // The slip stands in the row of y, of index 1.
    assertTrue(out.startsWith("WRONG_HESSIAN") && out.contains("entry alone is wrong: w[1]"), out);
    // cosh 0 = 1, to a few roundings.
    assertEquals(1, numbers(out, "at value ")[0], 1e-14);
    assertTrue(out.contains("CONVERGED"), out);
  }

  @Test
  void largestEigenvaluesAgreeWithTheTraceOfTheBlocks() {
    String out = printed(() -> LargestEigenvalues.main(new String[0]));
    double[] values = numbers(out, "eigenvalue +");
    assertEquals(6, values.length, out);
    for (int i = 1; i < 6; i++) {
      assertTrue(values[i] < values[i - 1], out);
    }
    Network network = Network.inputs(64).affine(16).then(Activation.tanh()).affine(10);
    BlockDiagonal<CurvatureBlock> blocks =
        HessianBackpropagation.hessian()
            .of(
                NetworkObjective.of(network, Loss.softmaxCrossEntropy(), Digits.read().toDataset())
                    .expandAt(network.initialize(Initializer.glorotNormal(), 1)));
    double trace = 0;
    for (String name : List.of("layer1.W", "layer1.b", "layer2.W", "layer2.b")) {
      trace += blocks.block(name).operator().trace();
    }
    // By curvature sent backwards, which shares no sweep with products; four standard errors.
    assertEquals(trace, numbers(out, "trace ")[0], 4 * numbers(out, "standard error ")[0], out);
    double negative = numbers(out, "negative: ")[0];
    assertTrue(negative > 0 && negative < 100, out);
  }

  @Test
  void curvatureBlocksHaveTheTracesOfTheirRowsOfTheHessian() {
    String out = printed(() -> CurvatureBlocks.main(new String[0]));
    double[] features = {0, 0, 0, 1, 1, 0, 1, 1};
    Dataset data = Dataset.classification(features, 2, new int[] {0, 1, 1, 0}, 2);
    Network network = Network.inputs(2).affine(4).then(Activation.logistic()).affine(2);
    SymmetricOperator hessian =
        NetworkObjective.of(network, Loss.softmaxCrossEntropy(), data)
            .expandAt(network.initialize(Initializer.glorotNormal(), 1))
            .hessian();
    double[] traces = numbers(out, "trace of layer\\d\\.\\w: ");
    int[] bounds = {0, 8, 12, 20, 22};
    for (int block = 0; block < 4; block++) {
      double sum = 0;
      for (int i = bounds[block]; i < bounds[block + 1]; i++) {
        double[] unit = new double[22];
        unit[i] = 1;
        sum += hessian.times(unit)[i];
      }
      assertEquals(sum, traces[block], 6e-7, out); // six decimals are printed
    }
    assertEquals(1, numbers(out, "accuracy ")[0], out);
  }

  @Test
  void localLossesHaveTheEigenvaluesOfTheirBlocks() {
    String out = printed(() -> LocalLosses.main(new String[0]));
    Network front = Network.inputs(64).affine(16).then(Activation.tanh());
    Network whole =
        front
            .affine(16)
            .then(Activation.tanh())
            .residual(inner -> inner.affine(16).then(Activation.tanh()))
            .affine(10);
    double[] w = whole.initialize(Initializer.glorotNormal(), 1);
    int at = front.dimension();
    double[] first =
        Prediction.of(front, Arrays.copyOf(w, at))
            .outputs(Digits.read().select(new int[] {0}).toDataset());
    // tanh(Wz + b) has the Jacobian diag(1 − y²) W, of which H_z has the squared singular values.
    RealMatrix jacobian = new Array2DRowRealMatrix(16, 16);
    for (int i = 0; i < 16; i++) {
      double sum = w[at + 256 + i];
      for (int j = 0; j < 16; j++) {
        sum += w[at + 16 * i + j] * first[j];
      }
      double slope = 1 - Math.pow(Math.tanh(sum), 2);
      for (int j = 0; j < 16; j++) {
        jacobian.setEntry(i, j, slope * w[at + 16 * i + j]);
      }
    }
    double[] singular = new SingularValueDecomposition(jacobian).getSingularValues();
    // Four decimals are printed.
    assertEquals(singular[15] * singular[15], numbers(out, "block 2: .* from ")[0], 6e-5, out);
    assertEquals(singular[0] * singular[0], numbers(out, "block 2: .* to ")[0], 6e-5, out);
  }

  @Test
  void learnExclusiveOrComesNearTheDistribution() {
    String out = printed(() -> LearnExclusiveOr.main(new String[0]));
    // ln 2 is what is left to one who knows only pairs of units, which are independent.
    assertTrue(numbers(out, "at the end +")[0] < 0.1 * Math.log(2), out);
  }

  @Test
  void tuneByValuesFindsTheMinimumAndItsCurvature() {
    String out = printed(() -> TuneByValues.main(new String[0]));
    // Noise of 1e-4 hides steps below its root.
    assertEquals(1, numbers(out, "minimum near \\[")[0], 0.03, out);
    double error = numbers(out, "to within      \\[")[0];
    assertEquals(2, numbers(out, "H \\(1, 0\\) about \\[")[0], 4 * error, out);
    assertTrue(error < 0.5, out);
  }

  @Test
  void readAndSaveReadsWhatItSaved() {
    String out =
        printed(
            () -> {
              try {
                ReadAndSave.main(new String[0]);
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            });
    assertTrue(out.startsWith("42 weights"), out); // 2 · 8 + 8 + 8 · 2 + 2
    assertTrue(numbers(out, "test accuracy ")[0] > 0.9, out);
  }

  /** The numbers that stand behind a text. */
  private static double[] numbers(String out, String before) {
    return Pattern.compile("(?:" + before + ")(-?\\d+(?:\\.\\d+)?(?:[eE][-+]?\\d+)?)")
        .matcher(out)
        .results()
        .mapToDouble(match -> Double.parseDouble(match.group(1)))
        .toArray();
  }
}
