package org.roperator.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.apache.commons.math3.analysis.differentiation.DerivativeStructure;
import org.junit.jupiter.api.Test;
import org.roperator.autodiff.TapeExpansion;
import org.roperator.autodiff.TapeMap;
import org.roperator.autodiff.TapeObjective;
import org.roperator.autodiff.Var;
import org.roperator.nn.Dataset;
import org.roperator.nn.ImageNetwork;
import org.roperator.nn.Loss;
import org.roperator.nn.Network;
import org.roperator.nn.NetworkExpansion;
import org.roperator.nn.NetworkObjective;
import org.roperator.nn.Prediction;
import org.roperator.nn.layer.Activation;
import org.roperator.nn.layer.ImageShape;
import org.roperator.nn.layer.Kernel;

/** The cells of docs/comparing.md that are Rop's, and those of libraries that stand on its path. */
class ComparingPageTest {

  /** Rows of the first table of kinks, which has Rop, by their first cell. */
  private static Map<String, List<String>> kinks() throws IOException {
    return rowsOfKinks(0);
  }

  /** Rows of the table of that number under Kinks, by their first cell. */
  private static Map<String, List<String>> rowsOfKinks(int table) throws IOException {
    Map<String, List<String>> rows = new LinkedHashMap<>();
    Path page =
        Documents.all().stream().filter(d -> d.endsWith("comparing.md")).findFirst().orElseThrow();
    List<String> lines = Files.readAllLines(page);
    int i = lines.indexOf("## Kinks");
    for (int above = -1; above < table; i++) {
      if (lines.get(i).startsWith("|---")) {
        above++;
      }
    }
    for (; lines.get(i).startsWith("|"); i++) {
      List<String> cells = List.of(lines.get(i).substring(1).split("\\|"));
      rows.put(cells.get(0).strip(), cells);
    }
    return rows;
  }

  private static double[] numbers(String cell) {
    String[] parts =
        cell.replace("*", "").replace('−', '-').replace("∞", "Infinity").split(";", -1);
    return new double[] {
      Double.parseDouble(parts[0].strip()), Double.parseDouble(parts[1].strip())
    };
  }

  @Test
  void kinksOfTheTapeAreThoseOfTheTable() throws IOException {
    Map<String, UnaryOperator<Var>> functions = new HashMap<>();
    Var zero = Var.constant(0);
    functions.put("abs(x)", Var::abs);
    functions.put("max(x, 0)", x -> x.max(zero));
    functions.put("max(x, −x)", x -> x.max(x.negate()));
    functions.put(
        "cross-entropy", x -> x.max(zero).subtract(x).add(x.abs().negate().exp().log1p()));
    functions.put("sqrt(x)", Var::sqrt);
    functions.put("hypot(x, 0)²", x -> x.hypot(zero).square());
    functions.put("x^2.0", x -> x.pow(2.0));
    functions.put("x^1.5", x -> x.pow(1.5));
    functions.put("asin(x + 1)", x -> x.add(1).asin());
    for (Map.Entry<String, List<String>> row : kinks().entrySet()) {
      double[] told = numbers(row.getValue().get(2));
      double[] seen;
      if (row.getKey().startsWith("ReLU")) {
        seen = reluAtZero();
      } else {
        UnaryOperator<Var> f = functions.remove(row.getKey());
        assertNotNull(f, row.getKey());
        TapeExpansion at = TapeObjective.of(1, x -> f.apply(x[0])).expandAt(new double[1]);
        seen = new double[] {at.gradient()[0], at.hessian().times(new double[] {1})[0]};
      }
      assertEquals(told[0], seen[0] + 0.0, 1e-15, row.getKey() + ", slope");
      assertEquals(told[1], seen[1] + 0.0, 1e-15, row.getKey() + ", second derivative");
    }
    assertEquals(Map.of(), functions);
  }

  @Test
  void bothTablesHaveTheSameRowsInTheSameOrder() throws IOException {
    assertEquals(List.copyOf(kinks().keySet()), List.copyOf(rowsOfKinks(1).keySet()));
  }

  /** ½ relu(b)² + … would hide the slope; ½ (relu(b) − 1)² has −relu′(0) and, twice, relu′(0)². */
  private static double[] reluAtZero() {
    NetworkExpansion at =
        NetworkObjective.of(
                Network.inputs(1).affine(1).then(Activation.relu()),
                Loss.squaredError(),
                Dataset.regression(new double[1], 1, new double[] {1}, 1))
            .expandAt(new double[2]);
    double[] hv = at.hessian().times(new double[] {0, 1});
    return new double[] {-at.gradient()[1], hv[1]};
  }

  @Test
  void kinksOfCommonsMathAreThoseOfTheTable() throws IOException {
    Map<String, UnaryOperator<DerivativeStructure>> functions = new HashMap<>();
    functions.put("abs(x)", DerivativeStructure::abs);
    functions.put("sqrt(x)", DerivativeStructure::sqrt);
    functions.put(
        "hypot(x, 0)²",
        x -> {
          DerivativeStructure h = x.hypot(new DerivativeStructure(1, 2, 0));
          return h.multiply(h);
        });
    functions.put("x^2.0", x -> x.pow(2.0));
    functions.put("x^1.5", x -> x.pow(1.5));
    functions.put("asin(x + 1)", x -> x.add(1).asin());
    for (Map.Entry<String, List<String>> row : kinks().entrySet()) {
      UnaryOperator<DerivativeStructure> f = functions.remove(row.getKey());
      String cell = row.getValue().get(3).strip();
      assertEquals(f == null, cell.equals("–"), row.getKey());
      if (f != null) {
        DerivativeStructure y = f.apply(new DerivativeStructure(1, 2, 0, 0.0));
        assertEquals(numbers(cell)[0], y.getPartialDerivative(1) + 0.0, row.getKey());
        assertEquals(numbers(cell)[1], y.getPartialDerivative(2) + 0.0, row.getKey());
      }
    }
    assertEquals(Map.of(), functions);
  }

  /** Two examples of two outputs, which are the biases: W is zero. */
  private static double valueAt(Loss loss, Dataset data, double... outputs) {
    double[] w = {0, 0, outputs[0], outputs[1]};
    return NetworkObjective.of(Network.inputs(1).affine(2), loss, data).value(w);
  }

  @Test
  void constantsAreThoseOfTheTable() {
    double[] inputs = {1, 1};
    double[] targets = {1, 0, 0, 1};
    Dataset values = Dataset.regression(inputs, 1, targets, 2);
    // ½ (1² + 2²) of outputs (2, 2) and targets (1, 0), and the same the other way round.
    assertEquals(2.5, valueAt(Loss.squaredError(), values, 2, 2), 1e-15);
    double each = Math.log1p(Math.exp(0.5)) + Math.log1p(Math.exp(-0.3));
    assertEquals(
        each - (0.5 - 0.3) / 2, valueAt(Loss.logisticCrossEntropy(), values, 0.5, -0.3), 1e-15);
    Dataset labels = Dataset.classification(inputs, 1, new int[] {0, 1}, 2);
    assertEquals(
        Math.log(Math.exp(0.5) + Math.exp(-0.3)) - (0.5 - 0.3) / 2,
        valueAt(Loss.softmaxCrossEntropy(), labels, 0.5, -0.3),
        1e-15);
    double[] w = {1, 2, 3, 4};
    Network network = Network.inputs(1).affine(2);
    double bare = NetworkObjective.of(network, Loss.squaredError(), values).value(w);
    double decayed =
        NetworkObjective.of(network, Loss.squaredError(), values).withDecay(0.1).value(w);
    assertEquals(0.5 * 0.1 * 30, decayed - bare, 1e-14);
    TapeMap residuals = TapeMap.of(2, x -> new Var[] {x[0], x[1].multiply(2)});
    assertEquals(0.5 * (9 + 16), residuals.leastSquares().value(new double[] {3, 2}));
  }

  @Test
  void ordersAreThoseOfTheTable() {
    // W = ((1, 2, 3), (4, 5, 6)), b = (7, 8), x = (1, 10, 100)
    double[] outputs =
        Prediction.of(Network.inputs(3).affine(2), new double[] {1, 2, 3, 4, 5, 6, 7, 8})
            .outputs(Dataset.regression(new double[] {1, 10, 100}, 3, new double[2], 2));
    assertEquals(321 + 7, outputs[0]);
    assertEquals(654 + 8, outputs[1]);
    // One output channel, a kernel of 2 × 2 with two channels on one image of that size: the
    // weights meet the image's numbers in one order, so w₅ belongs to row 1, column 0, channel 1.
    double[] w = new double[9];
    w[5] = 1;
    double[] image = {1, 2, 3, 4, 5, 6, 7, 8};
    Network convolution =
        ImageNetwork.of(new ImageShape(2, 2, 2)).convolution(1, Kernel.of(2)).flatten();
    assertEquals(
        6,
        Prediction.of(convolution, w).outputs(Dataset.regression(image, 8, new double[1], 1))[0]);
  }
}
