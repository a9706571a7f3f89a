package org.roperator.data;

import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.zip.ZipException;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/**
 * Reads a table of numbers with one column of classes, as CSV or CSV.gz.
 *
 * <p>Fields are separated by commas, semicolons or tabs, whichever the first line holds most of;
 * the text is UTF-8. The first line may name the columns, or announce {@code
 * rows,columns,class,class,…} as the files of scikit-learn do; then the last column holds the
 * number of the class, counted from 0. Otherwise classes may be any words or numbers, and are
 * numbered in their natural order. What was decided about the first line and the labels is in
 * {@link LabeledData#remarks}.
 */
public final class CsvFile {

  /** How far the first line is looked at. */
  private static final int WINDOW = 1 << 20;

  private static final String DAMAGED = "the gzip file is truncated or damaged ";

  private CsvFile() {}

  /**
   * Reads a file.
   *
   * @param file the file
   * @param label the column that holds the class
   * @param header whether the first line names the columns
   * @throws BadInput naming file, line and column, if the table can't be used
   */
  public static LabeledData read(Path file, ColumnChoice label, HeaderLine header) {
    return read(file, label, header, ReadProgress.quiet());
  }

  /** The same, and tells how far it is. */
  public static LabeledData read(
      Path file, ColumnChoice label, HeaderLine header, ReadProgress progress) {
    try (InputStream in = FileBytes.open(file, progress)) {
      return read(in, file.toString(), label, header);
    } catch (IOException broken) {
      throw FileBytes.unreadable(file, broken);
    }
  }

  static LabeledData read(InputStream in, String source, ColumnChoice label, HeaderLine header)
      throws IOException {
    try (BufferedReader reader = new BufferedReader(new Utf8Text(Gzip.unpacked(in), source))) {
      char separator = separatorOf(reader);
      try (CSVParser parser = CSVParser.parse(reader, formatWith(separator))) {
        return read(parser, source, label, header);
      }
    } catch (EOFException | ZipException truncated) {
      throw new BadInput(source + ": " + DAMAGED + "(" + truncated.getMessage() + ").");
    }
  }

  private static LabeledData read(
      CSVParser parser, String source, ColumnChoice label, HeaderLine header) {
    CsvTable table = new CsvTable(source, label, header);
    try {
      for (CSVRecord record : parser) {
        table.add(parser.getCurrentLineNumber(), record);
      }
    } catch (UncheckedIOException broken) {
      IOException cause = Objects.requireNonNull(broken.getCause());
      throw new BadInput(
          source
              + ", line "
              + parser.getCurrentLineNumber()
              + ": "
              + (isDamage(cause)
                  ? DAMAGED + "(" + cause.getMessage() + ")."
                  : cause.getMessage() + "."));
    }
    return table.finish(Optional.empty());
  }

  private static boolean isDamage(IOException broken) {
    return broken instanceof EOFException || broken instanceof ZipException;
  }

  private static CSVFormat formatWith(char separator) {
    return CSVFormat.DEFAULT
        .builder()
        .setDelimiter(separator)
        .setIgnoreSurroundingSpaces(true)
        .setIgnoreEmptyLines(true)
        .get();
  }

  /**
   * The commonest separator outside quotes of the first line that isn't empty; of two that are as
   * common not the comma, which also parts digits.
   */
  private static char separatorOf(BufferedReader reader) throws IOException {
    reader.mark(WINDOW);
    int commas = 0;
    int semicolons = 0;
    int tabs = 0;
    boolean quoted = false;
    boolean empty = true;
    for (int i = 1, c = reader.read(); i < WINDOW && c >= 0; c = reader.read(), i++) {
      if ((c == '\n' || c == '\r') && !quoted && !empty) {
        break;
      }
      quoted ^= c == '"';
      empty &= Character.isWhitespace(c);
      commas += c == ',' && !quoted ? 1 : 0;
      semicolons += c == ';' && !quoted ? 1 : 0;
      tabs += c == '\t' && !quoted ? 1 : 0;
    }
    reader.reset();
    if (tabs > 0 && tabs >= Math.max(commas, semicolons)) {
      return '\t';
    }
    return semicolons > 0 && semicolons >= commas ? ';' : ',';
  }
}
