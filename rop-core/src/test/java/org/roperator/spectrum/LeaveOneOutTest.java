package org.roperator.spectrum;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.roperator.contract.Samples;
import org.roperator.internal.Vectors;
import org.roperator.operator.SymmetricOperator;
import org.roperator.parallel.Workers;

/** The estimates of XTrace beside those of sketches that are really made without a column. */
class LeaveOneOutTest {

  @Test
  void tracesAreThoseOfSketchesMadeWithoutAColumn() {
    // Probes are signs from 64 entries on, points of a sphere below.
    for (int n : new int[] {20, 70}) {
      for (double[] lambda :
          new double[][] {
            Prescribed.geometric(n, 0.8), Prescribed.harmonic(n), twoSided(n), nearlyLowRank(n)
          }) {
        for (int k : new int[] {3, 4, 9}) {
          check(Prescribed.dense(n + k, lambda), k);
        }
      }
    }
  }

  private static double[] twoSided(int n) {
    double[] lambda = new double[n];
    Arrays.setAll(lambda, i -> i % 2 == 0 ? 1 : -2);
    return lambda;
  }

  /** Of rank 8 and noise: of nine columns each leaves the rest but the noise. */
  private static double[] nearlyLowRank(int n) {
    double[] lambda = new double[n];
    Arrays.setAll(lambda, i -> i < 8 ? 8 - i : 1e-5 / (1 + i));
    return lambda;
  }

  private static void check(SymmetricOperator a, int k) {
    int n = a.dimension();
    Sketch sketch = new Sketch(new CountedOperator(a), 5, Workers.of(1));
    assertTrue(sketch.extendTo(k) && !sketch.isComplete());
    double[] deleted = new double[k];
    double[] traces = new LeaveOneOut(sketch, n, 5).traces(deleted);
    List<double[]> omegas = new ArrayList<>();
    Probes probes = new Probes(5);
    for (int i = 0; i < k; i++) {
      double[] omega = new double[n];
      probes.independent(omega);
      omegas.add(omega);
    }
    double size = EstimatorsTest.diagonalOf(a).length;
    assertArrayEquals(naive(a, omegas), traces, 1e-12 * size * 8);
    for (int j = 0; j < k; j++) {
      List<double[]> fewer = new ArrayList<>(omegas);
      fewer.remove(j);
      double mean = Arrays.stream(naive(a, fewer)).average().orElse(0);
      // Columns of noise are known to 1e-16/1e-5 of the norm, which is 8.
      assertEquals(mean, deleted[j], 1e-9, "without column " + j);
    }
  }

  /** {@code tr QᵀAQ + ωᵀ(I − QQᵀ)A(I − QQᵀ)ω}, with Q from all columns but that of ω. */
  private static double[] naive(SymmetricOperator a, List<double[]> omegas) {
    double[] traces = new double[omegas.size()];
    for (int i = 0; i < traces.length; i++) {
      List<double[]> q = new ArrayList<>();
      for (int j = 0; j < traces.length; j++) {
        if (j != i) {
          double[] column = a.times(omegas.get(j));
          remove(q, column);
          remove(q, column);
          Vectors.scale(1 / Vectors.norm(column), column);
          q.add(column);
        }
      }
      for (double[] column : q) {
        traces[i] += Vectors.dot(column, a.times(column));
      }
      double[] rest = omegas.get(i).clone();
      remove(q, rest);
      remove(q, rest);
      traces[i] += Vectors.dot(rest, a.times(rest));
    }
    return traces;
  }

  private static void remove(List<double[]> q, double[] v) {
    for (double[] column : q) {
      Vectors.addScaled(-Vectors.dot(column, v), column, v);
    }
  }

  /**
   * Sums of products of one, two or three independent numbers have known variances. The error is
   * right for each order, and too large for a mixture.
   */
  @Test
  void theErrorIsThatOfAnyOrder() {
    int k = 10;
    RandomGenerator random = Samples.random(3);
    double[][] weights = {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}, {1, 0.5, 0.3}};
    for (double[] weight : weights) {
      int repeats = 20_000;
      double squares = 0;
      double reported = 0;
      for (int r = 0; r < repeats; r++) {
        double[] z = Samples.gaussian(random, k);
        double[] estimates = estimates(z, weight);
        double[] deleted = new double[k];
        for (int j = 0; j < k; j++) {
          double[] fewer = new double[k - 1];
          System.arraycopy(z, 0, fewer, 0, j);
          System.arraycopy(z, j + 1, fewer, j, k - 1 - j);
          deleted[j] = Arrays.stream(estimates(fewer, weight)).average().orElse(0);
        }
        RunningMean mean = RunningMean.of(estimates);
        squares += mean.mean() * mean.mean();
        double error = LeaveOneOut.errorOf(mean, RunningMean.of(deleted));
        reported += error * error;
      }
      double share = Math.sqrt(reported / squares);
      // The mean of a root is below the root of the mean, by less than a tenth here; a mean of
      // fewer
      // numbers varies more, by up to 1 + 3/2k at order three.
      assertTrue(share > 0.9 && share < 1.3, Arrays.toString(weight) + ": " + share);
    }
  }

  /** Estimate i is zᵢ times a symmetric function of the other numbers: its mean is 0 given them. */
  private static double[] estimates(double[] z, double[] weight) {
    int k = z.length;
    double[] estimates = new double[k];
    for (int i = 0; i < k; i++) {
      double sum = 0;
      double squares = 0;
      for (int j = 0; j < k; j++) {
        sum += j == i ? 0 : z[j];
        squares += j == i ? 0 : z[j] * z[j];
      }
      double pairs = (sum * sum - squares) / 2;
      estimates[i] =
          z[i]
              * (weight[0]
                  + weight[1] * sum / Math.sqrt(k - 1)
                  + weight[2] * pairs / Math.sqrt((k - 1) * (k - 2) / 2.0));
    }
    return estimates;
  }

  @Test
  void estimatesThatAgreeHaveNoError() {
    RunningMean same = RunningMean.of(new double[] {3, 3, 3});
    assertEquals(0, LeaveOneOut.errorOf(same, same), 0);
    RunningMean apart = RunningMean.of(new double[] {1, 2, 3});
    assertEquals(apart.plainError(), LeaveOneOut.errorOf(apart, same), 0);
  }
}
