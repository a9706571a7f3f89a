package org.roperator.nn;

import org.roperator.dense.Matrix;
import org.roperator.nn.layer.Workspace;

/**
 * How far a network's outputs are from what a data set asks for: a sum over the examples of {@code
 * E(y, target)}, to second order in y.
 *
 * <p>Objectives take the mean over the examples. Immutable. A new loss is one class; its laws are
 * those of the loss contract in this module's tests.
 */
public interface Loss {

  /** The name by which people call it. */
  String name();

  /**
   * Requires that a data set holds the targets this loss compares with.
   *
   * @param data the data set
   * @param outputs the number of outputs of the network
   * @throws IllegalArgumentException saying what is missing
   */
  void requireFit(Dataset data, int outputs);

  /**
   * The sum of the losses of a batch.
   *
   * @param y one row of outputs per example. Not modified.
   * @param data the targets
   * @param first the number in {@code data} of the first example
   */
  double value(Matrix y, Dataset data, int first);

  /**
   * Computes value and gradient with respect to y, and remembers what second derivatives need.
   *
   * @param y one row of outputs per example. Handed over: may be kept or overwritten.
   * @param data the targets
   * @param first the number in {@code data} of the first example
   * @param weight what the gradient and all that follows from it is multiplied by, such as 1/N
   * @param memory lends what the pass keeps
   */
  LossPass forward(Matrix y, Dataset data, int first, double weight, Workspace memory);

  /** How many numbers per example a pass takes from its memory. */
  long numbersKeptPerExample(int outputs);

  /**
   * Softmax cross-entropy of logits, {@code E = ln Σₖ exp yₖ − y_label}: the negative logarithm of
   * the probability given to the label. Takes classification data.
   */
  static Loss softmaxCrossEntropy() {
    return new SoftmaxCrossEntropy();
  }

  /**
   * Logistic cross-entropy of logits, {@code E = Σₖ ln(1 + exp yₖ) − tₖyₖ}: the negative logarithm
   * of the probability given to independent outcomes tₖ. Takes targets from 0 to 1, or a label as
   * one 1 among zeros.
   */
  static Loss logisticCrossEntropy() {
    return new LogisticCrossEntropy();
  }

  /**
   * Half the squared error, {@code E = ½ Σₖ (yₖ − tₖ)²}: a sum over the outputs, so that the
   * objective is ½ the mean over the examples of ‖y − t‖². Takes any targets; a label counts as one
   * 1 among zeros.
   */
  static Loss squaredError() {
    return new SquaredError();
  }
}
