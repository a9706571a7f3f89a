package org.roperator.autodiff;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.roperator.contract.Samples;
import org.roperator.parallel.Workers;

/** Dense and sparse Hessians written out, their patterns and their colorings. */
class WrittenHessiansTest {

  @Test
  void oneProductOfNeighborsAndCubesTakesTwoColors() {
    TapeObjective f =
        TapeObjective.of(
            12,
            x -> {
              Var sum = x[0].multiply(x[1]);
              for (Var each : x) {
                sum = sum.add(each.pow(3));
              }
              return sum;
            });
    double[] w = new double[12];
    Arrays.setAll(w, j -> j);
    SparseHessian h = SparseHessian.of(f.expandAt(w));
    assertEquals(2, h.colors());
    assertEquals(14, h.storedEntries());
    assertEquals(1, h.entry(0, 1));
    assertEquals(1, h.entry(1, 0));
    assertEquals(0, h.entry(2, 1));
    for (int j = 0; j < 12; j++) {
      assertEquals(6.0 * j, h.entry(j, j));
    }
    assertArrayEquals(new int[] {0, 1}, h.columnsOfRow(1));
    assertArrayEquals(new double[] {1, 6}, h.entriesOfRow(1));
  }

  @Test
  void tridiagonalHessiansTakeThreeColors() {
    SparseHessian h = SparseHessian.of(rosenbrock(200).expandAt(new double[200]));
    assertEquals(3, h.colors());
    assertEquals(200 + 2 * 199, h.storedEntries());
  }

  @Test
  void arrowsTakeTwoColors() {
    TapeObjective f =
        TapeObjective.of(
            50,
            x -> {
              Var sum = Var.constant(0);
              for (int i = 0; i < 49; i++) {
                sum = sum.add(x[i].multiply(x[49]).exp());
              }
              return sum;
            });
    SparseHessian h = SparseHessian.of(f.expandAt(new double[50]));
    assertEquals(2, h.colors());
    assertEquals(50 + 2 * 49, h.storedEntries());
  }

  @Test
  void linearAndConstantProgramsHaveEmptyPatterns() {
    for (TapeObjective f :
        new TapeObjective[] {
          TapeObjective.of(3, Var::sum), TapeObjective.of(3, x -> Var.constant(1))
        }) {
      SparseHessian h = SparseHessian.of(f.expandAt(new double[3]));
      assertEquals(0, h.storedEntries());
      assertArrayEquals(new double[3], h.times(new double[] {1, 2, 3}), 0.0);
    }
  }

  @Property(tries = 60)
  void sparseEqualsDenseOnRandomPrograms(@ForAll long seed) {
    RandomGenerator random = Samples.random(seed);
    int n = random.nextInt(1, 14);
    int terms = random.nextInt(0, 12);
    long inner = random.nextLong();
    TapeObjective f = TapeObjective.of(n, x -> randomProgram(x, terms, Samples.random(inner)));
    double[] w = Samples.gaussian(random, n);
    TapeExpansion at = f.expandAt(w);
    SparseHessian sparse = SparseHessian.of(at);
    DenseHessian dense = DenseHessian.of(at);
    double size = 1e-300;
    for (double[] row : dense.rows()) {
      for (double entry : row) {
        size = Math.max(size, Math.abs(entry));
      }
    }
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        // Both are products with sums of unit vectors; what is added to an entry is exactly zero.
        assertEquals(dense.entry(i, j), sparse.entry(i, j), 1e-13 * size);
        assertEquals(sparse.entry(j, i), sparse.entry(i, j));
      }
    }
    double[] v = Samples.gaussian(random, n);
    double[] hv = at.hessian().times(v);
    assertTrue(Samples.relativeDistance(hv, sparse.times(v)) < 1e-12);
    assertTrue(Samples.relativeDistance(hv, dense.times(v)) < 1e-12);
  }

  private static Var randomProgram(Var[] x, int terms, RandomGenerator random) {
    Var sum = Var.constant(1);
    for (int t = 0; t < terms; t++) {
      Var a = x[random.nextInt(x.length)];
      Var b = x[random.nextInt(x.length)];
      Var term =
          switch (random.nextInt(5)) {
            case 0 -> a.multiply(b);
            case 1 -> a.subtract(b).sin();
            case 2 -> a.square().add(1).divide(b.square().add(2));
            case 3 -> a.add(b).multiply(a.subtract(2)).exp().add(1).log();
            default -> a.multiply(3).add(b);
          };
      sum = random.nextInt(6) == 0 ? sum.tanh().add(term) : sum.add(term);
    }
    return sum;
  }

  @Property(tries = 100)
  void starColoringsLeaveNoTwoColoredPathOfFour(@ForAll long seed) {
    RandomGenerator random = Samples.random(seed);
    int n = random.nextInt(1, 12);
    boolean[][] edge = new boolean[n][n];
    for (int e = random.nextInt(0, 2 * n); e > 0; e--) {
      int i = random.nextInt(n);
      int j = random.nextInt(n);
      edge[i][j] = i != j;
      edge[j][i] = i != j;
    }
    int[][] neighbors = new int[n][];
    for (int i = 0; i < n; i++) {
      boolean[] row = edge[i];
      neighbors[i] = java.util.stream.IntStream.range(0, n).filter(j -> row[j]).toArray();
    }
    int[] c = StarColoring.of(neighbors);
    for (int a = 0; a < n; a++) {
      for (int b : neighbors[a]) {
        assertTrue(c[a] != c[b]);
        for (int d : neighbors[b]) {
          for (int e : neighbors[d]) {
            boolean path = a != d && b != e && a != e;
            assertTrue(!path || c[a] != c[d] || c[b] != c[e], "two colors on a path of four");
          }
        }
      }
    }
  }

  @Test
  void denseHessiansAreTheSameForAnyNumberOfThreads() {
    double[] w = Samples.gaussian(Samples.random(3), 40);
    TapeExpansion at = rosenbrock(40).expandAt(w);
    DenseHessian one = DenseHessian.of(at);
    DenseHessian four = DenseHessian.of(at, Workers.of(4));
    for (int i = 0; i < 40; i++) {
      assertArrayEquals(one.rows()[i], four.rows()[i], 0.0);
      for (int j = 0; j < 40; j++) {
        double expected =
            i == j
                ? (i < 39 ? 1200 * w[i] * w[i] - 400 * w[i + 1] + 2 : 0) + (i > 0 ? 200 : 0)
                : Math.abs(i - j) == 1 ? -400 * w[Math.min(i, j)] : 0;
        assertEquals(expected, one.entry(i, j), 1e-12 * 1200);
      }
    }
  }

  private static TapeObjective rosenbrock(int n) {
    return TapeObjective.of(
        n,
        x -> {
          Var sum = Var.constant(0);
          for (int i = 0; i + 1 < n; i++) {
            sum =
                sum.add(x[i + 1].subtract(x[i].square()).square().multiply(100))
                    .add(x[i].subtractFrom(1).square());
          }
          return sum;
        });
  }
}
