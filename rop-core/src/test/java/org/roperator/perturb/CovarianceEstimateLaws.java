package org.roperator.perturb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.random.RandomGenerator;
import java.util.stream.LongStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.RealMatrix;
import org.roperator.contract.Samples;
import org.roperator.internal.Vectors;
import org.roperator.operator.SymmetricOperator;

/**
 * Mean and variance of the covariance estimate, on random quadratics and cubics, against their
 * closed forms.
 *
 * <p>With {@code Δw = s u} and {@code A = uᵀSu − tr S}, {@code S = (eᵢvᵀ + veᵢᵀ)/2}, an entry is
 * the mean of {@code A ΔE / s²}. By Isserlis' theorem {@code E[A²(g·u)²] = 2 tr(S²)‖g‖² + 8 gᵀS²g}
 * and, for {@code B = uᵀHu − tr H}, {@code E[A²B²] = 4 tr(S²)tr(H²) + 8 tr(SH)² + 32 tr(S²H²) + 16
 * tr(SHSH)}.
 */
class CovarianceEstimateLaws {

  private static final int REPEATS = 200;
  private static final int DRAWS = 400;
  private static final double S = 0.1;

  @Property(tries = 3)
  void meanAndVarianceAreThoseOfTheClosedForm(@ForAll long seed) {
    RandomGenerator random = Samples.random(seed);
    int n = random.nextInt(2, 6);
    double[] a = Samples.gaussian(random, n * n);
    double[][] rows = new double[n][n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        rows[i][j] = a[i * n + j] + a[j * n + i];
      }
    }
    double[] g = Samples.gaussian(random, n);
    double[] v = Samples.gaussian(random, n);
    double[] c = Samples.gaussian(random, n);
    SymmetricOperator h = SymmetricOperator.symmetric(rows);
    BlackBox quadratic = w -> 3 + Vectors.dot(g, w) + 0.5 * h.quadraticForm(w);
    // A cubic term about the point; mirrored pairs must not see it, nor the gradient.
    BlackBox cubic = w -> quadratic.value(w) + 5 * Math.pow(Vectors.dot(c, w), 3);
    WeightPerturbation oneSided =
        WeightPerturbation.of(Perturbations.GAUSSIAN, S)
            .untilRelativeError(1e-12)
            .atMostEvaluations(DRAWS + 1);
    WeightPerturbation mirrored = oneSided.withMirrorImages().atMostEvaluations(2 * DRAWS + 1);
    double ofGradient = 1 / (S * S);
    compare(h, rows, g, v, ofGradient, estimates(oneSided, quadratic, v, seed));
    compare(h, rows, g, v, 0, estimates(mirrored, quadratic, v, seed));
    compare(h, rows, g, v, 0, estimates(mirrored, cubic, v, seed));
  }

  private static double[][] estimates(
      WeightPerturbation perturbation, BlackBox box, double[] v, long seed) {
    return LongStream.range(0, REPEATS)
        .mapToObj(
            k ->
                perturbation
                    .withSeed(31 * seed + k)
                    .product(box, new double[v.length], v, ProductEstimator.COVARIANCE)
                    .vector())
        .toArray(double[][]::new);
  }

  private static void compare(
      SymmetricOperator h,
      double[][] rows,
      double[] g,
      double[] v,
      double ofGradient,
      double[][] estimates) {
    double[] z = h.times(v);
    double pooled = 0;
    for (int i = 0; i < v.length; i++) {
      double mean = 0;
      for (double[] one : estimates) {
        mean += one[i] / REPEATS;
      }
      double variance = 0;
      for (double[] one : estimates) {
        variance += (one[i] - mean) * (one[i] - mean) / (REPEATS - 1);
      }
      double t = (mean - z[i]) / Math.sqrt(variance / REPEATS);
      // Chance 2e-6 each, for some fifty of them a run.
      assertTrue(Math.abs(t) < 4.9, "entry " + i + ": t = " + t);
      double predicted = predictedVariance(rows, g, v, i, ofGradient) / DRAWS;
      // A variance of 200 repeats is known to 10 %.
      assertEquals(1, variance / predicted, 0.55, "entry " + i);
      pooled += variance / predicted / v.length;
    }
    assertEquals(1, pooled, 0.4);
  }

  private static double predictedVariance(
      double[][] rows, double[] g, double[] v, int i, double ofGradient) {
    int n = v.length;
    RealMatrix h = new Array2DRowRealMatrix(rows);
    RealMatrix s = new Array2DRowRealMatrix(n, n);
    for (int j = 0; j < n; j++) {
      s.addToEntry(i, j, 0.5 * v[j]);
      s.addToEntry(j, i, 0.5 * v[j]);
    }
    RealMatrix ss = s.multiply(s);
    RealMatrix hh = h.multiply(h);
    RealMatrix sh = s.multiply(h);
    double fromGradient = 2 * ss.getTrace() * Vectors.dot(g, g) + 8 * Vectors.dot(g, ss.operate(g));
    double fromCurvature =
        4 * ss.getTrace() * hh.getTrace()
            + 8 * sh.getTrace() * sh.getTrace()
            + 32 * ss.multiply(hh).getTrace()
            + 16 * sh.multiply(sh).getTrace();
    return ofGradient * fromGradient + fromCurvature / 4 - sh.getTrace() * sh.getTrace();
  }
}
