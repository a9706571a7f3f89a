package org.roperator.cli.command;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.roperator.cli.matching.TrainingPlan;
import org.roperator.data.BadInput;
import org.roperator.data.LabeledData;
import picocli.CommandLine.Option;

/** What {@code rop local-hessian} trains, and for how long. */
final class TrainingPlanOptions {

  /** Half decades: no method's best rate lay outside them on the digits. */
  private static final List<Double> RATES =
      List.of(0.0003, 0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1.0, 3.0);

  /** Vectors of parameters: those of the network, its gradients, and of curvature. */
  private static final int VECTORS = 8;

  private static final int TUNING_SEEDS = 2;
  private static final double DECAY = 1e-4;

  @Option(
      names = "--network",
      paramLabel = "KIND",
      defaultValue = "MLP",
      description =
          "What is trained: mlp, fully connected; vgg, a small convolutional network for images"
              + " (default: ${DEFAULT-VALUE}).")
  private TrainingPlan.Kind kind;

  @Option(
      names = "--depth",
      paramLabel = "N",
      defaultValue = "12",
      description = "Hidden layers of the fully connected network (default: ${DEFAULT-VALUE}).")
  private int depth;

  @Option(
      names = "--width",
      paramLabel = "N",
      defaultValue = "48",
      description = "Their width (default: ${DEFAULT-VALUE}).")
  private int width;

  @Option(
      names = "--seeds",
      paramLabel = "N",
      defaultValue = "5",
      description = "How many seeds, from --seed on (default: ${DEFAULT-VALUE}).")
  private int seeds;

  @Option(
      names = "--epochs",
      paramLabel = "N",
      defaultValue = "15",
      description = "How many epochs each run takes (default: ${DEFAULT-VALUE}).")
  private int epochs;

  @Option(
      names = "--batch-size",
      paramLabel = "N",
      defaultValue = "64",
      description = "Examples per step, at least 2 (default: ${DEFAULT-VALUE}).")
  private int batch;

  @Option(
      names = "--rates",
      paramLabel = "LIST",
      description = "Learning rates every method tries (default: 0.0003 to 3 in half decades).")
  private @Nullable String rates;

  /**
   * The plan these options amount to.
   *
   * @param seed the first of its seeds
   * @throws BadInput naming the option, if one is out of range
   */
  TrainingPlan plan(long seed) {
    Options.upTo(1_000, "--depth", depth);
    Options.upTo(1_000_000, "--width", width);
    Options.upTo(10_000, "--seeds", seeds);
    Options.positive("--epochs", epochs);
    if (batch < 2) {
      throw new BadInput(
          "--batch-size is " + batch + ", but batch normalization needs at least 2 examples.");
    }
    return new TrainingPlan(
        new TrainingPlan.Shape(kind, depth, width),
        epochs,
        batch,
        DECAY,
        tried(),
        new TrainingPlan.Repeats(TUNING_SEEDS, seeds, seed));
  }

  private List<Double> tried() {
    if (rates == null) {
      return RATES;
    }
    List<Double> tried = new ArrayList<>();
    for (String text : rates.split(",", -1)) {
      tried.add(rate(text));
    }
    return tried.stream().distinct().sorted().toList();
  }

  private static double rate(String text) {
    double rate;
    try {
      rate = Double.parseDouble(text.strip());
    } catch (NumberFormatException none) {
      rate = Double.NaN;
    }
    if (!(rate > 0 && rate < Double.POSITIVE_INFINITY)) {
      throw new BadInput("--rates has \"" + text + "\", but rates must be numbers above 0.");
    }
    return rate;
  }

  /**
   * How many parameters the plan's network has for these examples.
   *
   * @throws BadInput if it isn't made for them
   */
  static int parameters(TrainingPlan plan, LabeledData train) {
    if (plan.kind() == TrainingPlan.Kind.VGG
        && train.imageShape().filter(s -> s.height() >= 4 && s.width() >= 4).isEmpty()) {
      throw new BadInput(
          "--network vgg needs images of at least 4 × 4, but "
              + train.name()
              + " has none; take --network mlp.");
    }
    if (plan.kind() == TrainingPlan.Kind.MLP) {
      double inner =
          (double) plan.shape().width() * plan.shape().width() * (plan.shape().depth() - 1);
      double outer = (double) plan.shape().width() * (train.width() + train.classes().size());
      Options.requireRoom(
          "--depth " + plan.shape().depth() + " --width " + plan.shape().width(),
          inner + outer,
          VECTORS,
          0);
    }
    return plan.network(train.width(), train.imageShape(), train.classes().size()).dimension();
  }
}
