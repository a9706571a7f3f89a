package org.roperator.data;

import java.util.List;

/** Which column of a table holds the class. */
public final class ColumnChoice {

  private static final String LAST = "last";

  private final String text;

  private ColumnChoice(String text) {
    this.text = text;
  }

  /** The last column. */
  public static ColumnChoice last() {
    return new ColumnChoice(LAST);
  }

  /**
   * A column from the command line: its name, or its number counted from 1, or {@code last}.
   *
   * <p>A name that stands in the header line wins over the other two readings.
   */
  public static ColumnChoice of(String nameOrNumber) {
    return new ColumnChoice(nameOrNumber.strip());
  }

  /** Whether a column was named or numbered, rather than left at the last. */
  boolean isChosen() {
    return !text.equals(LAST);
  }

  /** Whether this can only be a name, so that there must be a header line. */
  boolean isName() {
    return isChosen() && !text.matches("\\d+");
  }

  /**
   * The index of the column, counted from 0.
   *
   * @param names the names of the columns, empty where there is no header line
   * @param columns the number of columns
   */
  int resolve(String source, List<String> names, int columns) {
    int named = names.indexOf(text);
    int last = names.lastIndexOf(text);
    if (named != last) {
      throw new BadInput(
          source
              + ": columns "
              + (named + 1)
              + " and "
              + (last + 1)
              + " are both called "
              + Excerpt.quoted(text)
              + "; choose the label column by its number.");
    }
    if (named >= 0) {
      return named;
    }
    if (text.equals(LAST)) {
      return columns - 1;
    }
    if (!isName()) {
      long number = text.length() > 9 ? Long.MAX_VALUE : Long.parseLong(text);
      if (number >= 1 && number <= columns) {
        return (int) number - 1;
      }
    }
    throw new BadInput(
        source
            + ": there is no label column "
            + Excerpt.quoted(text)
            + "; choose a number from 1 to "
            + columns
            + (names.isEmpty() ? "." : " or one of " + Excerpt.list(", ", names) + "."));
  }
}
