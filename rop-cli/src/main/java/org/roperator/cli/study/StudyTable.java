package org.roperator.cli.study;

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
import java.util.function.Consumer;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVRecord;
import org.roperator.cli.spectra.GrowingTable;
import org.roperator.cli.spectra.SnapshotTable;
import org.roperator.data.BadInput;
import org.roperator.data.Excerpt;
import org.roperator.data.Numbers;
import org.roperator.data.TrainTest;
import org.roperator.data.weights.AtomicFile;

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
  private static final String MARK = "# rop study 2; ";

  private static final String ANY_MARK = "# rop study ";

  private static final String NOT_A_STUDY = "is not the table of a study; choose another --out.";

  private static final int KEY = 4;

  /** The columns that hold no numbers. */
  private static final Set<String> WORDS =
      Set.of("set", "hidden", "moment", "block", "source", "outcome");

  private final Path file;
  private final StudySettings settings;
  private final Map<List<String>, List<List<String>>> cells = new HashMap<>();
  private final GrowingTable table;
  private final Consumer<String> said;

  private StudyTable(
      Path file,
      StudySettings settings,
      Map<List<String>, List<List<String>>> cells,
      Consumer<String> said)
      throws IOException {
    this.file = file;
    this.settings = settings;
    this.cells.putAll(cells);
    this.said = said;
    writeAgain();
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
   * @param said told of a file that had to be made again
   * @throws BadInput if the file is of a study with other settings, or not of a study at all
   */
  static StudyTable open(Path file, StudySettings settings, Consumer<String> said)
      throws IOException {
    Map<List<String>, List<List<String>>> cells = new LinkedHashMap<>();
    if (Files.exists(file)) {
      read(file, settings, cells);
      Map<List<String>, Integer> counts = new HashMap<>();
      settings.cells().forEach(cell -> counts.put(cell.key(), cell.rowCount()));
      for (List<String> key : cells.keySet()) {
        if (!counts.containsKey(key)) {
          throw new BadInput(
              file,
              "is damaged (it has rows of "
                  + Excerpt.of(String.join(" ", key))
                  + ", which its settings don't have); mend it or choose another --out.");
        }
      }
      cells
          .entrySet()
          .removeIf(cell -> cell.getValue().size() != counts.getOrDefault(cell.getKey(), -1));
      requireRowsOfTheirCells(file, settings, cells);
    }
    return new StudyTable(file, settings, cells, said);
  }

  /** Rows that stand under a cell's name must be such as this cell has. */
  private static void requireRowsOfTheirCells(
      Path file, StudySettings settings, Map<List<String>, List<List<String>>> cells) {
    Map<List<Object>, TrainTest> splits = new HashMap<>();
    for (StudyCell cell : settings.cells()) {
      List<List<String>> rows = cells.get(cell.key());
      if (rows != null) {
        TrainTest split =
            splits.computeIfAbsent(
                List.of(cell.data().set(), cell.seed()), key -> cell.data().split(cell.seed()));
        requireRowsOf(file, cell, split, rows);
      }
    }
  }

  private static void requireRowsOf(
      Path file, StudyCell cell, TrainTest split, List<List<String>> rows) {
    List<List<String>> beginnings = cell.beginnings(split);
    List<Integer> sizes = cell.blockSizes(split.train());
    int block = columns().indexOf("block");
    for (int i = 0; i < rows.size(); i++) {
      List<String> row = rows.get(i);
      List<String> beginning = beginnings.get(i);
      String name = rows.get(i % sizes.size()).get(block);
      String size = Integer.toString(sizes.get(i % sizes.size()));
      if (!row.subList(0, beginning.size()).equals(beginning)
          || !row.get(block).equals(name)
          || !row.get(block + 1).equals(size)) {
        throw new BadInput(
            file,
            "is damaged (row "
                + (i + 1)
                + " of the network "
                + String.join(" ", cell.key())
                + " should begin with "
                + String.join(",", beginning)
                + " and be of the block "
                + Excerpt.of(name)
                + " of "
                + size
                + " parameters, but begins with "
                + Excerpt.of(String.join(",", row.subList(0, beginning.size())))
                + " and is of the block "
                + Excerpt.of(row.get(block))
                + " of "
                + Excerpt.of(row.get(block + 1))
                + "); mend it or choose another --out.");
      }
    }
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
                    + "), not these ("
                    + settings.fingerprint()
                    + "); give the same again to go on with it, or another --out."
                : mark.startsWith(ANY_MARK)
                    ? "is the table of another version, whose numbers differ; choose another --out."
                    : NOT_A_STUDY);
      }
      String headings = String.valueOf(lines.readLine());
      if (!(headings + "\n").equals(GrowingTable.line(columns()))) {
        throw new BadInput(
            file, "is damaged (line 2 does not name its columns); choose another --out.");
      }
      readRows(file, lines, cells);
    }
  }

  private static void readRows(
      Path file, BufferedReader lines, Map<List<String>, List<List<String>>> cells)
      throws IOException {
    try {
      for (CSVRecord record : CSVFormat.DEFAULT.parse(lines)) {
        List<String> row = record.toList();
        // Two lines stand before the first record: the mark and the names of the columns.
        requireNumbers(file, record.getRecordNumber() + 2, row);
        cells.computeIfAbsent(row.subList(0, KEY), key -> new ArrayList<>()).add(row);
      }
    } catch (UncheckedIOException | IllegalStateException damaged) {
      throw new BadInput(
          file,
          "is damaged ("
              + Excerpt.of(String.valueOf(damaged.getMessage()))
              + "); mend it or choose another --out.");
    }
  }

  private static void requireNumbers(Path file, long line, List<String> row) {
    List<String> columns = columns();
    if (row.size() != columns.size()) {
      throw new BadInput(
          file,
          "is damaged (line "
              + line
              + " has "
              + row.size()
              + " columns, not "
              + columns.size()
              + "); mend it or choose another --out.");
    }
    for (int i = 0; i < row.size(); i++) {
      if (!WORDS.contains(columns.get(i)) && !isNumber(row.get(i))) {
        throw new BadInput(
            file,
            "is damaged (line "
                + line
                + " has "
                + Excerpt.quoted(row.get(i))
                + " in the column \""
                + columns.get(i)
                + "\", where a number belongs); mend it or choose another --out.");
      }
    }
  }

  /** As this program writes them: a number that is not known is NaN. */
  private static boolean isNumber(String field) {
    return !Double.isNaN(Numbers.parse(field))
        || Set.of("NaN", "Infinity", "-Infinity").contains(field);
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

  /**
   * Adds a cell, on the disk when the call returns. A file that takes no more rows, such as one
   * that is gone with its folder, is made again with all of them.
   *
   * @throws UncheckedIOException if that can't be done either
   */
  synchronized void add(StudyCell cell, List<List<String>> rows) {
    cells.put(cell.key(), rows);
    try {
      table.append(rows);
    } catch (UncheckedIOException lost) {
      try {
        writeAgain();
      } catch (IOException again) {
        lost.addSuppressed(again);
        throw lost;
      }
      sayAgain(String.valueOf(lost.getCause()));
    }
  }

  private void sayAgain(String why) {
    said.accept(
        file
            + " was lost ("
            + why
            + "); it is there again, with all "
            + cells.size()
            + " networks");
  }

  /** Writes what there is in the order of the grid. */
  synchronized void write() throws IOException {
    boolean gone = !Files.exists(file);
    writeAgain();
    if (gone) {
      sayAgain("no such file");
    }
  }

  private synchronized void writeAgain() throws IOException {
    Files.createDirectories(file.toAbsolutePath().resolveSibling("."));
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
