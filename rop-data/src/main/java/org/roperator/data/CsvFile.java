package org.roperator.data;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Optional;

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
    CsvTable table = new CsvTable(source, label, header);
    CsvRecords.read(in, source, table::add);
    return table.finish(Optional.empty());
  }
}
