package org.roperator.cli.blackbox;

import java.util.random.RandomGenerator;
import org.roperator.internal.Vectors;

/**
 * Simultaneous perturbation stochastic approximation, with the gains its author recommends (J. C.
 * Spall, "Implementation of the simultaneous perturbation algorithm for stochastic optimization",
 * IEEE Transactions on Aerospace and Electronic Systems 34, 1998).
 *
 * <p>{@code w ← w − aₖ ĝₖ}, {@code ĝₖ = Δₖ (E(w + cₖΔₖ) − E(w − cₖΔₖ)) / 2cₖ} with random signs Δₖ,
 * {@code aₖ = a / (A + k + 1)^0.602}, {@code cₖ = c / (k + 1)^0.101}, A a tenth of the iterations.
 * As recommended, a is such that the first step, by the mean of some estimates at the start, has
 * the size that is wanted, and c lifts differences out of the noise, or is small where there is
 * none; longer steps are cut. All evaluations for the gains count.
 */
final class Spsa {

  private static final double ALPHA = 0.602;
  private static final double GAMMA = 0.101;

  /** Estimates of the gradient at the start that set a. */
  private static final int PILOTS = 4;

  /** The first step relative to the reach. */
  private static final double FIRST_STEP = 0.3;

  /** No step may be longer than this, relative to the reach: else one steep place ends it all. */
  private static final double LONGEST_STEP = 0.5;

  private final CountedBox box;
  private final double reach;
  private final double c;
  private final RandomGenerator random;

  Spsa(CountedBox box, double reach, double perturbation, RandomGenerator random) {
    this.box = box;
    this.reach = reach;
    this.c = perturbation;
    this.random = random;
  }

  /** Runs until the evaluations are spent. */
  Track from(double[] start) {
    double[] w = start.clone();
    Track track = new Track();
    track.add(0, w);
    double[] signs = new double[w.length];
    double slopes = 0;
    for (int k = 0; k < PILOTS; k++) {
      slopes += Math.abs(slope(w, c, signs)) / PILOTS;
    }
    int iterations = box.left() / 2;
    double stability = 0.1 * iterations;
    double a = slopes > 0 ? FIRST_STEP * reach * Math.pow(stability + 1, ALPHA) / slopes : 0;
    for (int k = 0; k < iterations; k++) {
      double slope = slope(w, c / Math.pow(k + 1, GAMMA), signs);
      double step = -a / Math.pow(stability + k + 1, ALPHA) * slope;
      double longest = LONGEST_STEP * reach;
      Vectors.addScaled(Math.max(-longest, Math.min(longest, step)), signs, w);
      track.add(box.evaluations(), w);
    }
    return track;
  }

  /** The difference quotient along fresh signs, every entry of ĝ but for its sign. */
  private double slope(double[] w, double c, double[] signs) {
    double[] up = new double[w.length];
    double[] down = new double[w.length];
    for (int i = 0; i < signs.length; i++) {
      signs[i] = random.nextBoolean() ? 1 : -1;
    }
    Vectors.sum(w, c, signs, up);
    Vectors.sum(w, -c, signs, down);
    return (box.value(up) - box.value(down)) / (2 * c);
  }
}
