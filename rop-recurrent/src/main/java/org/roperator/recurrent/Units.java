package org.roperator.recurrent;

import java.util.ArrayList;
import java.util.List;

/** Which unit applies which function: ranges without gaps, each of one function. */
record Units(List<Range> ranges) {

  record Range(int from, int to, UnitFunction function) {}

  static Units all(int n, UnitFunction function) {
    return new Units(List.of(new Range(0, n, function)));
  }

  Units with(int from, int to, UnitFunction function) {
    List<Range> changed = new ArrayList<>();
    for (Range range : ranges) {
      add(changed, range.from(), Math.min(range.to(), from), range.function());
      if (range.from() <= from && from < range.to()) {
        changed.add(new Range(from, to, function));
      }
      add(changed, Math.max(range.from(), to), range.to(), range.function());
    }
    return new Units(List.copyOf(changed));
  }

  private static void add(List<Range> ranges, int from, int to, UnitFunction function) {
    if (from < to) {
      ranges.add(new Range(from, to, function));
    }
  }

  void values(double[] x, int xFrom, double[] y, int yFrom) {
    for (Range range : ranges) {
      UnitFunction function = range.function();
      for (int i = range.from(); i < range.to(); i++) {
        y[yFrom + i] = function.value(x[xFrom + i]);
      }
    }
  }

  void slopes(double[] x, int xFrom, double[] slope, int slopeFrom) {
    for (Range range : ranges) {
      UnitFunction function = range.function();
      for (int i = range.from(); i < range.to(); i++) {
        slope[slopeFrom + i] = function.slope(x[xFrom + i]);
      }
    }
  }

  void bends(double[] x, int xFrom, double[] bend, int bendFrom) {
    for (Range range : ranges) {
      UnitFunction function = range.function();
      for (int i = range.from(); i < range.to(); i++) {
        bend[bendFrom + i] = function.bend(x[xFrom + i]);
      }
    }
  }
}
