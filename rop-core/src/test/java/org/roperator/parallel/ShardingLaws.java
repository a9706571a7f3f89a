package org.roperator.parallel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** Every cut has each row once, in order, in lanes that are not empty. */
class ShardingLaws {

  private static void assertWhole(Sharding cut, int rows, int mostRows) {
    assertEquals(rows, cut.rows());
    assertEquals(0, cut.firstRow(0));
    assertEquals(rows, cut.firstRow(cut.shards()));
    assertEquals(0, cut.firstShard(0));
    assertEquals(cut.shards(), cut.firstShard(cut.lanes()));
    int fewest = rows;
    int most = 0;
    for (int s = 0; s < cut.shards(); s++) {
      int own = cut.firstRow(s + 1) - cut.firstRow(s);
      assertTrue(own > 0 && own <= mostRows, own + " rows");
      fewest = Math.min(fewest, own);
      most = Math.max(most, own);
    }
    assertEquals(fewest, cut.fewestRows());
    assertEquals(most, cut.mostRows());
    for (int lane = 0; lane < cut.lanes(); lane++) {
      assertTrue(cut.firstShard(lane) < cut.firstShard(lane + 1), "an empty lane");
      for (int shard = cut.firstShard(lane); shard < cut.firstShard(lane + 1); shard++) {
        assertEquals(lane, cut.lane(shard));
      }
    }
  }

  @Property
  void theCutForAnyDataIsWhole(
      @ForAll @IntRange(min = 1, max = 100_000) int rows,
      @ForAll @IntRange(min = 1, max = 50_000_000) int sums) {
    Sharding cut = Sharding.of(rows, sums);
    assertWhole(cut, rows, 512);
    assertTrue(cut.lanes() <= 8, cut.lanes() + " lanes");
    // 2²⁴ numbers, or two lanes where the sum is longer.
    assertTrue(cut.lanes() <= 2 || (long) cut.lanes() * sums <= 1 << 24, "too much memory");
  }

  @Property
  void cutsOfAGivenSizeAreWhole(
      @ForAll @IntRange(min = 1, max = 5_000) int rows,
      @ForAll @IntRange(min = 1, max = 5_000) int size,
      @ForAll @IntRange(min = 1, max = 10) int lanes) {
    int within = 1 + (size - 1) % rows;
    assertWhole(Sharding.inBatches(rows, within, 1_000), rows, within);
    assertWhole(Sharding.inShards(rows, size, 1_000), rows, size);
    assertWhole(Sharding.inLanes(rows, lanes, size), rows, size);
    assertEquals(Math.min(lanes, rows), Sharding.inLanes(rows, lanes, size).lanes());
    assertEquals((rows + size - 1) / size, Sharding.inShards(rows, size, 1_000).shards());
  }

  @Test
  void sizesNearTheLargestNumberDoNotOverflow() {
    int many = Integer.MAX_VALUE;
    assertEquals(1, Sharding.inBatches(many, many, 1).shards());
    assertEquals(2, Sharding.inBatches(many, many - 1, 1).shards());
    assertEquals(1, Sharding.inLanes(many, 1, many).shards());
    assertEquals(1, Sharding.inShards(many, many, 1).shards());
    assertEquals(0, Sharding.affordable(many));
  }
}
