package org.roperator.optimize;

import java.util.Locale;
import java.util.Optional;
import org.roperator.internal.Vectors;

/** Tells of one run whether the value seems to fall without end: as fast as ever, far away. */
final class Descent {

  /** A value below this has fallen as far as doubles go: squares of its gradient are none. */
  static final double BOTTOM = -1e300;

  /** How many times the length of the start, of the first step, and 1, is far. */
  private static final double FAR = 1e6;

  private final double startLength;
  private double[] w;
  private double value = Double.NaN;
  private double far;
  private double lastDecrease;
  private double largestDecrease;
  private int decreases;

  /**
   * From a start.
   *
   * @param start the first parameters. Not modified.
   */
  Descent(double[] start) {
    this.startLength = Vectors.norm(start);
    this.w = start.clone();
  }

  /**
   * A step was made.
   *
   * @param moved the parameters. Not modified.
   * @param there the value
   */
  void to(double[] moved, double there) {
    if (far == 0) {
      Vectors.sum(moved, -1, w, w);
      far = FAR * Math.max(1, Math.max(startLength, Vectors.norm(w)));
    }
    w = moved.clone();
    if (!Double.isNaN(value)) {
      lastDecrease = value - there;
      largestDecrease = Math.max(largestDecrease, lastDecrease);
      decreases++;
    }
    value = there;
  }

  /** Why the value seems to have no lower bound, as the rest of a sentence, if it does. */
  Optional<String> withoutEnd() {
    double length = Vectors.norm(w);
    boolean stillFalls = lastDecrease > 0 && lastDecrease >= 0.5 * largestDecrease && decreases > 1;
    return stillFalls && length > far
        ? Optional.of(
            String.format(
                Locale.ROOT,
                "the parameters have length %.2g, %.2g at the start, and the value falls as fast"
                    + " as ever, by %.2g.",
                length,
                startLength,
                lastDecrease))
        : Optional.empty();
  }
}
