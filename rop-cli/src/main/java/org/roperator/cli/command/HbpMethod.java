package org.roperator.cli.command;

import java.util.Locale;
import org.roperator.nn.curvature.HessianBackpropagation;
import org.roperator.nn.curvature.Partition;
import org.roperator.nn.layer.Averaging;
import org.roperator.optimize.BlockNewton;
import org.roperator.optimize.Epochs;
import org.roperator.optimize.MiniBatches;
import org.roperator.optimize.Optimizer;
import org.roperator.optimize.rule.GradientDescent;
import org.roperator.parallel.Workers;

/** The methods that {@code rop hbp} compares; the constants are the paper's. */
enum HbpMethod {
  /** Gradient descent, learning rate 0.1, momentum 0.9. */
  SGD("SGD"),
  /**
   * Gradient descent with the steps of {@link BlockNewton} where there is no curvature: learning
   * rate η/α = 5, no momentum. What the curvature runs do beyond it is the curvature's doing.
   */
  GRADIENT("gradient, rate 5"),
  /** Gauss-Newton blocks. */
  GGN("GGN"),
  /** Hessian blocks made positive by absolute values: one block for each array. */
  PCH_ABS("PCH-abs"),
  /** Hessian blocks made positive by clipping. */
  PCH_CLIP("PCH-clip"),
  /** As {@link #PCH_ABS}, each array in two groups of rows. */
  PCH_ABS_2("PCH-abs, 2 blocks"),
  /** In four groups of rows. */
  PCH_ABS_4("PCH-abs, 4 blocks"),
  /** In sixteen groups of rows. */
  PCH_ABS_16("PCH-abs, 16 blocks");

  private static final double RATE = 0.1;
  private static final double MOMENTUM = 0.9;
  private static final double DAMPING = 0.02;

  private final String title;

  HbpMethod(String title) {
    this.title = title;
  }

  /** The name for people. */
  String title() {
    return title;
  }

  /** The name for machines and for the command line. */
  String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The method, ready to run. */
  Optimizer optimizer(Averaging averaging, MiniBatches batches, int epochs, Workers workers) {
    if (this == SGD) {
      return Epochs.of(epochs)
          .withBatches(batches)
          .stepping(GradientDescent.ofRate(RATE).withMomentum(MOMENTUM));
    }
    if (this == GRADIENT) {
      return Epochs.of(epochs)
          .withBatches(batches)
          .stepping(GradientDescent.ofRate(RATE / DAMPING));
    }
    return Epochs.of(epochs)
        .withBatches(batches)
        .stepping(
            BlockNewton.of(
                    curvature()
                        .withAveraging(averaging)
                        .withPartition(Partition.perArray().withRowGroups(groups())))
                .withDamping(DAMPING)
                .withRate(RATE)
                .on(workers));
  }

  private HessianBackpropagation curvature() {
    return switch (this) {
      case GGN -> HessianBackpropagation.gaussNewton();
      case PCH_CLIP -> HessianBackpropagation.clippedCurvature();
      default -> HessianBackpropagation.positiveCurvature();
    };
  }

  private int groups() {
    return switch (this) {
      case PCH_ABS_2 -> 2;
      case PCH_ABS_4 -> 4;
      case PCH_ABS_16 -> 16;
      default -> 1;
    };
  }
}
