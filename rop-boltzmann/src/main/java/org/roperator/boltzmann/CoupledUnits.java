package org.roperator.boltzmann;

import static java.util.Arrays.stream;

import java.util.stream.DoubleStream;
import org.roperator.parallel.Workers;

/**
 * Units with couplings among them, under any linear fields: a way to their averages.
 *
 * @param <D> a direction of change of the couplings, prepared
 * @param <W> work arrays
 */
interface CoupledUnits<D, W> {

  /** Work arrays for one thread. */
  W work();

  /** Prepares a direction of change, a full symmetric matrix. */
  D direction(double[] couplings);

  /**
   * Finds the averages under the fields {@code x[from …]}.
   *
   * @param workers what one solution may run on
   */
  Solution<D, W> solve(double[] x, int from, Workers workers);

  /** The averages under some fields. */
  interface Solution<D, W> {

    /** How it went; after a failure none of the other methods means anything. */
    PhaseOutcome outcome();

    double logPartition();

    /** Writes ⟨s_i⟩ and ⟨s_i s_j⟩, a full symmetric matrix with any diagonal. */
    void means(W work, double[] linear, double[] pairs);

    /** Writes their derivatives when the couplings change by v and the fields by vx. */
    void response(D v, double[] vx, int from, W work, double[] linear, double[] pairs);

    /** What {@link #means} writes, the matrix before the vector, with standard errors. */
    default VectorEstimate meansEstimate(W work, int units) {
      double[] linear = new double[units];
      double[] pairs = new double[units * units];
      means(work, linear, pairs);
      return VectorEstimate.exact(DoubleStream.concat(stream(pairs), stream(linear)).toArray());
    }

    /** What {@link #response} writes, the matrix before the vector, with standard errors. */
    default VectorEstimate responseEstimate(D v, double[] vx, int from, W work, int units) {
      double[] linear = new double[units];
      double[] pairs = new double[units * units];
      response(v, vx, from, work, linear, pairs);
      return VectorEstimate.exact(DoubleStream.concat(stream(pairs), stream(linear)).toArray());
    }
  }
}
