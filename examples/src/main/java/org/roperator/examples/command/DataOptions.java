package org.roperator.examples.command;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.roperator.examples.data.BadInput;
import org.roperator.examples.data.ColumnChoice;
import org.roperator.examples.data.CsvFile;
import org.roperator.examples.data.Digits;
import org.roperator.examples.data.Embedded;
import org.roperator.examples.data.HeaderLine;
import org.roperator.examples.data.IdxFolder;
import org.roperator.examples.data.TrainTest;
import picocli.CommandLine.Option;

/** Which examples to learn from. */
final class DataOptions {

  /** All of them, for commands whose data may come from elsewhere. */
  static final List<String> NAMES = List.of("--data", "--label", "--header", "--test-share");

  @Option(
      names = "--data",
      paramLabel = "FILE|DIR",
      defaultValue = Digits.NAME,
      description =
          "A CSV file (.gz or not), a folder of IDX files (.gz or not), or one of the embedded"
              + " digits, breast-cancer, iris, wine (default: ${DEFAULT-VALUE}).")
  private String data;

  @Option(
      names = "--label",
      paramLabel = "COLUMN",
      defaultValue = "last",
      description =
          "CSV: the column that holds the class, by name, or by number counted from 1 (default:"
              + " ${DEFAULT-VALUE}).")
  private String label;

  @Option(
      names = "--header",
      paramLabel = "WHEN",
      defaultValue = "AUTO",
      description =
          "CSV: whether the first line names the columns: auto, yes or no (default: auto, yes if"
              + " none of its fields is a number).")
  private HeaderLine header;

  @Option(
      names = "--test-share",
      paramLabel = "S",
      defaultValue = "0.2",
      description =
          "Share of the examples to test on, of each class (default: ${DEFAULT-VALUE}); IDX folders"
              + " bring their own split.")
  private double testShare;

  TrainTest read(long seed) {
    if (!(testShare > 0 && testShare < 1)) {
      throw new BadInput("--test-share is " + testShare + ", but must lie between 0 and 1.");
    }
    Optional<Embedded> embedded = Embedded.named(data);
    if (embedded.isPresent()) {
      return embedded.get().split(testShare, seed);
    }
    Path path = Path.of(data);
    if (!Files.exists(path)) {
      throw new BadInput(path, "there is no such file or folder.");
    }
    if (Files.isDirectory(path)) {
      return IdxFolder.read(path);
    }
    return TrainTest.stratified(CsvFile.read(path, ColumnChoice.of(label), header), testShare, seed)
        .standardised();
  }
}
