package org.roperator.nn;

import org.roperator.parallel.Sharding;

/** Objectives over data that are cut as a test wants them. */
public final class Cuts {

  private Cuts() {}

  /** The same objective over so many lanes of shards of so many examples. */
  public static NetworkObjective inLanes(NetworkObjective objective, int lanes, int shard) {
    return objective.cutBy((n, p) -> Sharding.inLanes(n, lanes, shard));
  }
}
