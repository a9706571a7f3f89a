package org.roperator.examples.study;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVRecord;
import org.roperator.examples.data.BadInput;
import org.roperator.examples.spectra.GrowingTable;
import org.roperator.examples.spectra.SnapshotTable;
import org.roperator.examples.weights.AtomicFile;

/**
 * The rows of a study in a CSV file that grows cell by cell and is read again when the study goes
 * on.
 *
 * <p>The first line, a comment, names the settings; the second the columns. A cell that was being
 * written when the process died is dropped and made anew. Once all cells are there, the file holds
 * them in the order of the grid: the same bytes however often it was interrupted.
 */
final class StudyTable {

  /** A change of the numbers' meaning changes this. */
  private static final String MARK = "# rop study 1; ";

  private static final String NOT_A_STUDY = "is not the table of a study; choose another --out.";

  private static final int KEY = 4;

  /** The columns that hold no numbers. */
  private static final Set<String> WORDS =
      Set.of("set", "hidden", "moment", "block", "source", "outcome");

  private final Path file;
  private final StudySettings settings;
  private final Map<List<String>, List<List<String>>> cells = new HashMap<>();
  private final GrowingTable table;

  private StudyTable(Path file, StudySettings settings, Map<List<String>, List<List<String>>> cells)
      throws IOException {
    this.file = file;
    this.settings = settings;
    this.cells.putAll(cells);
    write();
    this.table = GrowingTable.existing(file);
  }

  /** The names of the columns. */
  static List<String> columns() {
    List<String> columns =
        new ArrayList<>(
            List.of(
                "set",
                "noise",
                "hidden",
                "seed",
                "parameters",
                "train_size",
                "test_size",
                "moment",
                "epoch",
                "train_loss",
                "test_loss",
                "train_accuracy",
                "test_accuracy",
                "block"));
    columns.addAll(SnapshotTable.measures());
    columns.add("trace_share");
    columns.add("outcome");
    return columns;
  }

  /**
   * Opens the table of a study, with the cells that a run before has left.
   *
   * @throws BadInput if the file is of a study with other settings, or not of a study at all
   */
  static StudyTable open(Path file, StudySettings settings) throws IOException {
    Map<List<String>, List<List<String>>> cells = new LinkedHashMap<>();
    if (Files.exists(file)) {
      read(file, settings, cells);
      Map<List<String>, Integer> counts = new HashMap<>();
      settings.cells().forEach(cell -> counts.put(cell.key(), cell.rowCount()));
      cells
          .entrySet()
          .removeIf(cell -> cell.getValue().size() != counts.getOrDefault(cell.getKey(), -1));
    }
    return new StudyTable(file, settings, cells);
  }

  private static void read(
      Path file, StudySettings settings, Map<List<String>, List<List<String>>> cells)
      throws IOException {
    String text = text(file);
    // What follows the last line's end was being written when the process died.
    String whole = text.substring(0, text.lastIndexOf('\n') + 1);
    try (BufferedReader lines = new BufferedReader(new StringReader(whole))) {
      String mark = String.valueOf(lines.readLine());
      if (!mark.equals(MARK + settings.fingerprint())) {
        throw new BadInput(
            file,
            mark.startsWith(MARK)
                ? "holds a study of other settings ("
                    + mark.substring(MARK.length())
                    + "); give the same again to go on with it, or another --out."
                : NOT_A_STUDY);
      }
      lines.readLine();
      readRows(file, lines, cells);
    }
  }

  private static void readRows(
      Path file, BufferedReader lines, Map<List<String>, List<List<String>>> cells)
      throws IOException {
    try {
      for (CSVRecord record : CSVFormat.DEFAULT.parse(lines)) {
        if (record.size() == columns().size()) {
          List<String> row = record.toList();
          requireNumbers(file, record.getRecordNumber() + 2, row);
          cells.computeIfAbsent(row.subList(0, KEY), key -> new ArrayList<>()).add(row);
        }
      }
    } catch (UncheckedIOException | IllegalStateException damaged) {
      throw new BadInput(
          file, "is damaged (" + damaged.getMessage() + "); mend it or choose another --out.");
    }
  }

  /** Two lines stand before the first record: the mark and the names of the columns. */
  private static void requireNumbers(Path file, long line, List<String> row) {
    List<String> columns = columns();
    for (int i = 0; i < row.size(); i++) {
      if (!WORDS.contains(columns.get(i)) && !isNumber(row.get(i))) {
        throw new BadInput(
            file,
            "is damaged (line "
                + line
                + " has \""
                + row.get(i)
                + "\" in the column \""
                + columns.get(i)
                + "\", where a number belongs); mend it or choose another --out.");
      }
    }
  }

  private static boolean isNumber(String field) {
    try {
      Double.parseDouble(field);
      return true;
    } catch (NumberFormatException words) {
      return false;
    }
  }

  private static String text(Path file) throws IOException {
    try {
      return Files.readString(file);
    } catch (CharacterCodingException binary) {
      throw new BadInput(file, NOT_A_STUDY);
    }
  }

  /** The cells that are not there yet. */
  List<StudyCell> missing() {
    return settings.cells().stream().filter(cell -> !cells.containsKey(cell.key())).toList();
  }

  /** Adds a cell, on the disk when the call returns. */
  synchronized void add(StudyCell cell, List<List<String>> rows) {
    table.append(rows);
    cells.put(cell.key(), rows);
  }

  /** Writes what there is in the order of the grid. */
  synchronized void write() throws IOException {
    StringBuilder text = new StringBuilder(MARK + settings.fingerprint() + "\n");
    text.append(GrowingTable.line(columns()));
    rows().forEach(row -> text.append(GrowingTable.line(row.fields())));
    AtomicFile.write(file, temporary -> Files.writeString(temporary, text));
  }

  /** All rows there are, in the order of the grid. */
  synchronized List<StudyRow> rows() {
    List<String> columns = columns();
    List<StudyRow> rows = new ArrayList<>();
    for (StudyCell cell : settings.cells()) {
      cells
          .getOrDefault(cell.key(), List.of())
          .forEach(fields -> rows.add(StudyRow.of(columns, fields)));
    }
    return rows;
  }
}
