package org.roperator.nn;

/** What a sweep of one's own over a network's examples does with some of them. */
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
