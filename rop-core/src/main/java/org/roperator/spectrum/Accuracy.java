package org.roperator.spectrum;

import org.roperator.internal.Arguments;

/** A standard error small enough. */
public final class Accuracy {

  private final double relative;
  private final double absolute;

  private Accuracy(double relative, double absolute) {
    this.relative = relative;
    this.absolute = absolute;
  }

  /**
   * At most this share of the absolute value.
   *
   * @param share above 0, as 0.01 for one percent
   */
  public static Accuracy relative(double share) {
    return new Accuracy(Arguments.requirePositive("The relative standard error", share), 0);
  }

  /**
   * At most this much.
   *
   * @param error above 0
   */
  public static Accuracy absolute(double error) {
    return new Accuracy(0, Arguments.requirePositive("The absolute standard error", error));
  }

  boolean isReachedBy(double value, double standardError) {
    return standardError <= Math.max(absolute, relative * Math.abs(value));
  }
}
