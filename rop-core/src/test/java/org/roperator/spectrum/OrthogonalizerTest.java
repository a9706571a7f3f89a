package org.roperator.spectrum;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.roperator.contract.Samples;
import org.roperator.internal.Vectors;
import org.roperator.parallel.Workers;

class OrthogonalizerTest {

  private static final int N = 5000; // more than two strips

  /** How far the second vector of a block is from the first, from far to not at all. */
  private static final double[] DISTANCES = {1, 0.05, 1e-4, 1e-8, 0};

  @Test
  void blocksComeApartIntoWhatIsKnownAndWhatIsNew() {
    for (double distance : DISTANCES) {
      Basis basis = new Basis(N, 8, Workers.of(1));
      Orthogonalizer orthogonalizer = new Orthogonalizer(basis, N, 8, new Probes(1));
      assertEquals(3, orthogonalizer.append(0, block(3, 1, 7), 1));
      double[][] w = block(3, distance, 8);
      // Mostly inside of what is there: projections must be repeated.
      double[][] rows = rows(basis, 3);
      for (int i = 0; i < 3; i++) {
        Vectors.addScaled(100, rows[i], w[i]);
      }
      double[][] before = {w[0].clone(), w[1].clone(), w[2].clone()};
      int added = orthogonalizer.append(3, w, 100);
      assertEquals(distance == 0 ? 2 : 3, added, "distance " + distance);
      double[][] all = rows(basis, 3 + added);
      for (int i = 0; i < all.length; i++) {
        for (int j = 0; j <= i; j++) {
          assertEquals(i == j ? 1 : 0, Vectors.dot(all[i], all[j]), 1e-13, "distance " + distance);
        }
      }
      double[] h = orthogonalizer.h();
      double[] r = orthogonalizer.r();
      for (int j = 0; j < 3; j++) {
        for (int i = 0; i < 3; i++) {
          Vectors.addScaled(-h[i * 3 + j], all[i], before[j]);
        }
        for (int i = 0; i < added; i++) {
          Vectors.addScaled(-r[i * 3 + j], all[3 + i], before[j]);
        }
        // What is left is rounding of a hundred.
        assertEquals(0, Vectors.norm(before[j]), 1e-12, "distance " + distance);
      }
      assertTrue(orthogonalizer.dropped() <= (distance == 0 ? 1e-12 : 0));
    }
  }

  @Test
  void roomAndSpaceEndABlock() {
    Basis basis = new Basis(3, 3, Workers.of(1));
    Orthogonalizer orthogonalizer = new Orthogonalizer(basis, 3, 3, new Probes(1));
    double[][] w = {{1, 0, 0}, {1, 1, 0}, {0, 1, 0}, {3, 0, 2}};
    assertEquals(3, orthogonalizer.append(0, w, 1));
    assertEquals(2, Math.abs(orthogonalizer.r()[2 * 4 + 3]), 1e-15);
    assertEquals(3, orthogonalizer.r()[3], 1e-15);
    assertEquals(0, orthogonalizer.append(3, new double[][] {{1, 2, 3}}, 1));
    assertArrayEquals(new double[] {1, 2, 3}, orthogonalizer.h(), 1e-14);
  }

  @Test
  void randomRowsAreOrthogonalToAll() {
    Basis basis = new Basis(4, 4, Workers.of(1));
    Orthogonalizer orthogonalizer = new Orthogonalizer(basis, 4, 4, new Probes(1));
    orthogonalizer.append(0, new double[][] {{2, 0, 0, 0}}, 2);
    double[] h = orthogonalizer.h();
    orthogonalizer.appendRandom(1, 3, new double[3][4]);
    assertSame(h, orthogonalizer.h(), "what is known of the last block stays");
    double[][] all = new double[4][4];
    basis.read(0, all, 4);
    for (int i = 0; i < 4; i++) {
      for (int j = 0; j <= i; j++) {
        assertEquals(i == j ? 1 : 0, Vectors.dot(all[i], all[j]), 1e-14);
      }
    }
    double[] sum = new double[4];
    basis.combine(4, new double[] {1, 2, 0, 0}, new double[][] {sum});
    Vectors.addScaled(-1, all[0], sum);
    Vectors.addScaled(-2, all[1], sum);
    assertEquals(0, Vectors.norm(sum), 1e-15);
  }

  private static double[][] block(int count, double distance, long seed) {
    double[][] w = new double[count][];
    for (int i = 0; i < count; i++) {
      w[i] = Samples.gaussian(Samples.random(seed + 100L * i), N);
      Vectors.scale(1 / Vectors.norm(w[i]), w[i]);
    }
    Vectors.scale(distance, w[1]);
    Vectors.addScaled(1, w[0], w[1]);
    return w;
  }

  private static double[][] rows(Basis basis, int count) {
    double[][] rows = new double[count][N];
    basis.read(0, rows, count);
    return rows;
  }
}
