package org.roperator.examples.data;

import java.nio.file.Path;

/**
 * Something the user gave can't be used; the message is one line that says what, where, and what to
 * do.
 */
public final class BadInput extends RuntimeException {

  private static final long serialVersionUID = 1;

  /** A complaint in one line. */
  public BadInput(String message) {
    super(oneLine(message));
  }

  /** A complaint about a file, which it names first. */
  public BadInput(Path file, String message) {
    this(file + ": " + message);
  }

  private static String oneLine(String message) {
    return message.replaceAll("\\s*\\R\\s*", " ").strip();
  }
}
