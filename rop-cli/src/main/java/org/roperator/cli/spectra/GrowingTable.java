package org.roperator.cli.spectra;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.apache.commons.csv.CSVFormat;

/**
 * A CSV file that grows by whole groups of rows, each on the disk when the call returns: whoever
 * dies keeps what was there before.
 */
public final class GrowingTable {

  private static final CSVFormat CSV = CSVFormat.DEFAULT.builder().setRecordSeparator("\n").get();

  private final Path file;

  private GrowingTable(Path file) {
    this.file = file;
  }

  /** A file that is there. */
  public static GrowingTable existing(Path file) {
    return new GrowingTable(file);
  }

  /** The fields as a line of CSV with its end. */
  public static String line(List<String> fields) {
    return CSV.format(fields.toArray()) + "\n";
  }

  /** Writes rows at the end, in one piece. */
  public synchronized void append(List<List<String>> rows) {
    StringBuilder text = new StringBuilder();
    rows.forEach(row -> text.append(line(row)));
    try (OutputStream out =
        Files.newOutputStream(file, StandardOpenOption.APPEND, StandardOpenOption.DSYNC)) {
      out.write(text.toString().getBytes(StandardCharsets.UTF_8));
    } catch (IOException full) {
      throw new UncheckedIOException(full);
    }
  }
}
