package org.roperator.data;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The data sets that come with the program, by the names they have on the command line.
 *
 * <p>All from the UCI Machine Learning Repository, CC BY 4.0; the file NOTICE beside them names
 * their authors.
 */
public enum Embedded {
  /** 1,797 handwritten digits of 8 × 8 pixels, scaled to 0…1. */
  DIGITS("digits", "digits.csv.gz", "1,797 digits of 8 × 8 pixels"),
  /** 569 tumours of 30 features, in two classes. */
  BREAST_CANCER("breast-cancer", "breast_cancer.csv.gz", "569 tumours of 30 features"),
  /** 150 irises of 4 features, in three classes. */
  IRIS("iris", "iris.csv", "150 irises of 4 features"),
  /** 178 wines of 13 features, in three classes. */
  WINE("wine", "wine.csv", "178 wines of 13 features");

  private final String label;
  private final String file;
  private final String summary;

  Embedded(String label, String file, String summary) {
    this.label = label;
    this.file = file;
    this.summary = summary;
  }

  /** The name on the command line. */
  public String label() {
    return label;
  }

  /** What the examples are, in a few words. */
  public String summary() {
    return summary;
  }

  /** All names, in order. */
  public static List<String> labels() {
    return Stream.of(values()).map(Embedded::label).toList();
  }

  /** The data set of a name, if there is one. */
  public static Optional<Embedded> named(String label) {
    return Stream.of(values()).filter(data -> data.label.equals(label)).findFirst();
  }

  /** All examples in the order of the file. */
  public LabeledData read() {
    if (this == DIGITS) {
      return Digits.read();
    }
    try (InputStream in =
        Objects.requireNonNull(
            Embedded.class.getResourceAsStream(file), file + " is not in the jar.")) {
      return CsvFile.read(in, label, ColumnChoice.last(), HeaderLine.NO);
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }

  /**
   * Examples to train on and to test on, ready for a network: digits with pixels of 0…1, other
   * features standardized.
   *
   * @param testShare between 0 and 1
   * @param seed what the draw depends on
   */
  public TrainTest split(double testShare, long seed) {
    TrainTest split = unscaledSplit(testShare, seed);
    return this == DIGITS ? split : split.standardized();
  }

  /** The same, but for digits with features as they stand in the file. */
  public TrainTest unscaledSplit(double testShare, long seed) {
    TrainTest split = TrainTest.stratified(read(), testShare, seed);
    return this == DIGITS
        ? new TrainTest(split.train(), split.test(), split.preparation() + "; pixels scaled to 0…1")
        : split;
  }
}
