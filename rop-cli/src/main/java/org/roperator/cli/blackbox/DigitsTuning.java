package org.roperator.cli.blackbox;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.roperator.data.Digits;
import org.roperator.internal.Gaussian;
import org.roperator.internal.Vectors;
import org.roperator.nn.Dataset;
import org.roperator.nn.Initializer;
import org.roperator.nn.Loss;
import org.roperator.nn.Network;
import org.roperator.nn.NetworkObjective;
import org.roperator.nn.layer.Activation;
import org.roperator.optimize.Epochs;
import org.roperator.optimize.MiniBatches;
import org.roperator.optimize.OptimizationResult;
import org.roperator.optimize.rule.GradientDescent;
import org.roperator.perturb.BlackBox;

/**
 * The constants of a small classifier of digits, by its cross-validated loss.
 *
 * <p>A network 64 → 8 → 10 is trained by gradient descent with momentum, three times, each time
 * without a third of 240 digits, and its mean cross-entropy taken on that third. Weights at the
 * start and the order of the batches are fixed, so that the loss repeats; but it is rugged, and
 * where training diverges it is a plateau.
 */
public final class DigitsTuning implements Job {

  private static final int FOLDS = 3;
  private static final int EXAMPLES = 240;
  private static final int HIDDEN = 8;
  private static final int EPOCHS = 4;
  private static final int BATCH = 40;

  /** Twice the loss of guessing: where training diverges, no more than this is charged. */
  private static final double MOST = 2 * Math.log(10);

  private final Dataset all;
  private final Network network =
      Network.inputs(64).affine(HIDDEN).then(Activation.tanh()).affine(10);

  /** The job on the embedded digits. */
  public DigitsTuning() {
    org.roperator.data.LabeledData digits = Digits.read();
    this.all = digits.toDataset();
  }

  @Override
  public String name() {
    return "digits";
  }

  @Override
  public String story() {
    return "Learning rate, momentum, decay and size of the initial weights of a network 64 → 8 → 10,"
        + " by its three-fold cross-validated loss on 240 digits. No noise, but a rugged function"
        + " with a plateau where training diverges.";
  }

  @Override
  public String measure() {
    return "cross-validated loss";
  }

  @Override
  public List<String> parameters() {
    return List.of("learning rate", "momentum", "decay", "initial weights");
  }

  /** Units are half decades, but for the momentum, which is a logistic function of its entry. */
  @Override
  public double[] inUnits(double[] w) {
    return new double[] {
      0.1 * Math.pow(10, 0.5 * w[0]),
      1 / (1 + Math.exp(-w[1])),
      0.01 * Math.pow(10, 0.5 * w[2]),
      0.6 * Math.pow(10, 0.5 * w[3])
    };
  }

  @Override
  public double[] start(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    double[] start = new double[4];
    Arrays.setAll(start, i -> 0.3 * Gaussian.draw(random));
    return start;
  }

  @Override
  public double reach() {
    return 1;
  }

  @Override
  public double perturbation() {
    return 0.1;
  }

  @Override
  public BlackBox box(long seed, long run) {
    return w -> judge(w, seed);
  }

  @Override
  public double judge(double[] w, long seed) {
    double[] constants = inUnits(w);
    int[] chosen =
        new SplittableRandom(seed).ints(0, all.size()).distinct().limit(EXAMPLES).toArray();
    double sum = 0;
    for (int fold = 0; fold < FOLDS; fold++) {
      Dataset train = part(chosen, fold, false);
      Dataset test = part(chosen, fold, true);
      sum += lossOn(test, train, constants, seed) / FOLDS;
    }
    return sum;
  }

  private Dataset part(int[] chosen, int fold, boolean held) {
    return all.restrictedTo(
        IntStream.range(0, EXAMPLES)
            .filter(i -> (i % FOLDS == fold) == held)
            .map(i -> chosen[i])
            .toArray());
  }

  private double lossOn(Dataset test, Dataset train, double[] constants, long seed) {
    double[] start = network.initialize(Initializer.glorotNormal(), seed);
    Vectors.scale(constants[3], start);
    NetworkObjective loss = NetworkObjective.of(network, Loss.softmaxCrossEntropy(), train);
    OptimizationResult trained =
        Epochs.of(EPOCHS)
            .withBatches(MiniBatches.shuffled(BATCH, seed))
            .stepping(
                GradientDescent.ofRate(constants[0]).withMomentum(Math.min(constants[1], 0.999)))
            .minimize(loss.withWeightDecay(constants[2]), start);
    double value =
        Vectors.isFinite(trained.parameters())
            ? NetworkObjective.of(network, Loss.softmaxCrossEntropy(), test)
                .value(trained.parameters())
            : MOST;
    return Double.isFinite(value) ? Math.min(value, MOST) : MOST;
  }
}
