package org.roperator.perturb;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.roperator.parallel.Workers;

/** Searches by values alone, in every kind of trouble. */
class SearchOutcomesTest {

  private static final BlackBoxTrustRegion SEARCH =
      BlackBoxTrustRegion.ofRadius(0.5).atMostEvaluations(2000);

  private static final BlackBox BOWL = w -> w[0] * w[0] + w[1] * w[1];

  private static final double[] FAR = {3, -4};

  /** {@code x² − y² + y⁴/4} has minima −1, {@code cos x + cos y} has −2. */
  @Test
  void saddlesAndMaximaAreLeft() {
    for (double scale : new double[] {1e-20, 1, 1e20}) {
      BlackBoxResult saddle =
          SEARCH.minimize(
              w -> scale * (w[0] * w[0] - w[1] * w[1] + Math.pow(w[1], 4) / 4), new double[2]);
      assertEquals(BlackBoxOutcome.RADIUS_VANISHED, saddle.outcome(), saddle::toString);
      // The smallest radius is 3e-6: of a curvature of 4 no more is left than 2e-11.
      assertEquals(-1, saddle.value() / scale, 1e-9);
      BlackBoxResult maximum =
          SEARCH.minimize(w -> scale * (Math.cos(w[0]) + Math.cos(w[1])), new double[2]);
      assertEquals(BlackBoxOutcome.RADIUS_VANISHED, maximum.outcome(), maximum::toString);
      assertEquals(-2, maximum.value() / scale, 1e-9);
      assertTrue(maximum.cause().isEmpty());
    }
  }

  @Test
  void whatABoxThrowsIsKept() {
    IllegalStateException broken = new IllegalStateException("a broken box");
    BlackBoxResult nowhere =
        SEARCH.minimize(
            w -> {
              throw broken;
            },
            FAR);
    assertEquals(BlackBoxOutcome.UNDEFINED_AT_THE_START, nowhere.outcome());
    assertSame(broken, nowhere.cause().orElseThrow());
    assertArrayEquals(FAR, nowhere.parameters());
    // The minimum lies on the edge of what is defined; the first point beyond is the same for all
    // threads, whichever meets another one sooner.
    BlackBox edged =
        w -> {
          if (w[0] < 0) {
            throw new IllegalStateException("beyond at " + w[0]);
          }
          return BOWL.value(w);
        };
    BlackBoxResult alone = SEARCH.minimize(edged, FAR);
    BlackBoxResult together = SEARCH.on(Workers.of(4)).minimize(edged, FAR);
    assertTrue(alone.failures() > 0 && alone.value() < 1, alone::toString);
    assertEquals(
        alone.cause().orElseThrow().getMessage(), together.cause().orElseThrow().getMessage());
    assertTrue(SEARCH.minimize(BOWL, FAR).cause().isEmpty());
  }

  @Test
  void valuesThatAreNotFiniteAreNamed() {
    for (double value : new double[] {Double.NaN, Double.POSITIVE_INFINITY}) {
      BlackBoxResult nowhere = SEARCH.minimize(w -> value, FAR);
      assertEquals(BlackBoxOutcome.UNDEFINED_AT_THE_START, nowhere.outcome());
      assertTrue(nowhere.cause().isEmpty());
    }
    BlackBoxResult abyss = SEARCH.minimize(w -> Double.NEGATIVE_INFINITY, FAR);
    assertEquals(BlackBoxOutcome.UNBOUNDED, abyss.outcome());
    assertArrayEquals(FAR, abyss.parameters());
    // A slope that ends in an abyss ten radii away.
    BlackBox cliff = w -> w[1] > -9 ? w[1] : Double.NEGATIVE_INFINITY;
    for (int threads : new int[] {1, 4}) {
      BlackBoxResult fallen = SEARCH.on(Workers.of(threads)).minimize(cliff, FAR);
      assertEquals(BlackBoxOutcome.UNBOUNDED, fallen.outcome(), fallen::toString);
      assertEquals(Double.NEGATIVE_INFINITY, fallen.value());
      assertTrue(fallen.parameters()[1] <= -9);
    }
  }

  @Test
  void interruptionsEndASearch() {
    for (int when : new int[] {1, 5, 20, 100}) {
      AtomicInteger calls = new AtomicInteger();
      BlackBoxResult result =
          SEARCH.minimize(
              w -> {
                if (calls.incrementAndGet() == when) {
                  Thread.currentThread().interrupt();
                }
                return BOWL.value(w) + Math.abs(w[0]);
              },
              FAR);
      assertTrue(Thread.interrupted(), "the interrupted state must stay set");
      assertEquals(BlackBoxOutcome.INTERRUPTED, result.outcome(), result::toString);
      // The sample and the trial under way are all that is spent after it.
      assertTrue(result.evaluations() <= when + 15, result::toString);
      assertTrue(result.value() <= 28);
    }
  }

  @Test
  void interruptionsEndAnEstimation() {
    AtomicInteger calls = new AtomicInteger();
    PerturbationEstimate none =
        WeightPerturbation.of(Perturbations.GAUSSIAN, 0.1)
            .untilRelativeError(1e-9)
            .gradient(
                w -> {
                  if (calls.incrementAndGet() == 3000) {
                    Thread.currentThread().interrupt();
                  }
                  return BOWL.value(w);
                },
                FAR,
                GradientEstimator.PER_WEIGHT);
    assertTrue(Thread.interrupted());
    assertEquals(PerturbationOutcome.INTERRUPTED, none.outcome());
    assertTrue(Double.isNaN(none.vector()[0]) && !none.outcome().hasEstimate());
    // 1,024 draws are evaluated at a time.
    assertTrue(none.evaluations() < 3000 + 1024, none::toString);
  }

  /** A penalty as large as doubles are has no curvature that could be divided by a length. */
  @Test
  void penaltiesAsLargeAsDoublesAreWalls() {
    BlackBox wall = w -> w[0] > 0.2 ? Double.MAX_VALUE : w[0] * w[0];
    BlackBox valley = w -> Math.abs(w[0]) > 0.2 ? Double.MAX_VALUE : w[0] * w[0];
    BlackBox high = w -> w[0] > 0 ? 1e300 : (w[0] + 1) * (w[0] + 1);
    for (BlackBox box : new BlackBox[] {wall, valley}) {
      BlackBoxResult result = BlackBoxTrustRegion.ofRadius(1).minimize(box, new double[] {0.1});
      assertTrue(result.value() < 1e-4, result::toString);
    }
    BlackBoxResult small = BlackBoxTrustRegion.ofRadius(1e-5).minimize(high, new double[1]);
    assertTrue(small.value() < 1, small::toString);
  }

  /** An interrupt is noticed at the next evaluation, not at the next thousand draws. */
  @Test
  void interruptionsEndAnEstimationAtOnce() {
    for (Perturbations kind : Perturbations.values()) {
      AtomicInteger calls = new AtomicInteger();
      PerturbationEstimate none =
          WeightPerturbation.of(kind, 0.1)
              .withMirrorImages()
              .untilRelativeError(1e-9)
              .product(
                  w -> {
                    if (calls.incrementAndGet() == 7) {
                      Thread.currentThread().interrupt();
                    }
                    return BOWL.value(w);
                  },
                  FAR,
                  new double[] {1, 2},
                  ProductEstimator.COVARIANCE);
      assertTrue(Thread.interrupted());
      assertEquals(PerturbationOutcome.INTERRUPTED, none.outcome());
      assertTrue(none.evaluations() <= 8, none::toString);
      assertEquals(calls.get(), none.evaluations());
    }
  }
}
