package org.roperator.optimize;

import java.util.stream.IntStream;
import org.roperator.function.FiniteSum;

/**
 * The examples dealt out for curvature: example i goes to batch {@code i mod k}.
 *
 * <p>Dealing, rather than cutting, gives every batch its share of each class where examples come
 * sorted; it depends on the order of the data alone. With fewer examples than batches asked for,
 * there are as many batches as examples.
 *
 * @param objective the sum over all examples
 * @param count k
 */
record CurvatureBatches(FiniteSum objective, int count) {

  static CurvatureBatches of(FiniteSum objective, int wanted) {
    return new CurvatureBatches(objective, Math.min(wanted, objective.size()));
  }

  /** The batch of an iteration counted from 0; the objective itself if it is the only one. */
  FiniteSum batch(int iteration) {
    if (count == 1) {
      return objective;
    }
    int first = iteration % count;
    int size = (objective.size() - first + count - 1) / count;
    return objective.restrictedTo(IntStream.range(0, size).map(i -> first + i * count).toArray());
  }
}
