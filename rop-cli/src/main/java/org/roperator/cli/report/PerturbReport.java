package org.roperator.cli.report;

import java.util.List;
import org.roperator.cli.blackbox.RaceResult;

/**
 * Races of methods that know values alone, as a page for people.
 *
 * @param results one for each job
 * @param seconds how long all took
 * @param seed of the first variant
 * @param threads the number of threads
 * @param blas the matrix library in use
 * @param commandLine the command as it was given
 */
public record PerturbReport(
    List<RaceResult> results,
    double seconds,
    long seed,
    int threads,
    String blas,
    String commandLine) {

  /** Copies the list. */
  public PerturbReport {
    results = List.copyOf(results);
  }
}
