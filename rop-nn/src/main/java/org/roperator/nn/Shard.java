package org.roperator.nn;

import org.roperator.nn.layer.Pass;

/**
 * Some consecutive examples at a point: the passes of a network's layers and of the loss through
 * them, for sweeps of one's own.
 *
 * <p>Valid while the sweep it was given to runs, and not to be modified.
 */
public interface Shard {

  /** The number within the data set of the first example. */
  int firstExample();

  /** The number of examples. */
  int examples();

  /**
   * The pass of a layer.
   *
   * @param layer its index in {@link Network#layers()}, from {@link Network#firstTrained()} on;
   *     those before it only prepare the data
   */
  Pass pass(int layer);

  /** The pass of the loss. */
  LossPass loss();
}
