package org.roperator.nn;

import static org.junit.jupiter.api.Assertions.assertEquals;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.roperator.contract.Refusals;
import org.roperator.contract.Samples;
import org.roperator.nn.layer.ParameterArray;

/** Orthonormal weights. */
class OrthogonalInitializerTest {

  /** Twice orthogonalized: a few roundings of unit vectors. */
  private static final double ROUNDING = 1e-14;

  @Property(tries = 40)
  void shorterSideIsOrthonormal(
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 12) int rows,
      @ForAll @IntRange(min = 1, max = 12) int columns) {
    double[] w = new double[rows * columns + 2];
    w[0] = 7;
    w[w.length - 1] = 8;
    Initializer.orthogonal(3)
        .fill(ParameterArray.weights("W", rows, columns), Samples.random(seed), w, 1);
    assertEquals(7, w[0]);
    assertEquals(8, w[w.length - 1]);
    int count = Math.min(rows, columns);
    for (int a = 0; a < count; a++) {
      for (int b = 0; b < count; b++) {
        double dot = 0;
        for (int k = 0; k < Math.max(rows, columns); k++) {
          dot +=
              rows <= columns
                  ? w[1 + a * columns + k] * w[1 + b * columns + k]
                  : w[1 + k * columns + a] * w[1 + k * columns + b];
        }
        assertEquals(a == b ? 9 : 0, dot, 9 * count * ROUNDING);
      }
    }
  }

  /**
   * Uniform: every entry has mean 0 and variance 1/3; of 3000 draws 0.0105 and 0.0091 are one σ.
   */
  @Test
  void everyEntryIsDistributedAlike() {
    ParameterArray array = ParameterArray.weights("W", 3, 3);
    double[] sums = new double[9];
    double[] squares = new double[9];
    double[] w = new double[9];
    java.util.random.RandomGenerator random = Samples.random(2);
    int draws = 3000;
    for (int draw = 0; draw < draws; draw++) {
      Initializer.orthogonal().fill(array, random, w, 0);
      for (int i = 0; i < 9; i++) {
        sums[i] += w[i] / draws;
        squares[i] += w[i] * w[i] / draws;
      }
    }
    for (int i = 0; i < 9; i++) {
      // E w⁴ = 1/5, so Var w² = 4/45.
      assertEquals(0, sums[i], 4 * Math.sqrt(1.0 / 3 / draws));
      assertEquals(1.0 / 3, squares[i], 4 * Math.sqrt(4.0 / 45 / draws));
    }
  }

  @Test
  void refusesGainsThatAreNotPositive() {
    Refusals.assertRefused(() -> Initializer.orthogonal(0), 0.0);
  }
}
