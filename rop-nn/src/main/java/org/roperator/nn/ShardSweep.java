package org.roperator.nn;

import org.roperator.nn.layer.Accumulator;
import org.roperator.nn.layer.Workspace;

/** Callback that adds one shard's contribution to a custom sum. */
@FunctionalInterface
public interface ShardSweep {

  /**
   * Adds the part of some examples.
   *
   * @param shard the examples
   * @param sum {@code beta · old + part} for each of the sums. Updated.
   * @param work lends what is needed
   */
  void add(Shard shard, Accumulator sum, Workspace work);
}
