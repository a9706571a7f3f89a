package org.roperator.examples.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import org.apache.commons.csv.CSVRecord;

/** Collects the records of a CSV file into a data set and complains about the first bad one. */
final class CsvTable {

  /** More classes than this are taken for a column of measurements. */
  private static final int MOST_CLASSES = 1000;

  private final String source;
  private final ColumnChoice label;
  private final HeaderLine header;

  private long firstLine;
  private List<String> names = List.of();
  private Optional<Announcement> announcement = Optional.empty();
  private int columns;
  private int labelColumn;
  private double[] features = new double[1024];
  private int filled;
  private final List<String> labels = new ArrayList<>();
  private final List<Long> lines = new ArrayList<>();

  /** A first line {@code rows,columns,class,class,…}. */
  private record Announcement(int rows, int columns, List<String> classes) {}

  CsvTable(String source, ColumnChoice label, HeaderLine header) {
    this.source = source;
    this.label = label;
    this.header = header;
  }

  void add(long line, CSVRecord record) {
    if (columns == 0) {
      begin(line, record);
    } else {
      addExample(line, record);
    }
  }

  private void begin(long line, CSVRecord record) {
    firstLine = line;
    List<String> fields = record.toList();
    announcement = announcementIn(fields);
    if (announcement.isPresent()) {
      columns = announcement.get().columns() + 1;
      labelColumn = label.resolve(source, names, columns);
      return;
    }
    columns = fields.size();
    boolean named =
        header == HeaderLine.YES
            || (header == HeaderLine.AUTO
                && (label.isName() || fields.stream().noneMatch(CsvTable::isNumber)));
    names = named ? fields : List.of();
    labelColumn = label.resolve(source, names, columns);
    if (columns < 2) {
      throw at(line, "there is 1 column, but a label and at least one feature are needed.");
    }
    if (!named) {
      addExample(line, record);
    }
  }

  private static Optional<Announcement> announcementIn(List<String> fields) {
    if (fields.size() < 4
        || !fields.get(0).matches("\\d{1,9}")
        || !fields.get(1).matches("\\d{1,9}")
        || fields.stream().skip(2).anyMatch(CsvTable::isNumber)) {
      return Optional.empty();
    }
    return Optional.of(
        new Announcement(
            Integer.parseInt(fields.get(0)),
            Integer.parseInt(fields.get(1)),
            fields.subList(2, fields.size())));
  }

  private static boolean isNumber(String text) {
    return !Double.isNaN(parse(text)) || text.equalsIgnoreCase("nan");
  }

  /** The number a text spells, NaN if it is none; Java's suffixes as in 1d are no numbers. */
  private static double parse(String text) {
    try {
      boolean suffixed = !text.isEmpty() && "dDfF".indexOf(text.charAt(text.length() - 1)) >= 0;
      return suffixed ? Double.NaN : Double.parseDouble(text);
    } catch (NumberFormatException word) {
      return Double.NaN;
    }
  }

  private void addExample(long line, CSVRecord record) {
    if (record.size() != columns) {
      throw at(
          line,
          record.size()
              + (record.size() == 1 ? " column" : " columns")
              + ", but line "
              + firstLine
              + (announcement.isPresent() ? " announces " : " has ")
              + columns
              + ".");
    }
    if (filled + columns > features.length) {
      features = Arrays.copyOf(features, Math.max(2 * features.length, filled + columns));
    }
    for (int j = 0; j < columns; j++) {
      if (j != labelColumn) {
        features[filled++] = number(line, j, record.get(j));
      }
    }
    String text = record.get(labelColumn);
    if (text.isBlank()) {
      throw at(line, labelColumn, "the label is empty.");
    }
    labels.add(text);
    lines.add(line);
  }

  private double number(long line, int column, String text) {
    double x = parse(text);
    if (Double.isFinite(x)) {
      return x;
    }
    if (text.isEmpty()) {
      throw at(line, column, "the field is empty.");
    }
    throw at(
        line,
        column,
        isNumber(text) ? text + " is not a finite number." : "\"" + text + "\" is not a number.");
  }

  Dataset finish(Optional<ImageShape> imageShape) {
    if (labels.isEmpty()) {
      throw new BadInput(source + ": there are no examples in it.");
    }
    if (announcement.isPresent() && announcement.get().rows() != labels.size()) {
      throw new BadInput(
          source
              + ": line "
              + firstLine
              + " announces "
              + announcement.get().rows()
              + " rows, but there are "
              + labels.size()
              + "; the file is truncated or its first line wrong.");
    }
    int[] numbers = new int[labels.size()];
    List<String> classes =
        announcement.isPresent()
            ? numberedLabels(announcement.get().classes(), numbers)
            : namedLabels(numbers);
    return new Dataset(source, Arrays.copyOf(features, filled), numbers, classes, imageShape);
  }

  private List<String> numberedLabels(List<String> classes, int[] numbers) {
    for (int i = 0; i < numbers.length; i++) {
      String text = labels.get(i);
      numbers[i] = text.matches("\\d{1,9}") ? Integer.parseInt(text) : -1;
      if (numbers[i] < 0 || numbers[i] >= classes.size()) {
        throw at(
            lines.get(i),
            labelColumn,
            "the label "
                + text
                + " is out of range; line "
                + firstLine
                + " names "
                + classes.size()
                + " classes, 0 to "
                + (classes.size() - 1)
                + ".");
      }
    }
    return classes;
  }

  private List<String> namedLabels(int[] numbers) {
    TreeSet<String> distinct = new TreeSet<>(CsvTable::compareLabels);
    distinct.addAll(labels);
    List<String> classes = List.copyOf(distinct);
    if (classes.size() < 2) {
      throw new BadInput(
          source
              + ": every example has the label "
              + classes.get(0)
              + "; there must be at least two classes.");
    }
    if (classes.size() > MOST_CLASSES || 2L * classes.size() > labels.size() + 2) {
      throw new BadInput(
          source
              + ", column "
              + columnName(labelColumn)
              + ": "
              + classes.size()
              + " different labels in "
              + labels.size()
              + " rows look like measurements, not classes; choose the label column with --label.");
    }
    Map<String, Integer> index = new HashMap<>();
    for (int k = 0; k < classes.size(); k++) {
      index.put(classes.get(k), k);
    }
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = Objects.requireNonNull(index.get(labels.get(i)));
    }
    return classes;
  }

  /** Numbers in order of size, before words in order of spelling. */
  private static int compareLabels(String a, String b) {
    boolean numberA = isNumber(a);
    boolean numberB = isNumber(b);
    if (numberA && numberB) {
      int order = Double.compare(Double.parseDouble(a), Double.parseDouble(b));
      return order != 0 ? order : a.compareTo(b);
    }
    return numberA ? -1 : numberB ? 1 : a.compareTo(b);
  }

  private String columnName(int column) {
    return (column + 1) + (names.isEmpty() ? "" : " (" + names.get(column) + ")");
  }

  private BadInput at(long line, int column, String complaint) {
    return new BadInput(
        source + ", line " + line + ", column " + columnName(column) + ": " + complaint);
  }

  private BadInput at(long line, String complaint) {
    return new BadInput(source + ", line " + line + ": " + complaint);
  }
}
