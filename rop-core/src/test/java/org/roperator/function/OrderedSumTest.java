package org.roperator.function;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.roperator.contract.Samples;

class OrderedSumTest {

  private static final int LENGTH = (1 << 16) + 5; // more than one block

  @Test
  void addsInTheOrderOfTheTasksForAnyNumberOfThreads() {
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
        OrderedSum sum = OrderedSum.on(Workers.of(threads));
        double[][] outs = new double[2][LENGTH + 1];
        for (int again = 0; again < 2; again++) {
          outs[0][LENGTH] = 3;
          sum.sum(
              tasks,
              outs,
              LENGTH,
              (task, sums) -> {
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
    OrderedSum sum = OrderedSum.on(Workers.of(2));
    int[][] shapes = {{3, 1, 10}, {3, 2, 10}, {2, 2, 4}, {3, 1, 20}, {3, 1, 5}};
    for (int[] shape : shapes) {
      double[][] outs = new double[shape[1]][shape[2]];
      sum.sum(
          shape[0],
          outs,
          shape[2],
          (task, sums) -> {
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
}
