package org.roperator.perturb;

import java.util.Optional;
import org.roperator.internal.Vectors;
import org.roperator.parallel.Workers;

/** A black box whose evaluations are counted, with what they threw and where one was −∞. */
final class CountedBox {

  private final BlackBox box;
  private final Workers workers;
  private long evaluations;
  private long failures;
  private Optional<RuntimeException> cause = Optional.empty();
  private Optional<double[]> abyss = Optional.empty();

  CountedBox(BlackBox box, Workers workers) {
    this.box = box;
    this.workers = workers;
  }

  /** The value at a point, NaN where it threw, and what it threw. */
  private record Value(double number, Optional<RuntimeException> thrown) {}

  /**
   * What the evaluations came to.
   *
   * @param evaluations all of them
   * @param failures those that threw or were not finite
   * @param cause the first exception
   */
  record Tally(long evaluations, long failures, Optional<RuntimeException> cause) {}

  Tally tally() {
    return new Tally(evaluations, failures, cause);
  }

  /** How many evaluations were made. */
  long evaluations() {
    return evaluations;
  }

  /** The first point of which the value was −∞. */
  Optional<double[]> abyss() {
    return abyss;
  }

  /** The value at a point; NaN where the box throws. */
  double evaluate(double[] point) {
    return take(point, valueAt(point));
  }

  private Value valueAt(double[] point) {
    try {
      return new Value(box.value(point.clone()), Optional.empty());
    } catch (RuntimeException undefined) {
      return new Value(Double.NaN, Optional.of(undefined));
    }
  }

  /** The values at w + d and w − d for each d. */
  double[][] evaluatePairs(double[] w, double[][] directions) {
    double[][] points = new double[2 * directions.length][w.length];
    Value[] found = new Value[points.length];
    workers.run(
        points.length,
        k -> {
          Vectors.sum(w, k % 2 == 0 ? 1 : -1, directions[k / 2], points[k]);
          found[k] = valueAt(points[k]);
        });
    double[][] values = new double[directions.length][2];
    for (int k = 0; k < points.length; k++) {
      values[k / 2][k % 2] = take(points[k], found[k]);
    }
    return values;
  }

  /** Takes in a value, in the order of points whatever the threads. */
  private double take(double[] point, Value there) {
    evaluations++;
    if (!Double.isFinite(there.number)) {
      failures++;
    }
    if (there.number == Double.NEGATIVE_INFINITY && abyss.isEmpty()) {
      abyss = Optional.of(point.clone());
    }
    cause = cause.or(there::thrown);
    return there.number;
  }
}
