package org.roperator.data;

import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.zip.ZipException;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/**
 * The records of a CSV file, packed with gzip or not, one after the other.
 *
 * <p>Fields are separated by commas, semicolons or tabs, whichever the first line holds most of;
 * the text is UTF-8. What is damaged ends in a {@link BadInput} that names the line.
 */
final class CsvRecords {

  /** How far the first line is looked at. */
  private static final int WINDOW = 1 << 20;

  private static final String DAMAGED = "the gzip file is truncated or damaged ";

  private CsvRecords() {}

  /** Takes a record and the line it ends on. */
  @FunctionalInterface
  interface Receiver {
    void add(long line, CSVRecord record);
  }

  /** Hands out all records. */
  static void read(InputStream in, String source, Receiver receiver) throws IOException {
    try (BufferedReader reader = new BufferedReader(new Utf8Text(Gzip.unpacked(in), source))) {
      char separator = separatorOf(reader);
      try (CSVParser parser = CSVParser.parse(reader, formatWith(separator))) {
        read(parser, source, receiver);
      }
    } catch (EOFException | ZipException truncated) {
      throw new BadInput(source + ": " + DAMAGED + "(" + truncated.getMessage() + ").");
    }
  }

  private static void read(CSVParser parser, String source, Receiver receiver) {
    try {
      for (CSVRecord record : parser) {
        receiver.add(parser.getCurrentLineNumber(), record);
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
