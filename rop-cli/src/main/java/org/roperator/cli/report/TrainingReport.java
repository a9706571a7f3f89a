package org.roperator.cli.report;

import java.util.Optional;
import org.roperator.cli.run.HvCheck;
import org.roperator.cli.run.Predictions;
import org.roperator.cli.run.Setup;
import org.roperator.cli.run.Training;

/**
 * A training run as a page for people.
 *
 * @param setup what was asked for
 * @param training how it went
 * @param predictions what the network says about the test examples
 * @param hvCheck whether its products are exact, unless the run was cut short
 */
public record TrainingReport(
    Setup setup, Training training, Predictions predictions, Optional<HvCheck> hvCheck) {

  /** The same with or without a check. */
  public TrainingReport with(Optional<HvCheck> check) {
    return new TrainingReport(setup, training, predictions, check);
  }
}
