package org.roperator.cli.report;

import java.util.ArrayList;
import java.util.List;

/** A table of a page, as text. */
record Table(List<String> headings, List<List<String>> rows) {

  Table {
    headings = List.copyOf(headings);
    rows = List.copyOf(rows);
  }

  /** The same with rows and columns exchanged, for few rows of many numbers. */
  Table transposed() {
    List<List<String>> columns = new ArrayList<>();
    for (int i = 1; i < headings.size(); i++) {
      List<String> line = new ArrayList<>(List.of(headings.get(i)));
      for (List<String> row : rows) {
        line.add(row.get(i));
      }
      columns.add(line);
    }
    List<String> first = new ArrayList<>(List.of(headings.get(0)));
    rows.forEach(row -> first.add(row.get(0)));
    return new Table(first, columns);
  }

  /** Where a heading may break: names of quantities have no blanks to break at. */
  static List<String> parts(String heading) {
    return List.of(heading.split("(?<=_)", -1));
  }
}
