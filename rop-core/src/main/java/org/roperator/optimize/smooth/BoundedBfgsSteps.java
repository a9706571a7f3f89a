package org.roperator.optimize.smooth;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.roperator.internal.Vectors;
import org.roperator.operator.SymmetricOperator;
import org.roperator.optimize.Move;
import org.roperator.optimize.OptimizationOutcome;
import org.roperator.optimize.OptimizationRun;
import org.roperator.optimize.Trial;

/** The steps of one run of {@link BoundedLimitedMemoryBfgs}. */
final class BoundedBfgsSteps implements OptimizationRun.Method {

  private final Bounds bounds;
  private final int memory;
  private Optional<CompactBfgs> matrix = Optional.empty();
  private Optional<Trial> before = Optional.empty();
  private double lowest = Double.POSITIVE_INFINITY;

  BoundedBfgsSteps(Bounds bounds, int memory) {
    this.bounds = bounds;
    this.memory = memory;
  }

  @Override
  public Optional<String> arrive(Trial point, boolean fromSaddle) {
    if (matrix.isEmpty()) {
      double norm = gradientNorm(point);
      if (norm > 0) {
        matrix = Optional.of(new CompactBfgs(memory, firstSize(point, norm)));
      }
    } else {
      before.ifPresent(last -> learn(last, point));
    }
    before = Optional.of(point);
    lowest = Math.min(lowest, point.value());
    return Optional.empty();
  }

  private void learn(Trial last, Trial point) {
    int n = bounds.dimension();
    double[] step = new double[n];
    double[] change = new double[n];
    Vectors.sum(point.point(), -1, last.point(), step);
    Vectors.sum(point.gradient(), -1, last.gradient(), change);
    matrix.orElseThrow().add(step, change);
  }

  private double firstSize(Trial point, double norm) {
    double length = Vectors.norm(point.point());
    double size = norm / (length > 0 ? length : 1);
    double[] d = bounds.projectedGradient(point.point(), point.gradient());
    for (int i = 0; i < d.length; i++) {
      d[i] /= norm;
    }
    try {
      SymmetricOperator h = point.hessian();
      double curvature = Vectors.dot(d, h.times(d));
      return curvature > 0 && curvature < Double.POSITIVE_INFINITY ? curvature : size;
    } catch (UnsupportedOperationException none) {
      return size;
    }
  }

  @Override
  public double gradientNorm(Trial point) {
    return Vectors.norm(bounds.projectedGradient(point.point(), point.gradient()));
  }

  @Override
  public String gradientName() {
    return "the projected gradient";
  }

  @Override
  public double curvatureSize() {
    return matrix.map(b -> Math.scalb(b.theta(), b.exponent())).orElse(0.0);
  }

  /** A way down from a saddle may lead out of the box. */
  @Override
  public boolean asksForSaddles() {
    return false;
  }

  @Override
  public boolean keepsExpansions() {
    return false;
  }

  @Override
  public Move next(OptimizationRun run) {
    CompactBfgs b = matrix.orElseThrow();
    Optional<Move> move = attempt(run, b);
    while (move.isEmpty() && b.pairs() > 0) {
      b.clear();
      move = attempt(run, b);
    }
    return move.orElseGet(
        () ->
            Thread.currentThread().isInterrupted()
                ? Move.end(OptimizationOutcome.INTERRUPTED, "")
                : Move.end(
                    OptimizationOutcome.STALLED,
                    "After "
                        + run.iterations()
                        + " iterations no step along the projected gradient lowers the value."));
  }

  private Optional<Move> attempt(OptimizationRun run, CompactBfgs b) {
    double[] x = run.here().point();
    double[] g = run.here().gradient();
    Optional<double[]> target = target(b, x, g);
    if (target.isEmpty()) {
      return Optional.empty();
    }
    double[] d = new double[x.length];
    Vectors.sum(target.get(), -1, x, d);
    double slope = Vectors.dot(g, d);
    if (!(slope < 0)) {
      return Optional.empty();
    }
    BoxSearch search = new BoxSearch(run, bounds, lowest, target.get(), d);
    return search
        .search()
        .map(
            trial -> {
              Map<String, Double> figures = new LinkedHashMap<>();
              figures.put("gradient_norm", gradientNorm(run.here()));
              figures.put("step_norm", search.rate() * Vectors.norm(d));
              figures.put("rate", search.rate());
              figures.put("tries", (double) search.tries());
              figures.put("pairs", (double) b.pairs());
              figures.put("active", (double) bounds.activeCount(trial.point()));
              return Move.to(trial, figures);
            });
  }

  /** The model's minimum within the box, as far as two steps find it; empty if B is singular. */
  private Optional<double[]> target(CompactBfgs b, double[] x, double[] g) {
    CauchyPoint cauchy = CauchyPoint.of(bounds, b, x, g);
    double[] from = cauchy.point();
    int exponentOfZ = cauchy.exponent() - b.exponent();
    double[] r = new double[x.length];
    double[] weights = b.solve(cauchy.offset());
    double[] row = new double[weights.length];
    for (int i = 0; i < r.length; i++) {
      if (cauchy.isFree()[i]) {
        b.row(i, row);
        r[i] =
            Math.scalb(g[i], -cauchy.exponent())
                + b.theta() * Math.scalb(from[i] - x[i], -exponentOfZ)
                - Vectors.dot(row, weights);
      }
    }
    return b.newtonStep(cauchy.isFree(), r)
        .map(
            step -> {
              for (int i = 0; i < step.length; i++) {
                step[i] = Math.scalb(step[i], exponentOfZ);
              }
              return inside(x, g, from, step);
            });
  }

  /** The projection of {@code from + step}, or the way there cut short if the objective rises. */
  private double[] inside(double[] x, double[] g, double[] from, double[] step) {
    double[] to = new double[from.length];
    Vectors.sum(from, 1, step, to);
    double[] nearest = bounds.project(to);
    if (Arrays.equals(nearest, to) || isDownhill(x, g, nearest)) {
      return nearest;
    }
    double share = Math.min(1, bounds.reach(from, step));
    Vectors.sum(from, share, step, to);
    double[] cut = bounds.project(to);
    for (int i = 0; i < cut.length; i++) {
      if (bounds.reach(i, from[i], step[i]) <= share) {
        cut[i] = bounds.ahead(i, step[i]);
      }
    }
    return cut;
  }

  private static boolean isDownhill(double[] x, double[] g, double[] to) {
    double[] d = new double[x.length];
    Vectors.sum(to, -1, x, d);
    return Vectors.dot(g, d) < 0;
  }
}
