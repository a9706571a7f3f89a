package org.roperator.optimize.smooth;

import java.util.Optional;
import org.roperator.internal.Vectors;
import org.roperator.optimize.OptimizationRun;
import org.roperator.optimize.Trial;

/** A function φ of a rate α ≥ 0, falling at 0. */
interface Ray {

  /** φ(0), finite. */
  double value();

  /** φ′(0), finite and below 0. */
  double slope();

  /** The function at a rate above 0; one evaluation. */
  Point at(double rate);

  /**
   * The function at a rate.
   *
   * @param rate α
   * @param value φ(α); +∞ where it is not defined
   * @param slope φ′(α); NaN where it is not defined
   * @param trial the point of a run, if it is one
   */
  record Point(double rate, double value, double slope, Optional<Trial> trial) {

    /** A point of no run. */
    static Point of(double rate, double value, double slope) {
      return new Point(rate, value, slope, Optional.empty());
    }

    /** Whether numbers can be made of it. */
    boolean isUsable() {
      return Double.isFinite(value) && Double.isFinite(slope);
    }
  }

  /**
   * The objective from where a run stands.
   *
   * @param direction Not modified as long as the ray is in use.
   * @param slope ⟨g, d⟩
   */
  static Ray of(OptimizationRun run, double[] direction, double slope) {
    Trial here = run.here();
    return new Ray() {
      @Override
      public double value() {
        return here.value();
      }

      @Override
      public double slope() {
        return slope;
      }

      @Override
      public Point at(double rate) {
        double[] w = new double[direction.length];
        Vectors.sum(here.point(), rate, direction, w);
        Trial trial = run.trial(w);
        double there = trial.isUsable() ? Vectors.dot(trial.gradient(), direction) : Double.NaN;
        return new Point(rate, trial.value(), there, Optional.of(trial));
      }
    };
  }
}
