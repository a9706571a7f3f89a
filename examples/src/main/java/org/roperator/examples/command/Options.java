package org.roperator.examples.command;

import org.roperator.examples.data.BadInput;

/** Checks of options that several commands have in common. */
final class Options {

  private Options() {}

  /**
   * Requires a whole number of at least one.
   *
   * @return the number
   * @throws BadInput naming the option, if it is below one
   */
  static int positive(String option, int number) {
    if (number < 1) {
      throw new BadInput(option + " is " + number + ", but must be at least 1.");
    }
    return number;
  }
}
