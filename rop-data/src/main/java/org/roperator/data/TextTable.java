package org.roperator.data;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.commons.csv.CSVRecord;

/**
 * A CSV file as the words that stand in it, under the names of its columns.
 *
 * <p>What a column means, numbers or words, is for others to say. Every row has as many fields as
 * there are columns; blanks around fields are gone, and accents written in one way. A first column
 * without a name that numbers the rows, as pandas writes one, is left out, and that is said.
 * Immutable. Memory: the file's text.
 */
public final class TextTable {

  private final String source;
  private final List<String> names;
  private final List<List<String>> rows;
  private final long[] lines;
  private final List<String> remarks;

  private TextTable(
      String source,
      List<String> names,
      List<List<String>> rows,
      long[] lines,
      List<String> remarks) {
    this.source = source;
    this.names = List.copyOf(names);
    this.rows = List.copyOf(rows);
    this.lines = lines;
    this.remarks = List.copyOf(remarks);
  }

  /**
   * Reads a file, and tells how far it is.
   *
   * @param file the file, packed with gzip or not
   * @param header whether the first line names the columns; {@link HeaderLine#AUTO} takes it so if
   *     none of its fields is a number, and refuses the file if some are and some are not
   * @throws BadInput naming file and line, if it is no table
   */
  public static TextTable read(Path file, HeaderLine header, ReadProgress progress) {
    try (InputStream in = FileBytes.open(file, progress)) {
      return read(in, file.toString(), header);
    } catch (IOException broken) {
      throw FileBytes.unreadable(file, broken);
    }
  }

  /**
   * Reads a stream to its end.
   *
   * @param source what it is called in messages
   */
  public static TextTable read(InputStream in, String source, HeaderLine header)
      throws IOException {
    Reader reader = new Reader(source);
    CsvRecords.read(in, source, reader::add);
    return reader.table(header);
  }

  /** What the table is called in messages. */
  public String source() {
    return source;
  }

  /** The names of the columns, all different. */
  public List<String> names() {
    return names;
  }

  /** The number of rows below the names, at least 1. */
  public int size() {
    return rows.size();
  }

  /** All fields of a column, from the first row to the last. */
  public List<String> column(int column) {
    return rows.stream().map(row -> row.get(column)).toList();
  }

  /** The line of the file that a row, counted from 0, ends on. */
  public long line(int row) {
    return lines[row];
  }

  /** What was decided on reading and might have been meant otherwise. */
  public List<String> remarks() {
    return remarks;
  }

  /**
   * The column of a name, or else of a number counted from 1.
   *
   * @return its place, counted from 0; nothing if there is none
   */
  public Optional<Integer> find(String nameOrNumber) {
    int named = names.indexOf(CsvLabels.tidy(nameOrNumber));
    if (named >= 0) {
      return Optional.of(named);
    }
    if (nameOrNumber.strip().matches("\\d{1,9}")) {
      int number = Integer.parseInt(nameOrNumber.strip());
      return number >= 1 && number <= names.size() ? Optional.of(number - 1) : Optional.empty();
    }
    return Optional.empty();
  }

  /** Collects records, and complains about the first bad one. */
  private static final class Reader {
    private final String source;
    private final List<List<String>> rows = new ArrayList<>();
    private final List<Long> lines = new ArrayList<>();
    private final List<String> remarks = new ArrayList<>();

    Reader(String source) {
      this.source = source;
    }

    void add(long line, CSVRecord record) {
      List<String> fields = record.stream().map(CsvLabels::tidy).toList();
      if (!rows.isEmpty() && fields.size() != rows.get(0).size()) {
        int first = rows.get(0).size();
        throw new BadInput(
            source
                + ", line "
                + line
                + ": "
                + fields.size()
                + (fields.size() == 1 ? " column" : " columns")
                + ", but line "
                + lines.get(0)
                + " has "
                + first
                + ".");
      }
      rows.add(fields);
      lines.add(line);
    }

    TextTable table(HeaderLine header) {
      if (rows.isEmpty()) {
        throw new BadInput(source + ": the file is empty.");
      }
      boolean named = namesColumns(header);
      List<String> names = new ArrayList<>();
      for (int j = 0; j < rows.get(0).size(); j++) {
        names.add(named ? rows.get(0).get(j) : "column " + (j + 1));
      }
      int from = named ? 1 : 0;
      if (rows.size() == from) {
        throw new BadInput(source + ": there are no rows below the names of the columns.");
      }
      List<List<String>> examples = rows.subList(from, rows.size());
      if (isIndex(names.get(0), examples)) {
        remarks.add("column 1 has no name and numbers the rows, so it is left out");
        names.remove(0);
        examples = examples.stream().map(row -> row.subList(1, row.size())).toList();
      }
      requireNames(names);
      long[] places = lines.subList(from, lines.size()).stream().mapToLong(line -> line).toArray();
      return new TextTable(source, names, examples, places, remarks);
    }

    private boolean namesColumns(HeaderLine header) {
      if (header != HeaderLine.AUTO) {
        return header == HeaderLine.YES;
      }
      List<String> numbers = rows.get(0).stream().filter(Numbers::isNumber).toList();
      if (!numbers.isEmpty()) {
        throw new BadInput(
            source
                + ", line "
                + lines.get(0)
                + ": it should name the columns, but holds the number "
                + Excerpt.of(numbers.get(0))
                + "; say --header yes if that is a name, or --header no if the line is an example.");
      }
      return true;
    }

    private static boolean isIndex(String name, List<List<String>> examples) {
      return (name.isEmpty() || name.equals("Unnamed: 0"))
          && examples.get(0).size() > 1
          && Numbers.numberRows(examples.stream().map(row -> row.get(0)).toList());
    }

    private void requireNames(List<String> names) {
      int nameless = names.indexOf("");
      if (nameless >= 0) {
        throw new BadInput(
            source
                + ", line "
                + lines.get(0)
                + ": column "
                + (nameless + 1)
                + " has no name; name it, or take it out.");
      }
      for (String name : names) {
        if (names.indexOf(name) != names.lastIndexOf(name)) {
          throw new BadInput(
              source
                  + ", line "
                  + lines.get(0)
                  + ": columns "
                  + (names.indexOf(name) + 1)
                  + " and "
                  + (names.lastIndexOf(name) + 1)
                  + " are both called "
                  + Excerpt.quoted(name)
                  + "; rename one of them.");
        }
      }
    }
  }
}
