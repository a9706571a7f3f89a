package org.roperator.cli.study;

import java.util.List;

/** A row of the table: one block of one network at one moment. */
public final class StudyRow {

  private final List<String> columns;
  private final List<String> fields;

  private StudyRow(List<String> columns, List<String> fields) {
    this.columns = columns;
    this.fields = fields;
  }

  static StudyRow of(List<String> columns, List<String> fields) {
    return new StudyRow(columns, List.copyOf(fields));
  }

  List<String> fields() {
    return fields;
  }

  /** The content of a column. */
  public String text(String column) {
    int index = columns.indexOf(column);
    if (index < 0) {
      throw new IllegalArgumentException(
          "There is no column \"" + column + "\"; there are " + columns + ".");
    }
    return fields.get(index);
  }

  /** The content of a column as a number. */
  public double number(String column) {
    return Double.parseDouble(text(column));
  }

  /** Which network on which examples. */
  public List<String> cell() {
    return fields.subList(0, 4);
  }

  /** Which examples: the set and the share of wrong labels. */
  public String variant() {
    return text("set") + ", noise " + text("noise");
  }
}
