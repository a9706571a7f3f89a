package org.roperator.cli.command;

/** What the process ends with, unless it is interrupted. */
final class ExitCode {

  /** All went well. */
  static final int OK = 0;

  /** The result is bad. */
  static final int BAD_RESULT = 1;

  /** The request was bad. */
  static final int BAD_INPUT = 2;

  private ExitCode() {}
}
