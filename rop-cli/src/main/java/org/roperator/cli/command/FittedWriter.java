package org.roperator.cli.command;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.util.regex.Pattern;

/**
 * Breaks lines at blanks so that they fit a terminal of 80 columns.
 *
 * <p>A line goes on under its start, or, if it says something of a name two blanks before, under
 * that. What has no blank, such as a path, is left whole, and so are rows of tables, which a break
 * would only make harder to read: they must fit by themselves, as {@link PlainText#table} sees to.
 */
final class FittedWriter extends Writer {

  static final int COLUMNS = 80;

  private static final Pattern ROW = Pattern.compile(" *\\S.*?\\S? {2,}\\S.*? {2,}\\S.*");

  private final PrintWriter out;
  private final StringBuilder line = new StringBuilder();

  FittedWriter(PrintWriter out) {
    this.out = out;
  }

  @Override
  public void write(char[] text, int from, int length) {
    synchronized (lock) {
      for (int i = from; i < from + length; i++) {
        if (text[i] == '\n') {
          endLine();
        } else if (text[i] != '\r') {
          line.append(text[i]);
        }
      }
    }
  }

  private void endLine() {
    String rest = line.toString().stripTrailing();
    line.setLength(0);
    int hang = hang(rest);
    while (rest.length() > COLUMNS && !isRow(rest)) {
      int blank = rest.lastIndexOf(' ', COLUMNS);
      if (blank < hang || rest.substring(0, Math.max(0, blank)).isBlank()) {
        blank = rest.indexOf(' ', COLUMNS); // a word longer than a line
      }
      if (blank < 0) {
        break;
      }
      out.println(rest.substring(0, blank).stripTrailing());
      rest = " ".repeat(hang) + rest.substring(blank + 1).stripLeading();
    }
    out.println(rest);
  }

  /** Three things or more, each some blanks from the next. */
  private static boolean isRow(String text) {
    return ROW.matcher(text).matches();
  }

  /** Where the rest of a line goes on: under what stands beside a name, or else under its start. */
  private static int hang(String text) {
    int start = beginning(text, 0);
    int gap = text.indexOf("  ", start);
    if (gap >= 0 && beginning(text, gap) <= COLUMNS / 3) {
      return beginning(text, gap);
    }
    return start <= COLUMNS / 3 ? start : 0;
  }

  /** The first place from one on that is not blank. */
  private static int beginning(String text, int from) {
    int at = from;
    while (at < text.length() && text.charAt(at) == ' ') {
      at++;
    }
    return at;
  }

  @Override
  public void flush() {
    out.flush();
  }

  @Override
  public void close() throws IOException {
    if (!line.isEmpty()) {
      endLine();
    }
    out.close();
  }
}
