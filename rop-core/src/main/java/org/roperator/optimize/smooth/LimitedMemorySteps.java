package org.roperator.optimize.smooth;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.roperator.internal.Vectors;
import org.roperator.optimize.Move;
import org.roperator.optimize.OptimizationRun;
import org.roperator.optimize.Trial;
import org.roperator.optimize.smooth.WolfeSearch.Found;

/** The steps of one run of {@link LimitedMemoryBfgs}. */
final class LimitedMemorySteps implements OptimizationRun.Method {

  private final StrongWolfe lineSearch;
  private final CurvaturePairs pairs;
  private final double[] direction;
  private Optional<Trial> from = Optional.empty();
  private double reach = Double.NaN;
  private double startLength = Double.NaN;
  private double extent;
  private int skipped;

  /**
   * The steps of a run that begins.
   *
   * @param memory how many pairs are remembered
   * @param n the dimension
   */
  LimitedMemorySteps(int memory, StrongWolfe lineSearch, int n) {
    this.lineSearch = lineSearch;
    this.pairs = new CurvaturePairs(memory);
    this.direction = new double[n];
  }

  /** Values and gradients are all that is asked. */
  @Override
  public boolean keepsExpansions() {
    return false;
  }

  @Override
  public double curvatureSize() {
    return pairs.curvature();
  }

  @Override
  public Optional<String> arrive(Trial point, boolean fromSaddle) {
    if (fromSaddle) {
      pairs.clear();
      reach = Double.NaN;
    } else if (from.isPresent() && !pairs.add(from.get(), point)) {
      skipped++;
    }
    from = Optional.empty();
    startLength = Double.isNaN(startLength) ? Vectors.norm(point.point()) : startLength;
    extent = Math.max(startLength, Vectors.norm(point.point()));
    return Optional.empty();
  }

  @Override
  public double gradientSize() {
    return pairs.curvature() > 0 ? pairs.curvature() * extent : Double.POSITIVE_INFINITY;
  }

  @Override
  public Move next(OptimizationRun run) {
    int remembered = pairs.size();
    Found found = remembered > 0 ? alongPairs(run) : WolfeSearch.none();
    int tries = found.tries();
    if (found.point().isEmpty()) {
      pairs.clear();
      found = alongGradient(run);
      tries += found.tries();
    }
    double norm = Vectors.norm(direction);
    double rate = found.point().map(Ray.Point::rate).orElse(0.0);
    Map<String, Double> figures = new LinkedHashMap<>();
    figures.put("gradient_norm", Vectors.norm(run.here().gradient()));
    figures.put("step_rate", rate);
    figures.put("step_norm", rate * norm);
    figures.put("evaluations", (double) tries);
    figures.put("pairs", (double) pairs.size());
    figures.put("skipped_pairs", (double) skipped);
    if (found.point().isEmpty()) {
      reach = Math.scalb(found.shortest() * norm, -SHORTER);
      return Move.rejected(
          norm,
          String.format(Locale.ROOT, " down to a length of %.3g.", found.shortest() * norm),
          figures);
    }
    reach = rate * norm;
    from = Optional.of(run.here());
    return Move.to(found.point().get().trial().orElseThrow(), figures);
  }

  private Found alongPairs(OptimizationRun run) {
    pairs.direction(run.here().gradient(), Optional.empty(), direction);
    return along(run);
  }

  private Found alongGradient(OptimizationRun run) {
    SteepestDescent.ofLength(
        Double.isNaN(reach) ? SteepestDescent.firstLength(run.here()) : reach,
        run.here().gradient(),
        direction);
    return along(run);
  }

  private Found along(OptimizationRun run) {
    double slope = Vectors.dot(run.here().gradient(), direction);
    return slope < 0 && slope > Double.NEGATIVE_INFINITY && Vectors.isFinite(direction)
        ? WolfeSearch.along(Ray.of(run, direction, slope), 1, lineSearch)
        : WolfeSearch.none();
  }

  private static final int SHORTER = 10;
}
