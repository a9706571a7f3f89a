package org.roperator.spectrum;

import java.util.SplittableRandom;
import org.roperator.internal.Gaussian;
import org.roperator.internal.Vectors;
import org.roperator.parallel.Workers;

/** Random vectors from one seed, each from a stream of its own. */
final class Probes {

  private final SplittableRandom root;

  Probes(long seed) {
    this.root = new SplittableRandom(seed);
  }

  /** Fills a vector with independent signs. */
  void signs(double[] out) {
    SplittableRandom random = root.split();
    long bits = 0;
    for (int i = 0; i < out.length; i++) {
      if ((i & 63) == 0) {
        bits = random.nextLong();
      }
      out[i] = (bits & 1) == 0 ? -1 : 1;
      bits >>>= 1;
    }
  }

  /**
   * Fills a vector so that no n of its kind depend on one another: with signs, which vary less, but
   * below 64 entries, where they might, with a point of the sphere of radius √n.
   */
  void independent(double[] out) {
    if (out.length >= 64) {
      signs(out);
      return;
    }
    gaussian(out, root.split());
    Vectors.scale(Math.sqrt(out.length) / Vectors.norm(out), out);
  }

  /** Fills vectors with independent standard normal numbers. */
  void gaussian(double[][] outs, Workers workers) {
    SplittableRandom[] streams = new SplittableRandom[outs.length];
    for (int i = 0; i < outs.length; i++) {
      streams[i] = root.split();
    }
    workers.run(outs.length, i -> gaussian(outs[i], streams[i]));
  }

  private static void gaussian(double[] out, SplittableRandom random) {
    Gaussian.fill(random, out);
  }
}
