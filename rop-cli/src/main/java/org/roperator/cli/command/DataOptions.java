package org.roperator.cli.command;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.roperator.data.BadInput;
import org.roperator.data.ColumnChoice;
import org.roperator.data.CsvFile;
import org.roperator.data.Digits;
import org.roperator.data.Embedded;
import org.roperator.data.HeaderLine;
import org.roperator.data.IdxFolder;
import org.roperator.data.LabeledData;
import org.roperator.data.ReadProgress;
import org.roperator.data.TrainTest;
import picocli.CommandLine.Option;

/** Which examples to learn from. */
final class DataOptions {

  /** All of them, for commands whose data may come from elsewhere. */
  static final List<String> NAMES =
      List.of("--data", "--label", "--header", "--scale", "--test-share");

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
          "CSV: whether the first line names the columns: auto, yes or no (default: auto, by what"
              + " it holds and what is below it; what was decided is said).")
  private HeaderLine header;

  @Option(
      names = "--scale",
      paramLabel = "HOW",
      description =
          "standard: features shifted and scaled to mean 0 and variance 1 over the training"
              + " examples; none: as they are (default: standard for CSV files, breast-cancer, iris"
              + " and wine; none for pictures, whose pixels lie in 0…1).")
  private @Nullable Scale scale;

  @Option(
      names = "--test-share",
      paramLabel = "S",
      defaultValue = "0.2",
      description =
          "Share of the examples to test on, of each class (default: ${DEFAULT-VALUE}); IDX folders"
              + " bring their own split.")
  private double testShare;

  /** How features are scaled. */
  enum Scale {
    /** To mean 0 and variance 1 over the training examples. */
    STANDARD,
    /** Not at all. */
    NONE
  }

  /** Reads the examples; whoever waits for a large file sees how far it is. */
  TrainTest read(RunOptions run) {
    if (!(testShare > 0 && testShare < 1)) {
      throw new BadInput("--test-share is " + testShare + ", but must lie between 0 and 1.");
    }
    TrainTest split = split(run);
    boolean pictures = split.train().imageShape().isPresent();
    return switch (scale(split.train())) {
      case STANDARD -> split.standardized();
      case NONE -> pictures ? split : split.unscaled();
    };
  }

  private Scale scale(LabeledData data) {
    boolean pictures = data.imageShape().isPresent();
    return scale == null ? (pictures ? Scale.NONE : Scale.STANDARD) : scale;
  }

  /** What decides which examples are trained on, by option; a folder brings its own split. */
  Map<String, String> decisive(LabeledData train, RunOptions run) {
    Map<String, String> decisive = new LinkedHashMap<>();
    decisive.put("data", train.name());
    decisive.put("seed", Long.toString(run.seed()));
    if (Embedded.named(data).isPresent() || !Files.isDirectory(Path.of(data))) {
      decisive.put("test-share", Double.toString(testShare));
    }
    decisive.put("scale", scale(train).name().toLowerCase(Locale.ROOT));
    return decisive;
  }

  private TrainTest split(RunOptions run) {
    Optional<Embedded> embedded = Embedded.named(data);
    if (embedded.isPresent()) {
      refuse(run, "CSV files, but --data is " + data, "--label", "--header");
      return embedded.get().unscaledSplit(testShare, run.seed());
    }
    if (data.isBlank()) {
      throw new BadInput("--data is empty; name a file, a folder or one of the embedded sets.");
    }
    Path path = Path.of(data);
    if (!Files.exists(path)) {
      throw new BadInput(path, "there is no such file or folder.");
    }
    ReadProgress progress = ReadLines.to(run.out());
    if (Files.isDirectory(path)) {
      refuse(run, "CSV files, but --data is a folder", "--label", "--header");
      refuse(run, "data without a split, but a folder brings its own", "--test-share");
      return IdxFolder.read(path, progress);
    }
    return TrainTest.stratified(
        CsvFile.read(path, ColumnChoice.of(label), header, progress), testShare, run.seed());
  }

  /** What would have no effect must not look as if it had one. */
  private static void refuse(RunOptions run, String whose, String... options) {
    for (String option : options) {
      Options.refuse(option, run.wasGiven(option) ? option : null, whose);
    }
  }
}
