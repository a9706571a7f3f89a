package org.roperator.cli.recurrent;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;
import org.roperator.optimize.Iteration;
import org.roperator.optimize.OptimizationListener;
import org.roperator.optimize.OptimizationResult;
import org.roperator.optimize.Optimizer;
import org.roperator.recurrent.Pattern;
import org.roperator.recurrent.RecurrentNetwork;
import org.roperator.recurrent.RecurrentObjective;
import org.roperator.recurrent.Stability;

/** A run of an optimizer that ends when its time is up, and looks at the network on the way. */
public final class Lesson implements OptimizationListener {

  /**
   * What was seen after an iteration.
   *
   * @param iteration its number
   * @param seconds since the beginning, less the time spent looking
   * @param loss the objective, decay included
   * @param spectralRadius max |λ| of DWᵀ where the network settles on one pattern; NaN if not
   *     looked at
   */
  public record Point(int iteration, double seconds, double loss, double spectralRadius) {}

  /** A run so far; its points are those of the call it is handed to, and grow after it. */
  public static final class Progress {
    private final List<Point> points;
    private final double[] w;

    Progress(List<Point> points, double[] w) {
      this.points = Collections.unmodifiableList(points);
      this.w = w;
    }

    /** What was seen on the way, the start first. */
    public List<Point> points() {
      return points;
    }

    /** The last point. */
    public Point last() {
      return points.get(points.size() - 1);
    }

    /** The parameters there. Not to be modified. */
    public double[] parameters() {
      return w;
    }

    /** The lowest loss seen. */
    public double lowestLoss() {
      return lowest(Double.POSITIVE_INFINITY, points);
    }
  }

  /** A finished run. */
  public static final class Result {
    private final OptimizationResult result;
    private final List<Point> points;

    Result(OptimizationResult result, List<Point> points) {
      this.result = result;
      this.points = List.copyOf(points);
    }

    /** The parameters, the loss and why it ended. */
    public OptimizationResult optimization() {
      return result;
    }

    /** What was seen on the way, the start first. */
    public List<Point> points() {
      return points;
    }

    /** The lowest loss seen, at the end or on the way. */
    public double lowestLoss() {
      double last = Double.isNaN(result.value()) ? Double.POSITIVE_INFINITY : result.value();
      return lowest(last, points);
    }

    /** All of the run. */
    public Progress progress() {
      return new Progress(points, result.parameters());
    }

    /** How long it took. */
    public double seconds() {
      return points.get(points.size() - 1).seconds();
    }
  }

  private static double lowest(double bound, List<Point> points) {
    double lowest = bound;
    for (Point point : points) {
      if (point.loss() < lowest) { // NaN is no loss
        lowest = point.loss();
      }
    }
    return lowest;
  }

  private final RecurrentNetwork network;
  private final Pattern watched;
  private final double limit;
  private final int looksEvery;
  private final Consumer<Progress> progress;
  private final List<Point> points = new ArrayList<>();
  private long began;

  /**
   * A lesson that hasn't begun.
   *
   * @param watched the pattern at whose equilibrium the spectral radius is taken
   * @param limit seconds after which no further iteration is begun
   * @param looksEvery at how many iterations the spectral radius is taken once
   * @param progress given the run so far after each iteration; the time it takes doesn't count
   */
  public Lesson(
      RecurrentNetwork network,
      Pattern watched,
      double limit,
      int looksEvery,
      Consumer<Progress> progress) {
    this.network = network;
    this.watched = watched;
    this.limit = limit;
    this.looksEvery = looksEvery;
    this.progress = progress;
  }

  /** Runs to the end. */
  public Result run(Optimizer optimizer, RecurrentObjective objective, double[] start) {
    points.add(new Point(0, 0, objective.value(start), radius(start)));
    began = System.nanoTime();
    OptimizationResult result = optimizer.minimize(objective, start, this);
    return new Result(result, points);
  }

  private double radius(double[] w) {
    Stability stability = network.settle(w, watched).stability();
    return stability.spectralRadius();
  }

  @Override
  public Signal afterIteration(Iteration iteration) {
    double seconds = (System.nanoTime() - began) / 1e9;
    long looking = System.nanoTime();
    boolean looks = iteration.number() % looksEvery == 0;
    double[] w = iteration.parameters();
    points.add(
        new Point(iteration.number(), seconds, iteration.value(), looks ? radius(w) : Double.NaN));
    progress.accept(new Progress(points, w));
    began += System.nanoTime() - looking;
    return seconds >= limit ? Signal.STOP : Signal.CONTINUE;
  }
}
