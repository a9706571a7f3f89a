package org.roperator.bench.minimize;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.roperator.autodiff.TapeMap;
import org.roperator.function.Objective;
import org.roperator.internal.Vectors;
import org.roperator.optimize.smooth.Bounds;
import org.roperator.problems.BoundedProblems;
import org.roperator.problems.LargeProblems;
import org.roperator.problems.Minimum;
import org.roperator.problems.MoreGarbowHillstrom;
import org.roperator.problems.Problem;
import org.roperator.problems.SquaresProblem;

/** A problem from one of its starts, as minimize_scipy.py has it. Immutable. */
final class Task {

  private final Run.Start start;
  private final double[] point;
  private final Objective objective;
  private final Optional<TapeMap> residuals;
  private final Optional<Bounds> bounds;
  private final List<Minimum> minima;

  private Task(SquaresProblem of, double factor) {
    start = new Run.Start(of.name(), of.unknowns(), (int) factor);
    point = of.start(factor);
    objective = of.objective();
    residuals = Optional.of(of.residuals());
    bounds = Optional.empty();
    minima = of.minima();
  }

  private Task(Problem of, Objective objective, Optional<Bounds> bounds) {
    start = new Run.Start(of.name(), of.unknowns(), 1);
    point = bounds.map(b -> b.project(of.start())).orElse(of.start());
    this.objective = objective;
    residuals = Optional.empty();
    this.bounds = bounds;
    minima = of.minima();
  }

  /** The problems of Moré, Garbow and Hillstrom from 1, 10 and 100 times their starts. */
  static List<Task> small() {
    List<Task> all = new ArrayList<>();
    for (SquaresProblem p : MoreGarbowHillstrom.all()) {
      for (double factor : p.factors()) {
        all.add(new Task(p, factor));
      }
    }
    return all;
  }

  /** Those of any size, in about n unknowns. */
  static List<Task> large(int n) {
    return LargeProblems.all(n).stream()
        .map(p -> new Task(p, p.objective(), Optional.empty()))
        .toList();
  }

  /** The one that is compiled for SciPy, with derivatives by hand. */
  static List<Task> compiled(int n) {
    int fours = n - n % 4;
    return List.of(
        new Task(
            LargeProblems.extendedRosenbrock(fours),
            new ExtendedRosenbrock(fours),
            Optional.empty()));
  }

  /** Those within bounds, on grids of side² points. The start is moved into the bounds. */
  static List<Task> bounded(int side) {
    return BoundedProblems.all(side).stream()
        .map(p -> new Task(p, p.objective(), Optional.of(Bounds.of(p.lower(), p.upper()))))
        .toList();
  }

  /** Its name and the factor of the start. */
  Run.Start start() {
    return start;
  }

  /** The start itself, a copy. */
  double[] point() {
    return point.clone();
  }

  /** What is minimized. */
  Objective objective() {
    return objective;
  }

  /** Of which it is the sum of squares, if it is one. */
  Optional<TapeMap> residuals() {
    return residuals;
  }

  /** Bounds, if there are any. */
  Optional<Bounds> bounds() {
    return bounds;
  }

  /** Whether a value is within a tolerance, relative beyond 1, of a minimum that is known. */
  boolean isSolvedBy(double value, double tolerance) {
    return minima.stream().anyMatch(m -> m.isReachedBy(value, tolerance));
  }

  /** The gradient at a point; within bounds {@code x − P(x − g)}, what they don't hold. */
  double[] gradient(double[] x) {
    double[] g = objective.expandAt(x).gradient();
    if (bounds.isPresent()) {
      double[] moved = new double[g.length];
      Vectors.sum(x, -1, g, moved);
      Vectors.sum(x, -1, bounds.get().project(moved), g);
    }
    return g;
  }
}
