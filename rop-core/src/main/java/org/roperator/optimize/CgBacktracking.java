package org.roperator.optimize;

import java.util.List;
import java.util.function.ToDoubleFunction;
import org.roperator.internal.Vectors;
import org.roperator.solve.CgResult.StoredIterate;

/**
 * Which of the stored iterates becomes the step: from the last one backwards for as long as the
 * objective does not rise.
 *
 * <p>Conjugate gradients go on lowering the model when they have long left the region where it
 * holds; an earlier iterate is a shorter step.
 */
final class CgBacktracking {

  private CgBacktracking() {}

  /**
   * The iterate chosen.
   *
   * @param iterate the iterate
   * @param value the objective after it as a full step
   */
  record Choice(StoredIterate iterate, double value) {}

  /**
   * Chooses among iterates.
   *
   * @param f the function; infinite where it is not defined
   * @param w the point
   * @param stored at least one iterate, in order
   */
  static Choice choose(ToDoubleFunction<double[]> f, double[] w, List<StoredIterate> stored) {
    double[] candidate = new double[w.length];
    Choice best = valued(f, w, stored.get(stored.size() - 1), candidate);
    for (int j = stored.size() - 2; j >= 0; j--) {
      Choice earlier = valued(f, w, stored.get(j), candidate);
      if (earlier.value() > best.value()) {
        break;
      }
      best = earlier;
    }
    return best;
  }

  private static Choice valued(
      ToDoubleFunction<double[]> f, double[] w, StoredIterate iterate, double[] candidate) {
    Vectors.sum(w, 1, iterate.x(), candidate);
    return new Choice(iterate, f.applyAsDouble(candidate));
  }
}
