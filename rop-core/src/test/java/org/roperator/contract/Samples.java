package org.roperator.contract;

import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.roperator.internal.Gaussian;
import org.roperator.internal.Vectors;

/** Random vectors and distances between vectors, for tests. */
public final class Samples {

  private Samples() {}

  /** A source of random numbers for a seed. */
  public static RandomGenerator random(long seed) {
    return new SplittableRandom(seed);
  }

  /** A vector of independent standard normal numbers. */
  public static double[] gaussian(RandomGenerator random, int n) {
    double[] v = new double[n];
    Gaussian.fill(random, v);
    return v;
  }

  /** {@code ‖x − y‖ / max(‖x‖, ‖y‖)}, 0 where both are zero. */
  public static double relativeDistance(double[] x, double[] y) {
    double[] difference = new double[x.length];
    Vectors.sum(x, -1, y, difference);
    double scale = Math.max(Vectors.norm(x), Vectors.norm(y));
    return scale == 0 ? 0 : Vectors.norm(difference) / scale;
  }
}
