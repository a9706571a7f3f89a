package org.roperator.optimize;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.roperator.optimize.smooth.BoundedLimitedMemoryBfgs;
import org.roperator.optimize.smooth.Bounds;
import org.roperator.optimize.smooth.LimitedMemoryBfgs;
import org.roperator.optimize.smooth.NewtonConjugateGradient;
import org.roperator.optimize.smooth.ProjectedTrustRegionNewton;
import org.roperator.optimize.smooth.TrustRegionNewton;

/** Values and gradients that round more coarsely than their size tells still end a run. */
class RoundingEndsTest {

  private static final double[] START = {-1.2, 1};
  private static final Bounds BOX = Bounds.of(new double[] {-5, -5}, new double[] {5, 5});

  static List<Optimizer> methods() {
    return List.of(
        TrustRegionNewton.standard(),
        NewtonConjugateGradient.standard(),
        LimitedMemoryBfgs.standard(),
        ProjectedTrustRegionNewton.within(BOX),
        BoundedLimitedMemoryBfgs.within(BOX));
  }

  /**
   * Rosenbrock's function with numbers of the size of its rounding added, which the point makes.
   */
  private static HandWritten noisy(double ofValue, double ofGradient) {
    HandWritten f = (HandWritten) HandWritten.rosenbrock();
    return new HandWritten(
        2,
        w -> f.value(w) + ofValue * noise(w, 1),
        w -> {
          double[] g = f.g().apply(w);
          g[0] += ofGradient * noise(w, 2);
          g[1] += ofGradient * noise(w, 3);
          return g;
        },
        f.h());
  }

  /** Between -1 and 1, without pattern. */
  private static double noise(double[] w, int salt) {
    long bits = (Arrays.hashCode(w) + salt) * 0x9E3779B97F4A7C15L;
    return (bits >> 11) * 0x1p-52;
  }

  /**
   * The sum of ten thousand numbers of size 1 that leaves 1e-12 of them: far above the rounding of
   * a value near 0, and gradients of 1e-12 of the first are below what it hides.
   */
  @ParameterizedTest
  @MethodSource("methods")
  void noiseOfCancellationIsAMinimum(Optimizer method) {
    OptimizationResult result = method.minimize(noisy(1e-12, 1e-9), START);
    assertEquals(OptimizationOutcome.CONVERGED, result.outcome(), result::toString);
    // Gradients of 1e-8 of 233 over the least curvature, 0.4.
    assertArrayEquals(new double[] {1, 1}, result.parameters(), 1e-8 * 233 / 0.4);
    assertTrue(result.iterations() < 120, result::toString);
    // Steps ended, and a second sentence tells what is left.
    assertTrue(
        result
            .reason()
            .matches(".*\\. The norm of the (projected )?gradient is .* of the largest met\\."),
        result::reason);
  }

  /** So much noise hides the minimum at gradients that are no part of 1e-8 of the largest. */
  @ParameterizedTest
  @MethodSource("methods")
  void noiseThatHidesTheMinimumIsAStall(Optimizer method) {
    OptimizationResult result = method.minimize(noisy(1e-4, 1e-2), START);
    assertEquals(OptimizationOutcome.STALLED, result.outcome(), result::toString);
    assertTrue(result.iterations() < 300, result::toString);
  }

  @Test
  void whoAsksForNoPartOfTheGradientIsToldOfTheStall() {
    Ending absolute = Ending.standard().untilRelativeGradient(0).untilGradient(1e-13);
    for (Optimizer method :
        List.of(
            TrustRegionNewton.standard().withEnding(absolute),
            NewtonConjugateGradient.standard().withEnding(absolute),
            LimitedMemoryBfgs.standard().withEnding(absolute),
            ProjectedTrustRegionNewton.within(BOX).withEnding(absolute),
            BoundedLimitedMemoryBfgs.within(BOX).withEnding(absolute))) {
      OptimizationResult result = method.minimize(noisy(1e-12, 1e-9), START);
      assertEquals(OptimizationOutcome.STALLED, result.outcome(), result::toString);
    }
  }

  /** {@code eˣ − 1 − x − y² + y⁴/2} in multiples of a number: least at (0, ±1). */
  private static HandWritten ridge(double unit) {
    return new HandWritten(
        2,
        w -> {
          double y = w[1] * w[1];
          return Math.rint((Math.exp(w[0]) - 1 - w[0] - y + 0.5 * y * y) / unit) * unit;
        },
        w -> new double[] {Math.expm1(w[0]), -2 * w[1] + 2 * w[1] * w[1] * w[1]},
        w -> new double[][] {{Math.exp(w[0]), 0}, {0, -2 + 6 * w[1] * w[1]}});
  }

  /** On the ridge y = 0 steps along x end where they no longer show: at a saddle, which is left. */
  @Test
  void aRunThatEndsAtASaddleLeavesIt() {
    for (Optimizer method : methods().subList(0, 3)) {
      for (double unit : new double[] {0x1p-40, 0x1p-50}) {
        OptimizationResult result = method.minimize(ridge(unit), new double[] {3, 0});
        assertEquals(OptimizationOutcome.CONVERGED, result.outcome(), result::toString);
        assertEquals(-0.5, result.value(), 2 * unit, result::toString);
      }
    }
  }
}
