package org.roperator.data;

import java.nio.file.Path;

/**
 * Something the user gave can't be used; the message is one line that says what, where, and what to
 * do.
 *
 * <p>Whatever it quotes, the line is of {@value #LONGEST} characters at most and holds none that
 * steers a terminal.
 */
public final class BadInput extends RuntimeException {

  private static final long serialVersionUID = 1;

  private static final int LONGEST = 2000;

  /** A complaint in one line. */
  public BadInput(String message) {
    super(oneLine(message));
  }

  /** A complaint about a file, which it names first. */
  public BadInput(Path file, String message) {
    this(file + ": " + message);
  }

  /** Cut first: a message may quote a file of gigabytes. */
  private static String oneLine(String message) {
    String text = Excerpt.cut(message, LONGEST);
    StringBuilder line = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); ) {
      int end = i;
      boolean breaks = false;
      while (end < text.length() && isBlank(text.charAt(end))) {
        breaks |= text.charAt(end) != ' ';
        end++;
      }
      line.append(breaks ? " " : text.substring(i, end));
      i = end;
      if (i < text.length()) {
        line.append(text.charAt(i++));
      }
    }
    return Excerpt.cut(Excerpt.visible(line.toString().strip()), LONGEST);
  }

  /** Blanks, tabs and whatever ends a line. */
  private static boolean isBlank(char c) {
    return c == ' ' || (c >= '\t' && c <= '\r') || c == '\u0085' || c == '\u2028' || c == '\u2029';
  }
}
