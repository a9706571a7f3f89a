package org.roperator.cli.fit;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.roperator.data.BadInput;
import org.roperator.data.Excerpt;
import org.roperator.data.Numbers;
import org.roperator.data.TextTable;

/** One column of a table, of which it is not known yet whether it holds numbers or words. */
final class TableColumn {

  /** How programs write that there is nothing. */
  private static final Set<String> MISSING =
      Set.of("", "na", "n/a", "#n/a", "<na>", "nan", "null", "?", ".");

  /** Numbers by size, before words by their letters. */
  private static final Comparator<String> NATURAL =
      Comparator.comparingDouble(TableColumn::rank).thenComparing(Comparator.naturalOrder());

  private final TextTable table;
  private final int column;
  private final List<String> fields;

  TableColumn(TextTable table, int column) {
    this.table = table;
    this.column = column;
    this.fields = table.column(column);
  }

  private static double rank(String field) {
    double number = Numbers.parse(field);
    return Double.isNaN(number) ? Double.POSITIVE_INFINITY : number;
  }

  String name() {
    return table.names().get(column);
  }

  String field(int row) {
    return fields.get(row);
  }

  boolean isMissing(int row) {
    return MISSING.contains(fields.get(row).toLowerCase(Locale.ROOT));
  }

  /** Whether every field of some rows is a word. */
  boolean isWords(int[] rows) {
    for (int row : rows) {
      if (Double.isFinite(Numbers.parse(fields.get(row)))) {
        return false;
      }
    }
    return true;
  }

  /** The numbers of some rows. */
  double[] numbers(int[] rows) {
    double[] numbers = new double[rows.length];
    for (int i = 0; i < rows.length; i++) {
      numbers[i] = Numbers.parse(fields.get(rows[i]));
      if (!Double.isFinite(numbers[i])) {
        throw notANumber(rows, rows[i]);
      }
    }
    return numbers;
  }

  private BadInput notANumber(int[] rows, int row) {
    int numbers = 0;
    for (int other : rows) {
      numbers += Double.isFinite(Numbers.parse(fields.get(other))) ? 1 : 0;
    }
    return bad(
        row,
        Excerpt.quoted(fields.get(row))
            + " is not a finite number, but "
            + numbers
            + " of "
            + rows.length
            + " fields of the column are; mend it, say --factor "
            + Excerpt.of(name())
            + " if the column holds categories, or leave the column out.");
  }

  /** A complaint about one field. */
  BadInput bad(int row, String complaint) {
    return new BadInput(
        table.source()
            + ", line "
            + table.line(row)
            + ", column "
            + (column + 1)
            + " ("
            + Excerpt.of(name())
            + "): "
            + complaint);
  }

  /** A complaint about the whole column. */
  BadInput bad(String complaint) {
    return new BadInput(
        table.source()
            + ", column "
            + (column + 1)
            + " ("
            + Excerpt.of(name())
            + "): "
            + complaint);
  }

  /**
   * The levels of some rows in their natural order, and the level of each row.
   *
   * @return the places of the rows, by level
   */
  Map<String, List<Integer>> levels(int[] rows) {
    Map<String, List<Integer>> places = new TreeMap<>(NATURAL);
    Map<Double, String> spelling = new LinkedHashMap<>();
    for (int i = 0; i < rows.length; i++) {
      String field = fields.get(rows[i]);
      double number = Numbers.parse(field);
      String level =
          Double.isNaN(number) ? field : spelling.computeIfAbsent(number + 0.0, x -> field);
      places.computeIfAbsent(level, l -> new ArrayList<>()).add(i);
    }
    return places;
  }
}
