package org.roperator.nn.curvature;

import static org.roperator.nn.curvature.HessianBlocksTest.assertClose;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.roperator.contract.Samples;
import org.roperator.nn.Dataset;
import org.roperator.nn.Loss;
import org.roperator.nn.Nets;
import org.roperator.nn.Network;
import org.roperator.nn.NetworkExpansion;
import org.roperator.nn.NetworkObjective;
import org.roperator.nn.Prediction;
import org.roperator.nn.layer.Activation;
import org.roperator.operator.BlockDiagonal.Block;

/**
 * The Fisher matrix from its definition, {@code (1/N) Σₙ E_t[ggᵀ]}: over all targets with their
 * probabilities, g the gradient of an objective that has one example with that target.
 */
class FisherEnumerationTest {

  /** Two orders of the same sums of some hundred terms. */
  private static final double TOLERANCE = 1e-11;

  private static final int FEATURES = 3;
  private static final int OUTPUTS = 3;
  private static final int EXAMPLES = 4;

  private static final Network NETWORK =
      Network.inputs(FEATURES).affine(4).then(Activation.tanh()).affine(OUTPUTS);

  private final double[] w = Samples.gaussian(Samples.random(1), NETWORK.dimension());

  /** A possible target as a data set of one example, and its probability. */
  private record Outcome(Dataset data, double probability) {}

  /** All targets an example may have, given its inputs x and the network's outputs y. */
  private interface Targets {
    List<Outcome> of(double[] x, double[] y);
  }

  private void assertFisher(Loss loss, Targets targets) {
    Dataset data = Nets.suiting(loss, EXAMPLES, FEATURES, OUTPUTS, 5);
    double[] outputs = Prediction.of(NETWORK, w).outputs(data);
    double[][] fisher = new double[w.length][w.length];
    for (int n = 0; n < EXAMPLES; n++) {
      double[] x = new double[FEATURES];
      int example = n;
      Arrays.setAll(x, i -> data.input(example, i));
      double[] y = Arrays.copyOfRange(outputs, n * OUTPUTS, (n + 1) * OUTPUTS);
      for (Outcome outcome : targets.of(x, y)) {
        double[] g = NetworkObjective.of(NETWORK, loss, outcome.data()).expandAt(w).gradient();
        for (int i = 0; i < g.length; i++) {
          for (int j = 0; j < g.length; j++) {
            fisher[i][j] += outcome.probability() * g[i] * g[j] / EXAMPLES;
          }
        }
      }
    }
    NetworkExpansion at = NetworkObjective.of(NETWORK, loss, data).expandAt(w);
    for (HessianBackpropagation curvature :
        List.of(HessianBackpropagation.fisher(), HessianBackpropagation.gaussNewton())) {
      for (Partition partition :
          List.of(Partition.perArray(), Partition.perLayer().withRowGroups(2))) {
        for (Block<CurvatureBlock> block : curvature.withPartition(partition).of(at).blocks()) {
          double[][] expected = part(fisher, block);
          assertClose(block.name(), expected, block.operator().dense(), TOLERANCE);
        }
      }
    }
  }

  private static double[][] part(double[][] whole, Block<CurvatureBlock> block) {
    double[][] rows = Arrays.stream(whole).map(block::of).toArray(double[][]::new);
    double[][] part = new double[block.operator().dimension()][part(rows, block, 0).length];
    for (int j = 0; j < part.length; j++) {
      double[] column = part(rows, block, j);
      for (int i = 0; i < part.length; i++) {
        part[i][j] = column[i];
      }
    }
    return part;
  }

  private static double[] part(double[][] rows, Block<CurvatureBlock> block, int j) {
    return block.of(Arrays.stream(rows).mapToDouble(row -> row[j]).toArray());
  }

  /** Each class with its probability {@code exp yᵢ / Σ exp yⱼ}. */
  @Test
  void softmaxOverAllClasses() {
    assertFisher(
        Loss.softmaxCrossEntropy(),
        (x, y) -> {
          double all = Arrays.stream(y).map(Math::exp).sum();
          List<Outcome> outcomes = new ArrayList<>();
          for (int c = 0; c < OUTPUTS; c++) {
            Dataset data = Dataset.classification(x, FEATURES, new int[] {c}, OUTPUTS);
            outcomes.add(new Outcome(data, Math.exp(y[c]) / all));
          }
          return outcomes;
        });
  }

  /** Each pattern of zeros and ones, units independent and on with probability σ(yᵢ). */
  @Test
  void logisticOverAllPatterns() {
    assertFisher(
        Loss.logisticCrossEntropy(),
        (x, y) ->
            patterns(
                x,
                (on, i) -> on ? 1 : 0,
                (on, i) -> on ? 1 / (1 + Math.exp(-y[i])) : 1 / (1 + Math.exp(y[i]))));
  }

  /**
   * Targets are normal about y with variance 1; g is linear in them, so that any targets with that
   * mean and that variance give the same matrix, such as {@code yᵢ ± 1} with equal probabilities.
   */
  @Test
  void squaredErrorOverTargetsOfUnitVariance() {
    assertFisher(
        Loss.squaredError(),
        (x, y) -> patterns(x, (on, i) -> y[i] + (on ? 1 : -1), (on, i) -> 0.5));
  }

  /** A number for a unit that is on or off. */
  private interface Unit {
    double of(boolean on, int i);
  }

  private static List<Outcome> patterns(double[] x, Unit target, Unit probability) {
    List<Outcome> outcomes = new ArrayList<>();
    for (int pattern = 0; pattern < 1 << OUTPUTS; pattern++) {
      double[] targets = new double[OUTPUTS];
      double all = 1;
      for (int i = 0; i < OUTPUTS; i++) {
        boolean on = (pattern >> i & 1) == 1;
        targets[i] = target.of(on, i);
        all *= probability.of(on, i);
      }
      outcomes.add(new Outcome(Dataset.regression(x, FEATURES, targets, OUTPUTS), all));
    }
    return outcomes;
  }
}
