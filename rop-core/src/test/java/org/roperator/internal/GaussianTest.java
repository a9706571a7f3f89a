package org.roperator.internal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.apache.commons.math3.special.Erf;
import org.junit.jupiter.api.Test;

/** Normal numbers: those of the normal law, and of one seed the same on every JDK. */
class GaussianTest {

  private static final int DRAWS = 4_000_000;

  /** Statistics below stray further from the law's with chance 6e-7 each; seeds are fixed. */
  private static final double SIGMAS = 5;

  /** Written anew in Python, with its logarithm, the method gives the same to 14 digits. */
  @Test
  void theFirstNumbersOfASeedAreTheseOnEveryJdk() {
    double[] first = new double[6];
    Gaussian.fill(new SplittableRandom(1), first);
    assertArrayEquals(
        new double[] {
          -0.9437093503661409,
          -0.8693702877906974,
          -0.1030251574420644,
          2.5391918589410976,
          1.0194884221847913,
          -0.7280766680508013
        },
        first,
        0);
  }

  @Test
  void millionsOfDrawsAreTheseOnEveryJdk() {
    // nextGaussian of these two parts between JDK 17 and 25 after 24,803 and 10.8 million draws.
    assertEquals(-5499764840467151152L, hash(new SplittableRandom(154), 1_000_000));
    assertEquals(
        -911270930615010422L,
        hash(RandomGeneratorFactory.of("L64X128MixRandom").create(42), 12_000_000));
  }

  @Test
  void whatElseIsDrawnIsTheSameOnEveryJdk() {
    SplittableRandom random = new SplittableRandom(9);
    long hash = 0;
    for (int k = 0; k < 100_000; k++) {
      hash = 31 * hash + random.nextInt(1 + k);
      hash = 31 * hash + random.nextInt(k % 7 - 3, k % 7 + k % 1000 + 1);
      hash = 31 * hash + Double.hashCode(random.nextDouble(-1.5, 0.3 + k % 5));
      hash = 31 * hash + (random.nextBoolean() ? 1 : 2);
      random = k % 1000 == 0 ? random.split() : random;
    }
    hash = 31 * hash + Arrays.hashCode(random.doubles(10_000, -1, 1).toArray());
    hash = 31 * hash + Arrays.hashCode(random.ints(0, 1797).distinct().limit(500).toArray());
    assertEquals(-5502566676915159881L, hash);
  }

  @Test
  void eightMomentsAreThoseOfTheNormalLaw() {
    RandomGenerator random = new SplittableRandom(2);
    double[] sums = new double[9];
    for (int k = 0; k < DRAWS; k++) {
      double x = Gaussian.draw(random);
      double power = 1;
      for (int m = 1; m <= 8; m++) {
        power *= x;
        sums[m] += power;
      }
    }
    // E xᵐ for m = 0, 2, …, 16: 1, 1, 3, 15, …; odd ones vanish.
    double[] even = {1, 1, 3, 15, 105, 945, 10_395, 135_135, 2_027_025};
    for (int m = 1; m <= 8; m++) {
      double mean = m % 2 == 0 ? even[m / 2] : 0;
      double deviation = Math.sqrt((even[m] - mean * mean) / DRAWS);
      assertEquals(mean, sums[m] / DRAWS, SIGMAS * deviation, "moment " + m);
    }
  }

  @Test
  void distributionIsNormalByKolmogorovAndSmirnov() {
    int n = DRAWS / 10;
    double[] x = new double[n];
    Gaussian.fill(new SplittableRandom(3), x);
    Arrays.sort(x);
    double distance = 0;
    for (int k = 0; k < n; k++) {
      double p = below(x[k]);
      distance = Math.max(distance, Math.max(p - (double) k / n, (k + 1.0) / n - p));
    }
    // √N D exceeds 2.7 with chance 2 exp(−2 · 2.7²) = 9e-7.
    assertTrue(Math.sqrt(n) * distance < 2.7, "too far from the normal law");
  }

  @Test
  void everyLayersBoundsAndTheTailHoldTheirShare() {
    // Bins far narrower than most layers, up to beyond where the tail begins, at 3.654.
    double width = 1.0 / 64;
    int bins = 64 * 5;
    long[] counts = new long[2 * bins];
    RandomGenerator random = new SplittableRandom(4);
    int draws = 4 * DRAWS;
    for (int k = 0; k < draws; k++) {
      int bin = (int) Math.floor(Gaussian.draw(random) / width) + bins;
      counts[Math.max(0, Math.min(2 * bins - 1, bin))]++; // the last ones hold what lies beyond
    }
    double chi = 0;
    for (int b = 0; b < 2 * bins; b++) {
      double from = b == 0 ? Double.NEGATIVE_INFINITY : (b - bins) * width;
      double to = b == 2 * bins - 1 ? Double.POSITIVE_INFINITY : (b - bins + 1) * width;
      double expected = draws * share(from, to);
      double z = (counts[b] - expected) / Math.sqrt(expected + 1);
      chi += z * z;
      assertTrue(Math.abs(z) < SIGMAS + 1, "between " + from + " and " + to + ": " + z);
    }
    int freedom = 2 * bins;
    assertEquals(freedom, chi, SIGMAS * Math.sqrt(2.0 * freedom));
  }

  @Test
  void tailsAreAsLongAsTheyShouldBe() {
    RandomGenerator random = new SplittableRandom(5);
    int draws = 4 * DRAWS;
    double[] ends = {3, 3.654, 4, 4.5};
    long[] beyond = new long[2 * ends.length];
    for (int k = 0; k < draws; k++) {
      double x = Gaussian.draw(random);
      for (int e = 0; Math.abs(x) > 3 && e < ends.length; e++) {
        beyond[2 * e] += x > ends[e] ? 1 : 0;
        beyond[2 * e + 1] += x < -ends[e] ? 1 : 0;
      }
    }
    for (int e = 0; e < beyond.length; e++) {
      double expected = draws * share(ends[e / 2], Double.POSITIVE_INFINITY);
      assertEquals(
          expected, (double) beyond[e], SIGMAS * Math.sqrt(expected), "beyond " + ends[e / 2]);
    }
  }

  @Test
  void consecutiveNumbersAreUnrelated() {
    RandomGenerator random = new SplittableRandom(6);
    double last = Gaussian.draw(random);
    double products = 0;
    double squares = 0;
    for (int k = 0; k < DRAWS; k++) {
      double next = Gaussian.draw(random);
      products += last * next;
      squares += (last * last - 1) * (next * next - 1);
      last = next;
    }
    assertEquals(0, products / DRAWS, SIGMAS / Math.sqrt(DRAWS));
    assertEquals(0, squares / DRAWS, SIGMAS * 2 / Math.sqrt(DRAWS));
  }

  private static long hash(RandomGenerator random, int draws) {
    long hash = 0;
    for (int k = 0; k < draws; k++) {
      hash = 31 * hash + Double.doubleToRawLongBits(Gaussian.draw(random));
    }
    return hash;
  }

  private static double below(double x) {
    return 0.5 * Erf.erfc(-x * Math.sqrt(0.5));
  }

  /** The chance of lying between two numbers, from the side on which nothing cancels. */
  private static double share(double from, double to) {
    return from > 0 ? below(-from) - below(-to) : below(to) - below(from);
  }
}
