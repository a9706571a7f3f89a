package org.roperator.nn.layer;

import java.util.List;
import org.roperator.dense.Matrix;

/**
 * A differentiable map from rows of inputs and some parameters to rows of outputs, {@code y = f(x,
 * w)}, with hand-written sweeps to second order.
 *
 * <p>Immutable: what a sweep computes lives in the {@link Pass} that {@link #forward} returns. A
 * new layer is one class; its laws, every sweep against differences of the one before, are those of
 * the layer contract in this module's tests.
 */
public interface Layer {

  /** The number of inputs per example. */
  int inputs();

  /** The number of outputs per example. */
  int outputs();

  /** The parameter arrays in the order in which they lie; none unless a layer has some. */
  default List<ParameterArray> parameters() {
    return List.of();
  }

  /**
   * Computes the outputs of a batch and remembers what the other sweeps need.
   *
   * @param x one row per example. Handed over: the pass may keep or overwrite it, unless it is
   *     data.
   * @param w the parameters of the whole network. Not modified; kept by the pass.
   * @param from index of this layer's first parameter in {@code w}
   * @param memory lends what the pass keeps; not rewound while the pass is in use
   */
  Pass forward(Matrix x, double[] w, int from, Workspace memory);

  /**
   * Computes the outputs of a batch alone, the same numbers bit for bit as {@link #forward}.
   *
   * @param x one row per example. Handed over: may be overwritten, unless it is data.
   * @param w the parameters of the whole network. Not modified.
   * @param from index of this layer's first parameter in {@code w}
   * @param work lends what is needed
   */
  default Matrix outputs(Matrix x, double[] w, int from, Workspace work) {
    return forward(x, w, from, work).y();
  }

  /**
   * Whether the outputs of an example depend on the inputs of others in its batch, as those of
   * {@link BatchNormalization} in training do.
   *
   * <p>The batch such a layer is given is then part of the function: an objective never cuts it
   * (see {@code objective.withBatchesOf(n)}), what belongs to single examples has no meaning, and
   * where a sweep speaks of an example's curvature it is the batch's.
   */
  default boolean couplesExamples() {
    return false;
  }

  /**
   * Whether this layer behaves differently in training and inference, so that outputs are to be
   * asked of its {@link #inference}.
   */
  default boolean differsInTraining() {
    return couplesExamples();
  }

  /**
   * This layer with other random numbers, if it uses any.
   *
   * @param seed of the random numbers
   */
  default Layer withSeed(long seed) {
    return this;
  }

  /** The fewest examples a batch may have. */
  default int fewestExamples() {
    return 1;
  }

  /**
   * This layer as it acts in use rather than in training: what a batch determined is fixed as this
   * batch determines it, and what was drawn is left out. Most layers do the same in both.
   *
   * @param x one row per example. Not modified.
   * @param w the parameters of the whole network. Not modified.
   * @param from index of this layer's first parameter in {@code w}
   * @param work lends what is needed
   * @return a layer with the same parameters that does not couple examples
   */
  default Layer inference(Matrix x, double[] w, int from, Workspace work) {
    return this;
  }

  /**
   * How many numbers per example a pass takes from its memory in {@link #forward} and {@link
   * Pass#backward} together; what a memory budget is reckoned with. What it takes however many
   * examples there are is not counted. A layer with parameters counts its inputs among them, for
   * xBar, which it does not take where x is data.
   */
  long numbersKeptPerExample();

  /**
   * About how many numbers per example and direction the sweeps of a product take, by which
   * products are grouped.
   */
  default long numbersPerDirection() {
    return (long) inputs() + outputs();
  }
}
