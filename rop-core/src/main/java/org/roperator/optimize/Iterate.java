package org.roperator.optimize;

import java.util.Arrays;

/** A parameter vector that never changes, equal to another if every entry is. */
public final class Iterate {

  private final double[] parameters;

  private Iterate(double[] parameters) {
    this.parameters = parameters;
  }

  /**
   * An iterate of given parameters.
   *
   * @param parameters n numbers. Copied.
   */
  public static Iterate of(double[] parameters) {
    return new Iterate(parameters.clone());
  }

  /** The number n of parameters. */
  public int dimension() {
    return parameters.length;
  }

  /** The parameters in a fresh array. */
  public double[] toArray() {
    return parameters.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Iterate that && Arrays.equals(parameters, that.parameters);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(parameters);
  }

  @Override
  public String toString() {
    return "iterate of " + parameters.length + " parameters";
  }
}
