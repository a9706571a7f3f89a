package org.roperator.optimize;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One pass over all examples by a method of mini-batches.
 *
 * @param number the number of the epoch, counted from 1
 * @param value the mean over the examples of the values its mini-batches had when their turn came,
 *     so the value <em>during</em> the epoch, not at its end; with one batch of all examples, the
 *     value at its start
 * @param iterate the parameters at its end
 * @param gradientNorm the norm of the mean of the gradients its mini-batches had
 * @param steps the number of its mini-batches
 * @param stepNorm the distance from its first to its last parameters
 * @param own the method's own figures, in a fixed order
 */
public record EpochIteration(
    int number,
    double value,
    Iterate iterate,
    double gradientNorm,
    int steps,
    double stepNorm,
    Map<String, Double> own)
    implements Iteration {

  /** Copies the method's own figures. */
  public EpochIteration {
    own = Collections.unmodifiableMap(new LinkedHashMap<>(own));
  }

  @Override
  public double[] parameters() {
    return iterate.toArray();
  }

  @Override
  public Map<String, Double> figures() {
    Map<String, Double> figures = new LinkedHashMap<>();
    figures.put("gradient_norm", gradientNorm);
    figures.put("steps", (double) steps);
    figures.put("step_norm", stepNorm);
    figures.putAll(own);
    return Collections.unmodifiableMap(figures);
  }
}
