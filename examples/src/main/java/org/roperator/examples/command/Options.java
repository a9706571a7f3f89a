package org.roperator.examples.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.roperator.examples.data.BadInput;

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

  /** Requires a finite number above zero, and gives it back. */
  static double positive(String option, double number) {
    if (!(number > 0 && number < Double.POSITIVE_INFINITY)) {
      throw new BadInput(option + " is " + number + ", but must be finite and above 0.");
    }
    return number;
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
}
