package org.roperator.examples.data;

import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
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
 * <p>Fields are separated by commas, semicolons or tabs, whichever the first line holds most of.
 * The first line may name the columns, or announce {@code rows,columns,class,class,…} as the files
 * of scikit-learn do; then the last column holds the number of the class, counted from 0. Otherwise
 * classes may be any words or numbers, and are numbered in their natural order.
 */
public final class CsvFile {

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
  public static Dataset read(Path file, ColumnChoice label, HeaderLine header) {
    try (InputStream in = Files.newInputStream(file)) {
      return read(in, file.toString(), label, header);
    } catch (IOException broken) {
      throw new BadInput(file, "can't be read (" + broken.getMessage() + ").");
    }
  }

  static Dataset read(InputStream in, String source, ColumnChoice label, HeaderLine header)
      throws IOException {
    try (BufferedReader reader =
        new BufferedReader(new InputStreamReader(Gzip.unpacked(in), StandardCharsets.UTF_8))) {
      char separator = separatorOf(reader);
      try (CSVParser parser = CSVParser.parse(reader, formatWith(separator))) {
        return read(parser, source, label, header);
      }
    } catch (EOFException | ZipException truncated) {
      throw new BadInput(source + ": " + DAMAGED + "(" + truncated.getMessage() + ").");
    }
  }

  private static Dataset read(
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

  /** The commonest separator of the first line; also skips a byte-order mark. */
  private static char separatorOf(BufferedReader reader) throws IOException {
    int window = 1 << 20;
    reader.mark(1);
    if (reader.read() != '\ufeff') {
      reader.reset();
    }
    reader.mark(window);
    int commas = 0;
    int semicolons = 0;
    int tabs = 0;
    for (int i = 0, c = reader.read(); i < window - 1 && c >= 0 && c != '\n'; c = reader.read()) {
      commas += c == ',' ? 1 : 0;
      semicolons += c == ';' ? 1 : 0;
      tabs += c == '\t' ? 1 : 0;
      i++;
    }
    reader.reset();
    return tabs > Math.max(commas, semicolons) ? '\t' : semicolons > commas ? ';' : ',';
  }
}
