package org.roperator.cli.boltzmann;

import java.util.List;

/** How one way of learning did. */
public final class DigitsRun {

  /**
   * A point of a run.
   *
   * @param step how many steps were made
   * @param seconds how long they took, without telling the likelihood
   * @param logLikelihood exact, mean over the training digits in nats
   */
  public record Point(int step, double seconds, double logLikelihood) {}

  private final String method;
  private final List<Point> points;
  private final double testLogLikelihood;
  private final double[] w;

  DigitsRun(String method, List<Point> points, double testLogLikelihood, double[] w) {
    this.method = method;
    this.points = List.copyOf(points);
    this.testLogLikelihood = testLogLikelihood;
    this.w = w;
  }

  /** The way. */
  public String method() {
    return method;
  }

  /** The likelihood along the way. */
  public List<Point> points() {
    return points;
  }

  /** The last point. */
  public Point end() {
    return points.get(points.size() - 1);
  }

  /** Exact, mean over the test digits in nats; NaN while the run goes on. */
  public double testLogLikelihood() {
    return testLogLikelihood;
  }

  /** The parameters in the end. */
  public double[] parameters() {
    return w.clone();
  }
}
