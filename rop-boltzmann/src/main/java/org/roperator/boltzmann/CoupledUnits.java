package org.roperator.boltzmann;

import org.roperator.function.Workers;

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

    PhaseOutcome outcome();

    double logPartition();

    /** Writes ⟨s_i⟩ and ⟨s_i s_j⟩, a full symmetric matrix with any diagonal. */
    void means(W work, double[] linear, double[] pairs);

    /** Writes their derivatives when the couplings change by v and the fields by vx. */
    void response(D v, double[] vx, int from, W work, double[] linear, double[] pairs);
  }
}
