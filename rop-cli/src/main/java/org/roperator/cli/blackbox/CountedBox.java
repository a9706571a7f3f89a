package org.roperator.cli.blackbox;

import java.util.ArrayList;
import java.util.List;
import org.roperator.perturb.BlackBox;

/** A box that remembers where it was asked, and refuses to be asked more often than allowed. */
final class CountedBox implements BlackBox {

  private final BlackBox box;
  private final int most;
  private final List<double[]> points = new ArrayList<>();
  private final List<Double> values = new ArrayList<>();

  CountedBox(BlackBox box, int most) {
    this.box = box;
    this.most = most;
  }

  /** Every evaluation was spent. */
  static final class Spent extends RuntimeException {
    private static final long serialVersionUID = 1;

    Spent(int evaluations) {
      super("all " + evaluations + " evaluations were spent");
    }
  }

  @Override
  public double value(double[] w) {
    if (points.size() == most) {
      throw new Spent(most);
    }
    double value = box.value(w.clone());
    points.add(w.clone());
    values.add(value);
    return value;
  }

  int evaluations() {
    return points.size();
  }

  int left() {
    return most - points.size();
  }

  /** The lowest value observed, from each evaluation that lowered it on. */
  Track lowest() {
    Track track = new Track();
    double least = Double.POSITIVE_INFINITY;
    for (int k = 0; k < values.size(); k++) {
      if (values.get(k) < least) {
        least = values.get(k);
        track.add(k + 1, points.get(k));
      }
    }
    return track;
  }
}
