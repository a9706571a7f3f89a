package org.roperator.optimize.smooth;

import java.util.Arrays;
import java.util.Optional;
import org.roperator.internal.Vectors;
import org.roperator.optimize.OptimizationRun;
import org.roperator.optimize.Trial;

/**
 * How far to go along a line inside a box: to where the conditions of Wolfe hold, the value fallen
 * by a part c₁ of what the slope at 0 promises and the slope flattened to a part c₂ of it, or to
 * the side of the box, where the first alone is asked for. For one thread.
 *
 * <p>Brackets by values and slopes, from the rate 1. Where the values differ by no more than their
 * rounding, the trapezoid of the slopes tells their difference.
 */
final class BoxSearch {

  /** c₁ and c₂ of Nocedal &amp; Wright (2006, section 3.1) for quasi-Newton steps. */
  private static final double ENOUGH = 1e-4;

  private static final double FLATTER = 0.9;

  /** The rounding of a sum of some million terms, of its value. */
  private static final double ROUNDING = 0x1p-40;

  /** Of an interval, how near to its ends the next rate may be. */
  private static final double MARGIN = 0.1;

  /** How many times further an open interval may grow. */
  private static final double GROWTH = 4;

  /** As many as L-BFGS-B tries. */
  private static final int TRIES = 20;

  private final OptimizationRun run;
  private final Bounds bounds;
  private final double lowestValue;
  private final double[] x;
  private final double[] full;
  private final double[] d;
  private final double slope;
  private final double most;

  private double low;
  private double riseAtLow;
  private double slopeAtLow;
  private double high = Double.POSITIVE_INFINITY;
  private double rate;
  private int tries;

  /**
   * A search from where the run stands.
   *
   * @param lowest the lowest value met in the run, from which rounding is measured
   * @param full where the rate 1 leads to, in the box. Kept.
   * @param d {@code full − x}, along which the objective falls. Kept.
   */
  BoxSearch(OptimizationRun run, Bounds bounds, double lowest, double[] full, double[] d) {
    this.run = run;
    this.bounds = bounds;
    this.x = run.here().point();
    this.full = full;
    this.d = d;
    this.lowestValue = lowest;
    this.slope = Vectors.dot(run.here().gradient(), d);
    this.slopeAtLow = slope;
    this.most = Math.max(1, bounds.reach(x, d));
  }

  /** The rate of the point that was found; 0 if none was. */
  double rate() {
    return rate;
  }

  /** How many rates were tried. */
  int tries() {
    return tries;
  }

  /** The point that was found; empty if no rate tried lowers the value enough. */
  Optional<Trial> search() {
    Optional<Trial> lowest = Optional.empty();
    double next = 1;
    while (tries < TRIES && next > low && next < high && !Thread.currentThread().isInterrupted()) {
      double[] there = at(next);
      if (Arrays.equals(there, x)) {
        break; // rounding leaves nothing of a step
      }
      rate = next;
      tries++;
      Trial trial = run.trial(there);
      if (trial.value() == Double.NEGATIVE_INFINITY) {
        return Optional.of(trial);
      }
      if (!trial.isUsable()) {
        high = rate;
        next = low + MARGIN * (high - low);
        continue;
      }
      double slopeThere = Vectors.dot(trial.gradient(), d);
      double rise = rise(trial, slopeThere);
      if (!(rise <= ENOUGH * rate * slope)) {
        high = rate;
        next = inside(lowestOfCubic(rise - riseAtLow, slopeThere));
        continue;
      }
      if (slopeThere >= FLATTER * slope || rate >= most) {
        return Optional.of(trial);
      }
      lowest = Optional.of(trial);
      double secant = rate - slopeThere * ((rate - low) / (slopeThere - slopeAtLow));
      double furthest = Math.min(most, GROWTH * rate);
      low = rate;
      riseAtLow = rise;
      slopeAtLow = slopeThere;
      next =
          high < Double.POSITIVE_INFINITY
              ? inside(secant)
              : secant > low ? Math.min(furthest, secant) : furthest;
    }
    rate = low; // the rates tried after it failed
    return lowest;
  }

  private double[] at(double rate) {
    if (rate == 1) {
      return full;
    }
    double[] w = x.clone();
    for (int i = 0; i < w.length; i++) {
      if (d[i] != 0) {
        w[i] = bounds.project(i, x[i] + rate * d[i]);
      }
    }
    return w;
  }

  private double rise(Trial trial, double there) {
    double before = run.here().value();
    double rise = trial.value() - before;
    double hidden = ROUNDING * Math.abs(before);
    return Math.abs(rise) <= hidden && trial.value() - lowestValue <= hidden
        ? rate * (0.5 * slope + 0.5 * there)
        : rise;
  }

  /** Where the cubic with values and slopes of the lower end and the rate tried is lowest. */
  private double lowestOfCubic(double rise, double there) {
    double length = rate - low;
    double bend = slopeAtLow + there - 3 * (rise / length);
    double size = Math.max(Math.abs(bend), Math.max(Math.abs(slopeAtLow), Math.abs(there)));
    double b = bend / size;
    double root = size * Math.sqrt(Math.max(0, b * b - slopeAtLow / size * (there / size)));
    return rate - length * ((there + root - bend) / (there - slopeAtLow + 2 * root));
  }

  /** A rate away from the ends of the interval; its middle for what is no number. */
  private double inside(double wanted) {
    double margin = MARGIN * (high - low);
    return wanted > low
        ? Math.max(low + margin, Math.min(high - margin, wanted))
        : low + 0.5 * (high - low);
  }
}
