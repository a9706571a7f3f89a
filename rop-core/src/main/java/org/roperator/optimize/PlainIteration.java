package org.roperator.optimize;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** One iteration of a method whose Javadoc says what its value and its figures are; immutable. */
final class PlainIteration implements Iteration {

  private final int number;
  private final double value;
  private final double[] w;
  private final Map<String, Double> figures;

  /**
   * An iteration.
   *
   * @param w the parameters after it. Copied.
   * @param figures in their order. Copied.
   */
  PlainIteration(int number, double value, double[] w, Map<String, Double> figures) {
    this.number = number;
    this.value = value;
    this.w = w.clone();
    this.figures = Collections.unmodifiableMap(new LinkedHashMap<>(figures));
  }

  @Override
  public int number() {
    return number;
  }

  @Override
  public double value() {
    return value;
  }

  @Override
  public double[] parameters() {
    return w.clone();
  }

  @Override
  public Map<String, Double> figures() {
    return figures;
  }
}
