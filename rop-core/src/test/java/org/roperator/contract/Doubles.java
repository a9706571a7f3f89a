package org.roperator.contract;

import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Tuple;

/**
 * Doubles with all their bits, for properties.
 *
 * <p>jqwik 1.9.3 draws doubles of two decimals unless it is asked for more, 101 values from 0 to 1:
 * a property then never meets 0.3719…, nor 1e-200. Here a third each are spread evenly over the
 * range, spread evenly over the exponents of either sign, and taken from the edges: the ends of the
 * range and their neighbors, zeros of both signs, ones, and the smallest and largest numbers, as
 * far as they lie in it.
 */
public final class Doubles {
  private static final double[] EDGES = {
    0.0,
    -0.0,
    1,
    -1,
    Double.MIN_VALUE,
    -Double.MIN_VALUE,
    Double.MIN_NORMAL,
    -Double.MIN_NORMAL,
    Math.ulp(1.0),
    -Math.ulp(1.0),
    Math.nextUp(1.0),
    Math.nextDown(1.0),
    0.5,
    -0.5,
    2,
    -2,
    Double.MAX_VALUE,
    -Double.MAX_VALUE
  };

  /** What is below this part of the larger end counts as zero for the even spread of exponents. */
  private static final int EXPONENTS_BELOW_THE_END = 1100;

  private Doubles() {}

  /**
   * Numbers from {@code min} to {@code max}, both included, never NaN and never infinite.
   *
   * @throws IllegalArgumentException if the ends are not finite, or the wrong way round
   */
  public static Arbitrary<Double> between(double min, double max) {
    if (!(Double.isFinite(min) && Double.isFinite(max) && min <= max)) {
      throw new IllegalArgumentException("There are no finite numbers from " + min + " to " + max);
    }
    // Shrinks towards the edges, which come first.
    return Arbitraries.frequencyOf(
        Tuple.of(1, Arbitraries.of(edges(min, max))),
        Tuple.of(1, Arbitraries.longs().map(bits -> even(bits, min, max))),
        Tuple.of(1, Arbitraries.longs().map(bits -> byExponent(bits, min, max))));
  }

  private static Set<Double> edges(double min, double max) {
    Set<Double> edges = new TreeSet<>();
    edges.add(min);
    edges.add(max);
    edges.add(Math.min(Math.nextUp(min), max));
    edges.add(Math.max(Math.nextDown(max), min));
    for (double edge : EDGES) {
      if (min <= edge && edge <= max) {
        edges.add(edge);
      }
    }
    return edges;
  }

  private static double even(long bits, double min, double max) {
    double share = new SplittableRandom(bits).nextDouble();
    return Math.max(min, Math.min(max, min * (1 - share) + max * share));
  }

  /** A sign that the range has, then an exponent that it has with that sign, then 52 more bits. */
  private static double byExponent(long bits, double min, double max) {
    SplittableRandom random = new SplittableRandom(bits);
    boolean positive = min >= 0 || (max > 0 && random.nextBoolean());
    double least = positive ? Math.max(min, 0) : Math.max(-max, 0);
    double most = positive ? max : -min;
    int top = Math.getExponent(most);
    int bottom =
        Math.max(
            Math.max(Math.getExponent(least), Double.MIN_EXPONENT - 1),
            top - EXPONENTS_BELOW_THE_END);
    double size = Math.scalb(1 + random.nextDouble(), random.nextInt(bottom, top + 1));
    double inside = Math.max(least, Math.min(most, size));
    return positive ? inside : -inside;
  }
}
