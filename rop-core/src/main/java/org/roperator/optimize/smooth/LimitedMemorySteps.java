package org.roperator.optimize.smooth;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.roperator.optimize.Move;
import org.roperator.optimize.OptimizationRun;
import org.roperator.optimize.Trial;

/** The steps of one run of {@link LimitedMemoryBfgs}. */
final class LimitedMemorySteps implements OptimizationRun.Method {

  private final CurvaturePairs pairs;
  private final DescentSearch search;
  private Optional<Trial> from = Optional.empty();
  private int skipped;

  /**
   * The steps of a run that begins.
   *
   * @param memory how many pairs are remembered
   * @param n the dimension
   */
  LimitedMemorySteps(int memory, StrongWolfe lineSearch, int n) {
    this.pairs = new CurvaturePairs(memory);
    this.search = new DescentSearch(lineSearch, n);
  }

  /** Values and gradients are all that is asked. */
  @Override
  public boolean keepsExpansions() {
    return false;
  }

  @Override
  public Optional<String> arrive(Trial point, boolean fromSaddle) {
    search.arrive(point, fromSaddle);
    if (fromSaddle) {
      pairs.clear();
    } else if (from.isPresent() && !pairs.add(from.get(), point)) {
      skipped++;
    }
    from = Optional.empty();
    return Optional.empty();
  }

  @Override
  public double curvatureSize() {
    return pairs.curvature();
  }

  @Override
  public double gradientSize() {
    return search.gradientSize(pairs.curvature());
  }

  @Override
  public Move next(OptimizationRun run) {
    boolean remembers = pairs.size() > 0;
    if (remembers) {
      pairs.direction(run.here().gradient(), search.direction());
    }
    if (!search.search(run, remembers)) {
      pairs.clear();
    }
    Map<String, Double> figures = new LinkedHashMap<>();
    figures.put("pairs", (double) pairs.size());
    figures.put("skipped_pairs", (double) skipped);
    Move move = search.move(run, figures);
    from = Optional.of(run.here());
    return move;
  }
}
