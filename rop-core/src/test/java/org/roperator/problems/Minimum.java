package org.roperator.problems;

import org.jspecify.annotations.Nullable;

/**
 * A value that an objective has at one of its local minima, or tends to on a way to infinity.
 *
 * <p>What sources print with a few digits stands here with sixteen, found by Newton's method in 50
 * digits; {@link #printed()} keeps what they say. Immutable.
 */
public final class Minimum {

  private final double value;
  private final @Nullable String printed;
  private final boolean published;
  private final boolean infinite;
  private final double @Nullable [] point;

  private Minimum(
      double value,
      @Nullable String printed,
      boolean published,
      boolean infinite,
      double @Nullable [] point) {
    this.value = value;
    this.printed = printed;
    this.published = published;
    this.infinite = infinite;
    this.point = point;
  }

  /** A published minimum known in closed form. */
  static Minimum exactly(double value) {
    return new Minimum(value, null, true, false, null);
  }

  /**
   * A minimum published with a few digits.
   *
   * @param value the same with all digits of a double
   * @param printed what the source prints
   */
  static Minimum printed(double value, String printed) {
    return new Minimum(value, printed, true, false, null);
  }

  /** A local minimum that the source does not mention. */
  static Minimum unpublished(double value) {
    return new Minimum(value, null, false, false, null);
  }

  /** The same where the unknowns grow without bound, so that no point attains the value. */
  Minimum atInfinity() {
    return new Minimum(value, printed, published, true, null);
  }

  /** The same at a point known to all digits. Not modified, not kept. */
  Minimum at(double... where) {
    return new Minimum(value, printed, published, infinite, where.clone());
  }

  /** The value, with all digits of a double. */
  public double value() {
    return value;
  }

  /** What the source prints of the value; null if it is in closed form, or not published. */
  public @Nullable String printed() {
    return printed;
  }

  /** Whether the source of the function names this minimum. */
  public boolean isPublished() {
    return published;
  }

  /** Whether the value is approached as unknowns grow without bound, and attained nowhere. */
  public boolean isAtInfinity() {
    return infinite;
  }

  /** A point of the minimum to all digits, a copy; null if none is known so. */
  public double @Nullable [] point() {
    return point == null ? null : point.clone();
  }

  /** Whether a value lies within {@code tolerance · max(1, |value()|)} of this one. */
  public boolean isReachedBy(double found, double tolerance) {
    return Math.abs(found - value) <= tolerance * Math.max(1, Math.abs(value));
  }

  @Override
  public String toString() {
    return value + (published ? "" : ", not published") + (infinite ? ", at infinity" : "");
  }
}
