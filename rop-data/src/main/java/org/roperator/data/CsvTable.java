package org.roperator.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.commons.csv.CSVRecord;
import org.roperator.nn.layer.ImageShape;

/** Collects the records of a CSV file into a data set and complains about the first bad one. */
final class CsvTable {

  /** So many lines are looked at before it is decided what the first of them is. */
  private static final int SAMPLE = 1000;

  /** Fewer numbers count up by chance. */
  private static final int ENOUGH_TO_COUNT = 10;

  /** What people call the column of classes. */
  private static final Set<String> LABELS = Set.of("label", "class", "target", "y");

  private static final int LARGEST_ARRAY = Integer.MAX_VALUE - 8;

  private final String source;
  private final ColumnChoice label;
  private final HeaderLine header;
  private final List<String> remarks = new ArrayList<>();

  private final List<Row> sample = new ArrayList<>();
  private boolean decided;
  private long firstLine;
  private List<String> names = List.of();
  private Optional<Announcement> announcement = Optional.empty();
  private int columns;
  private int labelColumn;
  private int index = -1;
  private double[] features = new double[1024];
  private int filled;
  private final List<CsvLabels.Label> labels = new ArrayList<>();

  /** A record and the line it ends on. */
  private record Row(long line, List<String> fields) {}

  /** A first line {@code rows,columns,class,class,…}. */
  private record Announcement(int rows, int columns, List<String> classes) {}

  CsvTable(String source, ColumnChoice label, HeaderLine header) {
    this.source = source;
    this.label = label;
    this.header = header;
  }

  void add(long line, CSVRecord record) {
    Row row = new Row(line, record.toList());
    if (decided) {
      addExample(row);
    } else {
      sample.add(row);
      if (sample.size() > SAMPLE) {
        decide();
      }
    }
  }

  /** Looks at the first lines together, then takes them one by one. */
  private void decide() {
    decided = true;
    if (sample.isEmpty()) {
      return;
    }
    Row first = sample.get(0);
    List<Row> below = sample.subList(1, sample.size());
    firstLine = first.line();
    announcement = announcementIn(first.fields(), below);
    if (announcement.isPresent()) {
      columns = announcement.get().columns() + 1;
      labelColumn = label.resolve(source, names, columns);
    } else {
      columns = first.fields().size();
      boolean named = namesColumns(first, below);
      names = named ? first.fields().stream().map(CsvLabels::tidy).toList() : List.of();
      labelColumn = label.resolve(source, names, columns);
      if (named) {
        index = unnamedIndex(below);
        requireNames();
        remarks.add("classes from column " + columnName(labelColumn));
        OptionalInt other = otherLabel();
        if (other.isPresent()) {
          remarks.add(
              "column " + columnName(other.getAsInt()) + " is a feature" + ifClasses(other));
        }
      }
      if (columns - (index >= 0 ? 1 : 0) < 2) {
        throw at(
            firstLine,
            "there is 1 column, but a label and at least one feature are needed; fields are"
                + " separated by commas, semicolons or tabs.");
      }
      if (!named) {
        addExample(first);
      }
    }
    below.forEach(this::addExample);
    sample.clear();
  }

  private boolean namesColumns(Row first, List<Row> below) {
    if (header != HeaderLine.AUTO) {
      return header == HeaderLine.YES;
    }
    if (label.isName()) {
      return true;
    }
    try {
      CsvHeader.Verdict verdict =
          CsvHeader.decide(
              first.fields(),
              below.stream().map(Row::fields).toList(),
              label.resolve(source, names, columns));
      remarks.add(
          "line "
              + first.line()
              + (verdict.names() ? " names the columns (" : " is an example (")
              + verdict.reason()
              + ")");
      return verdict.names();
    } catch (CsvHeader.Divided divided) {
      throw at(first.line(), divided.complaint());
    }
  }

  private static Optional<Announcement> announcementIn(List<String> fields, List<Row> below) {
    if (fields.size() < 4
        || !fields.get(0).matches("\\d{1,9}")
        || !fields.get(1).matches("\\d{1,9}")
        || fields.stream().skip(2).anyMatch(Numbers::isNumber)) {
      return Optional.empty();
    }
    int columns = Integer.parseInt(fields.get(1));
    int width = below.isEmpty() ? columns + 1 : below.get(0).fields().size();
    boolean asNames = width == fields.size() && width != columns + 1;
    return asNames
        ? Optional.empty()
        : Optional.of(
            new Announcement(
                Integer.parseInt(fields.get(0)), columns, fields.subList(2, fields.size())));
  }

  /** The column of row numbers that pandas writes without a name, −1 if there is none. */
  private int unnamedIndex(List<Row> below) {
    if (labelColumn == 0 || !(names.get(0).isEmpty() || names.get(0).equals("Unnamed: 0"))) {
      return -1;
    }
    List<String> fields =
        below.stream()
            .filter(r -> r.fields().size() == columns)
            .map(r -> r.fields().get(0))
            .toList();
    if (!Numbers.numberRows(fields)) {
      return -1;
    }
    remarks.add("column 1 has no name and numbers the rows, so it is left out; name it to keep it");
    return 0;
  }

  /** A column whose name says that it holds the class, where none was chosen and it isn't last. */
  private OptionalInt otherLabel() {
    return names.isEmpty() || label.isChosen() || meansClass(labelColumn)
        ? OptionalInt.empty()
        : IntStream.range(0, names.size()).filter(this::meansClass).findFirst();
  }

  private boolean meansClass(int column) {
    return LABELS.contains(names.get(column).toLowerCase(Locale.ROOT));
  }

  private String ifClasses(OptionalInt column) {
    return "; say --label " + Excerpt.of(names.get(column.getAsInt())) + " if it holds the classes";
  }

  private void requireNames() {
    for (int j = 0; j < columns; j++) {
      if (names.get(j).isEmpty() && j != index && j != labelColumn) {
        throw at(firstLine, "column " + (j + 1) + " has no name; name it, or take it out.");
      }
    }
    List<String> twice =
        names.stream().filter(name -> names.indexOf(name) != names.lastIndexOf(name)).toList();
    if (!twice.isEmpty()) {
      remarks.add(
          "several columns have one name: "
              + Excerpt.list(", ", twice.stream().distinct().toList()));
    }
  }

  private void addExample(Row row) {
    List<String> fields = row.fields();
    long line = row.line();
    if (fields.size() != columns) {
      throw at(
          line,
          fields.size()
              + (fields.size() == 1 ? " column" : " columns")
              + ", but line "
              + firstLine
              + (announcement.isPresent() ? " announces " : " has ")
              + columns
              + ".");
    }
    reserve(columns);
    for (int j = 0; j < columns; j++) {
      if (j == index) {
        requireRowNumber(line, fields.get(j));
      } else if (j != labelColumn) {
        features[filled++] = number(line, j, fields.get(j));
      }
    }
    String text = CsvLabels.tidy(fields.get(labelColumn));
    CsvLabels.complaint(text).ifPresent(complaint -> complain(line, labelColumn, complaint));
    labels.add(new CsvLabels.Label(line, text));
  }

  private void reserve(int more) {
    if (more > LARGEST_ARRAY - filled) {
      throw new BadInput(source + ": there are more than " + LARGEST_ARRAY + " numbers in it.");
    }
    if (filled + more > features.length) {
      long larger = Math.max(2L * features.length, filled + more);
      features = Arrays.copyOf(features, (int) Math.min(larger, LARGEST_ARRAY));
    }
  }

  private void requireRowNumber(long line, String field) {
    if (!Numbers.isRowNumber(field)) {
      complain(
          line,
          index,
          Excerpt.quoted(field)
              + " is no row number, as the column holds above; name the column to make it a"
              + " feature, or take it out.");
    }
  }

  private double number(long line, int column, String field) {
    String text = field.strip();
    double x = Numbers.parse(text);
    if (!Double.isFinite(x)) {
      complain(line, column, complaint(line, column, text));
    }
    return x;
  }

  private String complaint(long line, int column, String text) {
    String maybeNames =
        line == firstLine && header == HeaderLine.AUTO
            ? "; say --header yes if the line names the columns"
            : "";
    if (text.isEmpty()) {
      return "the field is empty" + maybeNames + ".";
    }
    if (Numbers.isNotFinite(text)) {
      return Excerpt.of(text) + " is not a finite number.";
    }
    return Excerpt.quoted(text)
        + " is not a number"
        + (Numbers.hasDecimalComma(text)
            ? "; write a point for a decimal comma, and nothing between groups of digits"
            : "")
        + maybeNames
        + (otherLabel().equals(OptionalInt.of(column)) ? ifClasses(OptionalInt.of(column)) : "")
        + ".";
  }

  LabeledData finish(Optional<ImageShape> imageShape) {
    if (!decided) {
      decide();
    }
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
    CsvLabels.Classes classes =
        announcement.isPresent()
            ? CsvLabels.numbered(
                labels, announcement.get().classes(), firstLine, line -> at(line, labelColumn))
            : CsvLabels.named(labels, source + ", column " + columnName(labelColumn));
    remarks.addAll(classes.remarks());
    features = Arrays.copyOf(features, filled);
    int[] featureColumns =
        IntStream.range(0, columns).filter(j -> j != labelColumn && j != index).toArray();
    remarkOnCounters(featureColumns);
    return new LabeledData(source, features, classes.numbers(), classes.names(), imageShape)
        .withReading(
            IntStream.of(featureColumns)
                .mapToObj(j -> names.isEmpty() ? "column " + (j + 1) : names.get(j))
                .toList(),
            remarks);
  }

  /** A number of the row is no property of an example, but tells classes that are sorted. */
  private void remarkOnCounters(int[] featureColumns) {
    int width = featureColumns.length;
    int rows = labels.size();
    for (int j = 0; j < width && rows >= ENOUGH_TO_COUNT; j++) {
      int column = j;
      if (IntStream.range(1, rows)
          .allMatch(i -> features[i * width + column] == features[column] + i)) {
        remarks.add(
            "column " + columnName(featureColumns[j]) + " counts the rows; is it a feature?");
      }
    }
  }

  private String columnName(int column) {
    return (column + 1) + (names.isEmpty() ? "" : " (" + Excerpt.of(names.get(column)) + ")");
  }

  private void complain(long line, int column, String complaint) {
    throw new BadInput(at(line, column) + complaint);
  }

  private String at(long line, int column) {
    return source + ", line " + line + ", column " + columnName(column) + ": ";
  }

  private BadInput at(long line, String complaint) {
    return new BadInput(source + ", line " + line + ": " + complaint);
  }
}
