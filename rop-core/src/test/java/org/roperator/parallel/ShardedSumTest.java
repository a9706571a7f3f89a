package org.roperator.parallel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.stream.DoubleStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.roperator.contract.Samples;

class ShardedSumTest {

  private static final int LENGTH = (1 << 16) + 5; // more than one block

  @Test
  void addsInTheOrderOfTheLanesForAnyNumberOfThreads() {
    for (int tasks : new int[] {1, 2, 7}) {
      double[][] parts = new double[2 * tasks][];
      Arrays.setAll(parts, i -> Samples.gaussian(Samples.random(i), LENGTH));
      double[][] expected = new double[2][];
      for (int j = 0; j < 2; j++) {
        expected[j] = parts[j].clone();
        for (int task = 1; task < tasks; task++) {
          for (int i = 0; i < LENGTH; i++) {
            expected[j][i] += parts[2 * task + j][i];
          }
        }
      }
      for (int threads : new int[] {1, 2, 5}) {
        ShardedSum<double[]> sum = ShardedSum.on(Workers.of(threads), Scratch.ofLength(1));
        double[][] outs = new double[2][LENGTH + 1];
        for (int again = 0; again < 2; again++) {
          outs[0][LENGTH] = 3;
          sum.sum(
              Sharding.inLanes(tasks, tasks, 1),
              outs,
              LENGTH,
              (task, first, sums, area) -> {
                assertTrue(first);
                for (int j = 0; j < 2; j++) {
                  System.arraycopy(parts[2 * task + j], 0, sums[j], 0, LENGTH);
                }
              });
          for (int j = 0; j < 2; j++) {
            assertArrayEquals(expected[j], Arrays.copyOf(outs[j], LENGTH), 0.0);
          }
          assertEquals(3, outs[0][LENGTH], 0, "what lies behind is left alone");
        }
      }
    }
  }

  @Test
  void oneSumServesVectorsOfManyShapes() {
    ShardedSum<double[]> sum = ShardedSum.on(Workers.of(2), Scratch.ofLength(1));
    int[][] shapes = {{3, 1, 10}, {3, 2, 10}, {2, 2, 4}, {3, 1, 20}, {3, 1, 5}};
    for (int[] shape : shapes) {
      double[][] outs = new double[shape[1]][shape[2]];
      sum.sum(
          Sharding.inLanes(shape[0], shape[0], 1),
          outs,
          shape[2],
          (task, first, sums, area) -> {
            for (double[] vector : sums) {
              Arrays.fill(vector, 0, shape[2], task + 1);
            }
          });
      double expected = shape[0] * (shape[0] + 1) / 2.0;
      for (double[] out : outs) {
        for (double x : out) {
          assertEquals(expected, x, 0);
        }
      }
    }
  }

  /** Shards of a lane add to one sum in order, lanes in order, whoever runs them. */
  @Property(tries = 50)
  void addsTheShardsOfALaneInOrder(
      @ForAll @IntRange(min = 1, max = 60) int rows,
      @ForAll @IntRange(min = 1, max = 9) int lanes,
      @ForAll @IntRange(min = 1, max = 7) int rowsPerShard,
      @ForAll long seed) {
    Sharding sharding = Sharding.inLanes(rows, lanes, rowsPerShard);
    double[] x = Samples.gaussian(Samples.random(seed), rows);
    double[] laneSums = new double[sharding.lanes()];
    for (int lane = 0; lane < sharding.lanes(); lane++) {
      int from = sharding.firstRow(sharding.firstShard(lane));
      for (int r = from; r < sharding.firstRow(sharding.firstShard(lane + 1)); r++) {
        laneSums[lane] += x[r];
      }
    }
    double expected = laneSums[0];
    for (int lane = 1; lane < laneSums.length; lane++) {
      expected += laneSums[lane];
    }
    for (int threads : new int[] {1, 3}) {
      ShardedSum<double[]> sum = ShardedSum.on(Workers.of(threads), Scratch.ofLength(1));
      double[] out = {Double.NaN};
      sum.sumFromZeros(
          sharding,
          new double[][] {out},
          (shard, sums, area) -> {
            for (int r = sharding.firstRow(shard); r < sharding.firstRow(shard + 1); r++) {
              sums[0][0] += x[r];
            }
          });
      assertEquals(expected, out[0], 0.0);
      double[] seen = new double[rows];
      sum.forEach(
          sharding,
          (shard, none, area) -> {
            assertEquals(0, none.length);
            for (int r = sharding.firstRow(shard); r < sharding.firstRow(shard + 1); r++) {
              seen[r] += 1;
            }
          });
      assertArrayEquals(DoubleStream.generate(() -> 1).limit(rows).toArray(), seen, 0.0);
    }
  }
}
