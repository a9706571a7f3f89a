package org.roperator.cli.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.roperator.data.BadInput;
import org.roperator.data.weights.AtomicFile;

/** Checks of options that several commands have in common; all throw {@link BadInput}. */
final class Options {

  private Options() {}

  /** Requires a whole number of at least one, and gives it back. */
  static int positive(String option, int number) {
    return atLeast(1, option, number);
  }

  /** Requires a whole number of at least another one, and gives it back. */
  static int atLeast(int least, String option, int number) {
    if (number < least) {
      throw new BadInput(option + " is " + number + ", but must be at least " + least + ".");
    }
    return number;
  }

  /** Requires a whole number of at least one and at most another one, and gives it back. */
  static int upTo(int most, String option, int number) {
    positive(option, number);
    if (number > most) {
      throw new BadInput(
          String.format(Locale.ROOT, "%s is %d, but must be at most %,d.", option, number, most));
    }
    return number;
  }

  /** Requires a finite number above zero, and gives it back. */
  static double positive(String option, double number) {
    if (!(number > 0 && number < Double.POSITIVE_INFINITY)) {
      throw new BadInput(option + " is " + number + ", but must be finite and above 0.");
    }
    return number;
  }

  /**
   * Requires that parameters and what goes with them fit into memory, and can be counted.
   *
   * @param what makes them so many, such as {@code "--hidden 64"}
   * @param parameters how many, in floating point so as not to overflow
   * @param vectors how many vectors of them are needed at a time
   * @param dataBytes what the examples take
   */
  static void requireRoom(String what, double parameters, int vectors, double dataBytes) {
    double bytes = 8 * parameters * vectors + dataBytes;
    double heap = Runtime.getRuntime().maxMemory();
    if (bytes > heap || parameters > Integer.MAX_VALUE - 8) {
      throw new BadInput(
          String.format(
              Locale.ROOT,
              "%s makes %,.0f parameters and needs about %s of memory, but the heap has %s; make"
                  + " the layers smaller or the heap larger with ROP_OPTS=-Xmx….",
              what,
              parameters,
              gibibytes(bytes),
              gibibytes(heap)));
    }
  }

  private static String gibibytes(double bytes) {
    return String.format(Locale.ROOT, "%,.1f GiB", bytes / (1L << 30));
  }

  /**
   * Requires that an option was left out.
   *
   * @param whose what it is for instead
   */
  static void refuse(String option, @Nullable Object value, String whose) {
    if (value != null) {
      throw new BadInput(option + " is for " + whose + ".");
    }
  }

  /**
   * Some of what there is, by names between commas, in the order given.
   *
   * @param option the option
   * @param kind what one of them is called
   * @param names the names, in capitals or not
   * @param all what there is
   * @param label the name of each, in small letters
   */
  static <T> List<T> chosen(
      String option, String kind, String names, List<T> all, Function<T, String> label) {
    List<T> chosen = new ArrayList<>();
    for (String name : names.split(",", -1)) {
      chosen.add(
          all.stream()
              .filter(one -> label.apply(one).equals(name.strip().toLowerCase(Locale.ROOT)))
              .findFirst()
              .orElseThrow(
                  () ->
                      new BadInput(
                          "There is no %s \"%s\" in %s; there are %s."
                              .formatted(
                                  kind,
                                  name,
                                  option,
                                  String.join(", ", all.stream().map(label).toList())))));
    }
    return chosen;
  }

  /** Requires that a file can be written where the user wants it. */
  static void requireWritable(Path file) {
    Path parent = file.toAbsolutePath().getParent();
    if (Files.isDirectory(file)) {
      throw new BadInput(file, "is a folder, but a file is to be written.");
    }
    if (parent == null || !Files.isDirectory(parent)) {
      throw new BadInput(file, "there is no folder for this file; make it first.");
    }
    if (Files.exists(file) && !Files.isWritable(file)) {
      throw new BadInput(file, "must not be written; choose another file.");
    }
    try {
      AtomicFile.tryBeside(file);
    } catch (IOException refused) {
      throw new BadInput(
          file,
          "no file can be made beside it ("
              + refused.getClass().getSimpleName()
              + "); choose another place.");
    }
  }
}
