package org.roperator.cli.blackbox;

import java.util.ArrayList;
import java.util.List;

/** What a method recommends as its evaluations are spent. */
final class Track {

  private final List<Integer> evaluations = new ArrayList<>();
  private final List<double[]> points = new ArrayList<>();

  /** From this number of evaluations on, this point. */
  void add(int spent, double[] point) {
    evaluations.add(spent);
    points.add(point.clone());
  }

  /** The point recommended after a number of evaluations; the first one before there is any. */
  double[] at(int spent) {
    int k = 0;
    while (k + 1 < evaluations.size() && evaluations.get(k + 1) <= spent) {
      k++;
    }
    return points.get(k).clone();
  }
}
