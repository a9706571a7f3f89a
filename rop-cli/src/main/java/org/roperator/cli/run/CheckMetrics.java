package org.roperator.cli.run;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import org.roperator.cli.metrics.Meaning;

/**
 * The metrics of {@code rop check}.
 *
 * @param program what wrote it
 * @param setup the task
 * @param tolerance what passes
 * @param passed whether it passed
 * @param hvCheck what was found
 */
public record CheckMetrics(
    @JsonUnwrapped Program program,
    @JsonUnwrapped SetupMetrics setup,
    @Meaning("the largest relative error of Hv that passes") double tolerance,
    @Meaning("whether the exit code is 0") boolean passed,
    @Meaning("exact products against differences") HvCheckMetrics hvCheck) {

  /**
   * The metrics of a check.
   *
   * @param version of this program
   */
  public static CheckMetrics of(
      String version, Setup setup, HvCheck check, double tolerance, boolean passed) {
    return new CheckMetrics(
        new Program("check", version),
        SetupMetrics.of(setup),
        tolerance,
        passed,
        HvCheckMetrics.of(check));
  }
}
