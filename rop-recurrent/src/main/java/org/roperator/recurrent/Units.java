package org.roperator.recurrent;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.roperator.function.ScalarFunction;

/**
 * What each of n units does: which function it applies, where its input enters, and how fast it
 * follows. Immutable.
 */
final class Units {

  private record Range(int from, int to, ScalarFunction function) {}

  private final List<Range> ranges;
  private final InputPlace inputPlace;
  private final double[] timeConstants;

  /**
   * Units of several functions.
   *
   * @param ranges without gaps, each of one function
   */
  private Units(List<Range> ranges, InputPlace inputPlace, double[] timeConstants) {
    this.ranges = List.copyOf(ranges);
    this.inputPlace = inputPlace;
    this.timeConstants = timeConstants;
  }

  /** Units of one function, with inputs inside it and time constants of 1. */
  static Units of(int n, ScalarFunction function) {
    double[] ones = new double[n];
    Arrays.fill(ones, 1);
    return new Units(List.of(new Range(0, n, function)), InputPlace.INSIDE, ones);
  }

  Units withFunction(int from, int to, ScalarFunction function) {
    List<Range> changed = new ArrayList<>();
    for (Range range : ranges) {
      add(changed, range.from(), Math.min(range.to(), from), range.function());
      if (range.from() <= from && from < range.to()) {
        changed.add(new Range(from, to, function));
      }
      add(changed, Math.max(range.from(), to), range.to(), range.function());
    }
    return new Units(changed, inputPlace, timeConstants);
  }

  private static void add(List<Range> ranges, int from, int to, ScalarFunction function) {
    if (from < to) {
      ranges.add(new Range(from, to, function));
    }
  }

  Units withInputPlace(InputPlace place) {
    return new Units(ranges, place, timeConstants);
  }

  Units withTimeConstants(double[] tau) {
    return new Units(ranges, inputPlace, tau.clone());
  }

  InputPlace inputPlace() {
    return inputPlace;
  }

  /** The time constants τ. Not to be modified. */
  double[] timeConstants() {
    return timeConstants;
  }

  void values(double[] x, int xFrom, double[] y, int yFrom) {
    for (Range range : ranges) {
      ScalarFunction function = range.function();
      for (int i = range.from(); i < range.to(); i++) {
        y[yFrom + i] = function.value(x[xFrom + i]);
      }
    }
  }

  void slopes(double[] x, int xFrom, double[] slope, int slopeFrom) {
    for (Range range : ranges) {
      ScalarFunction function = range.function();
      for (int i = range.from(); i < range.to(); i++) {
        slope[slopeFrom + i] = function.slope(x[xFrom + i]);
      }
    }
  }

  void bends(double[] x, int xFrom, double[] bend, int bendFrom) {
    for (Range range : ranges) {
      ScalarFunction function = range.function();
      for (int i = range.from(); i < range.to(); i++) {
        bend[bendFrom + i] = function.bend(x[xFrom + i]);
      }
    }
  }
}
