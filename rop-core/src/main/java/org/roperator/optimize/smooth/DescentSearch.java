package org.roperator.optimize.smooth;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.roperator.internal.Vectors;
import org.roperator.optimize.Move;
import org.roperator.optimize.OptimizationRun;
import org.roperator.optimize.Trial;
import org.roperator.optimize.smooth.WolfeSearch.Found;

/**
 * How methods of line searches move: along the direction they made, and where that leads to no
 * lower point along −g, as far as the last step went. For one run.
 */
final class DescentSearch {

  /** After a step along −g that was rejected the next is tried from this power of two shorter. */
  private static final int SHORTER = 10;

  /** A direction whose slope is no double is made shorter by this power of two, till it is one. */
  private static final int DOWN = 64;

  private final StrongWolfe settings;
  private final double[] direction;
  private double startLength = Double.NaN;
  private double extent;
  private double reach = Double.NaN;
  private Found found = WolfeSearch.none();
  private int tries;

  /**
   * Of a run that begins.
   *
   * @param n the dimension
   */
  DescentSearch(StrongWolfe settings, int n) {
    this.settings = settings;
    this.direction = new double[n];
  }

  /** The direction that is searched along, for the method to overwrite before. */
  double[] direction() {
    return direction;
  }

  /** The run arrived at a point. */
  void arrive(Trial point, boolean fromSaddle) {
    double length = Vectors.norm(point.point());
    startLength = Double.isNaN(startLength) ? length : startLength;
    extent = Math.max(startLength, length);
    reach = fromSaddle ? Double.NaN : reach;
  }

  /** What gradients are compared with where the curvature has a size; ∞ where it is 0. */
  double gradientSize(double curvature) {
    return curvature > 0 ? curvature * extent : Double.POSITIVE_INFINITY;
  }

  /**
   * Searches along the direction, if the method has one, and then along −g.
   *
   * @return whether the direction served
   */
  boolean search(OptimizationRun run, boolean hasDirection) {
    found = hasDirection ? along(run) : WolfeSearch.none();
    tries = found.tries();
    if (found.point().isPresent()) {
      return true;
    }
    boolean isKnown = reach > 0 && reach < Double.POSITIVE_INFINITY;
    SteepestDescent.ofLength(
        isKnown ? reach : SteepestDescent.firstLength(run.here()),
        run.here().gradient(),
        direction);
    found = along(run);
    tries += found.tries();
    return false;
  }

  private Found along(OptimizationRun run) {
    double[] gradient = run.here().gradient();
    double slope = Vectors.dot(gradient, direction);
    while (slope == Double.NEGATIVE_INFINITY && Vectors.isFinite(direction)) {
      PowersOfTwo.scale(-DOWN, direction);
      slope = Vectors.dot(gradient, direction);
    }
    return slope < 0 && Vectors.isFinite(direction)
        ? WolfeSearch.along(Ray.of(run, direction, slope), 1, settings)
        : WolfeSearch.none();
  }

  /**
   * What the search came to.
   *
   * @param more figures of the method's own, after {@code gradient_norm}, {@code step_rate}, {@code
   *     step_norm} and {@code evaluations}
   */
  Move move(OptimizationRun run, Map<String, Double> more) {
    double length = Vectors.norm(direction);
    double rate = found.point().map(Ray.Point::rate).orElse(0.0);
    Map<String, Double> figures = new LinkedHashMap<>();
    figures.put("gradient_norm", Vectors.norm(run.here().gradient()));
    figures.put("step_rate", rate);
    figures.put("step_norm", rate * length);
    figures.put("evaluations", (double) tries);
    figures.putAll(more);
    if (found.point().isPresent()) {
      reach = rate * length;
      return Move.to(found.point().get().trial().orElseThrow(), figures);
    }
    double shortest = found.shortest() * length;
    reach = Math.scalb(shortest, -SHORTER);
    return Move.rejected(
        length,
        String.format(Locale.ROOT, ", the last down to a length of %.3g.", shortest),
        figures);
  }
}
