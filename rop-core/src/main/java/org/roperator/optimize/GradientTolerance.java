package org.roperator.optimize;

import java.util.Locale;
import java.util.Optional;
import org.roperator.internal.Vectors;

/**
 * When a gradient counts as vanished.
 *
 * @param absolute a norm, 0 for none
 * @param relative a multiple of the largest norm met in the run, 0 for none
 */
record GradientTolerance(double absolute, double relative) {

  /** A hundred-millionth of the largest gradient met, which is free of units and scales. */
  static final GradientTolerance DEFAULT = new GradientTolerance(0, 1e-8);

  /** What a relative tolerance is a part of, where nothing else is known. */
  static final String LARGEST = "the largest met";

  private static final double STATIONARY = 1e-6;

  private static final double CLOSE = 1e-8;

  /** Of a value, or of w: what its own rounding may hide. */
  private static final double ROUNDING = 0x1p-50;

  GradientTolerance {
    if (!(absolute >= 0 && relative >= 0)) {
      throw new IllegalArgumentException(
          "The gradient tolerance is "
              + (absolute >= 0 ? relative : absolute)
              + ", but must be at least 0.");
    }
  }

  /**
   * Why a gradient counts as vanished, as the rest of a sentence that begins "its norm is"; empty
   * if it does not.
   *
   * @param norm of the gradient; an infinite one has not vanished
   * @param size what the relative tolerance is a part of
   * @param name of that, such as "the largest met"
   */
  Optional<String> reached(double norm, double size, String name) {
    if (norm == 0) {
      return Optional.of("0.");
    }
    if (norm == Double.POSITIVE_INFINITY) {
      return Optional.empty();
    }
    if (norm <= absolute) {
      return Optional.of(String.format(Locale.ROOT, "%.3g, at most %.3g.", norm, absolute));
    }
    if (norm <= relative * size) {
      return Optional.of(
          String.format(Locale.ROOT, "%.3g, at most %.3g of %s.", norm, relative, name));
    }
    return Optional.empty();
  }

  /**
   * Whether a gradient is so small that a saddle has to be told from a minimum, which a loose
   * tolerance does not ask.
   */
  static boolean isStationary(double norm, double largest) {
    return norm <= STATIONARY * largest;
  }

  /** Whether a gradient is so small that a point from which no step leads down is a minimum. */
  static boolean isClose(double norm, double largest) {
    return norm <= CLOSE * largest;
  }

  /**
   * Whether moving w by its own length, or by that of a step, would gain less than the value's
   * rounding hides, or moving w by its rounding would change the gradient as much: so small do
   * gradients get whose sums cancel, where even the first was no larger.
   *
   * @param norm of the gradient
   * @param w the point
   * @param reach the length of steps there; 0 if these are too short to move w
   * @param value there
   * @param curvature the size of the curvature; 0 where it is not known
   */
  static boolean isRounding(double norm, double[] w, double reach, double value, double curvature) {
    double length = Vectors.norm(w);
    double far = Math.max(length, reach);
    return norm * far <= ROUNDING * Math.abs(value) || norm <= ROUNDING * curvature * length;
  }
}
