package org.roperator.solve;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.roperator.contract.Samples;
import org.roperator.internal.Vectors;

class DiagonalTrustRegionTest {

  /** c made from the answer: {@code c = −(θ + λ)y} within {@code Δ = ‖y‖}. */
  @Property(tries = 1000)
  void findsTheAnswerTheProblemWasMadeFrom(
      @ForAll @IntRange(min = 1, max = 12) int n,
      @ForAll @IntRange(min = -15, max = 3) int digits,
      @ForAll long seed) {
    RandomGenerator random = Samples.random(seed);
    double[] theta = Samples.gaussian(random, n);
    Arrays.sort(theta);
    double[] y = Samples.gaussian(random, n);
    double above = Math.pow(10, digits);
    double lambda = Math.max(0, -theta[0]) + above;
    double[] c = new double[n];
    Arrays.setAll(c, i -> -(theta[i] + lambda) * y[i]);
    double radius = Vectors.norm(y);
    DiagonalTrustRegion found = DiagonalTrustRegion.solve(theta, c, radius);
    assertTrue(found.isOnBoundary());
    assertEquals(lambda, found.multiplier(), 1e-12 * Math.max(1, lambda));
    assertEquals(radius, Vectors.norm(found.y()), 1e-15 * radius);
    // Some entries hang on λ + θ₁, of which the rounding of λ leaves so many digits.
    double digitsLeft = 1e-14 / Math.min(1, above + Math.max(0, theta[0]));
    assertArrayEquals(y, found.y(), Math.max(1e-9, 10 * digitsLeft) * radius);
  }

  @Test
  void theHardCaseEndsAlongTheFirstVector() {
    // Without the first: y₂ = −1/(1 + 2) at λ = 2.
    DiagonalTrustRegion found =
        DiagonalTrustRegion.solve(new double[] {-2, 1}, new double[] {0, 1}, 1);
    assertEquals(2, found.multiplier());
    assertArrayEquals(new double[] {Math.sqrt(8) / 3, -1.0 / 3}, found.y(), 1e-15);
    assertTrue(found.isOnBoundary());
  }

  @Test
  void nothingPullsButTheCurvature() {
    DiagonalTrustRegion found =
        DiagonalTrustRegion.solve(new double[] {-2, -2, 1}, new double[3], 3);
    assertArrayEquals(new double[] {3, 0, 0}, found.y());
    assertEquals(2, found.multiplier());
  }

  @Test
  void aFlatDirectionWithoutASlopeStaysAtZeroInside() {
    DiagonalTrustRegion found =
        DiagonalTrustRegion.solve(new double[] {0, 2}, new double[] {0, 1}, 1);
    assertArrayEquals(new double[] {0, -0.5}, found.y());
    assertEquals(0, found.multiplier());
    assertFalse(found.isOnBoundary());
  }

  @Test
  void aFlatDirectionWithASlopeEndsOnTheBoundary() {
    // λ y = −c alone: λ = |c|/Δ.
    DiagonalTrustRegion found = DiagonalTrustRegion.solve(new double[] {0}, new double[] {3}, 2);
    assertArrayEquals(new double[] {-2}, found.y());
    assertEquals(1.5, found.multiplier(), 1e-15);
  }

  @Test
  void aMinimumOnTheBoundaryHasNoMultiplier() {
    DiagonalTrustRegion found =
        DiagonalTrustRegion.solve(new double[] {1, 4}, new double[] {-3, -16}, 5);
    assertArrayEquals(new double[] {3, 4}, found.y());
    assertEquals(0, found.multiplier());
    assertTrue(found.isOnBoundary());
  }

  @Test
  void soShortARadiusSeesNoCurvature() {
    DiagonalTrustRegion found =
        DiagonalTrustRegion.solve(new double[] {1, 1}, new double[] {3e200, -4e200}, 1e-200);
    assertArrayEquals(new double[] {-0.6e-200, 0.8e-200}, found.y(), 1e-215);
    assertEquals(Double.POSITIVE_INFINITY, found.multiplier());
  }
}
