package org.roperator.cli.command;

import java.util.Locale;
import org.roperator.optimize.Damping;
import org.roperator.optimize.Ending;
import org.roperator.optimize.Epochs;
import org.roperator.optimize.HessianFree;
import org.roperator.optimize.MiniBatches;
import org.roperator.optimize.Optimizer;
import org.roperator.optimize.rule.Adam;
import org.roperator.optimize.rule.GradientDescent;

/** The methods of training by the names they have on the command line. */
enum TrainingMethod {
  /** Hessian-free optimization. */
  HF(60, Double.NaN),
  /** Adam on mini-batches. */
  ADAM(50, 1e-3),
  /** Gradient descent with momentum 0.9 on mini-batches. */
  SGD(50, 0.05);

  /** Of the size of the curvature. */
  static final double DEFAULT_DAMPING = 0.03;

  static final int DEFAULT_BATCH_SIZE = 64;

  /** What learning rates are for. */
  static final String OWN_STEPS = "adam and sgd; hf finds its own steps";

  private static final double MOMENTUM = 0.9;
  private static final int ENOUGH_FOR_CURVATURE = 4000;
  private static final int FEWEST_FOR_CURVATURE = 300;
  private static final int USUAL_CURVATURE_BATCHES = 4;

  private final int iterations;
  private final double rate;

  TrainingMethod(int iterations, double rate) {
    this.iterations = iterations;
    this.rate = rate;
  }

  String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** What one iteration is called. */
  String unit() {
    return this == HF ? "iteration" : "epoch";
  }

  int defaultIterations() {
    return iterations;
  }

  double defaultRate() {
    return rate;
  }

  /** About how many vectors of parameters a run needs at a time, those of the network included. */
  int vectors() {
    return this == HF ? 36 : 16;
  }

  boolean isSecondOrder() {
    return this == HF;
  }

  /** The method as one of second order. */
  static Optimizer hessianFree(int iterations, double damping, int curvatureBatches) {
    return HessianFree.standard()
        .withCurvatureBatches(curvatureBatches)
        .withEnding(Ending.standard().atMostIterations(iterations))
        .withDamping(Damping.standard().withInitial(damping));
  }

  /** Martens' 4; more if each still has plenty of examples, fewer if each would have too few. */
  static int defaultCurvatureBatches(int examples) {
    int most = Math.max(1, examples / FEWEST_FOR_CURVATURE);
    return Math.max(Math.min(USUAL_CURVATURE_BATCHES, most), examples / ENOUGH_FOR_CURVATURE);
  }

  /**
   * The method as one of first order.
   *
   * @param epochs the largest number of epochs, at least 1
   * @param rate the learning rate
   * @param batch the size of its mini-batches
   * @param seed of their order
   */
  Optimizer firstOrder(int epochs, double rate, int batch, long seed) {
    MiniBatches batches = MiniBatches.shuffled(batch, seed);
    return this == ADAM
        ? Epochs.of(epochs).withBatches(batches).stepping(Adam.ofRate(rate))
        : Epochs.of(epochs)
            .withBatches(batches)
            .stepping(GradientDescent.ofRate(rate).withMomentum(MOMENTUM));
  }
}
