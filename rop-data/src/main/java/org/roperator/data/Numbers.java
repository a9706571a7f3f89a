package org.roperator.data;

import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What counts as a number in a text file: decimal digits with a point and an exponent. */
public final class Numbers {

  /** Longer ones are no exact numbers, but would take long. */
  private static final int MOST_DIGITS = 400;

  private Numbers() {}

  /**
   * The number a text spells, NaN if it spells none.
   *
   * <p>Java reads hexadecimal numbers and suffixes as in {@code 1d} too; nothing else does. What is
   * too large for a double is infinite.
   */
  public static double parse(String text) {
    for (int i = 0; i < text.length(); i++) {
      if ("0123456789+-.eE".indexOf(text.charAt(i)) < 0) {
        return Double.NaN;
      }
    }
    try {
      return text.isEmpty() ? Double.NaN : Double.parseDouble(text);
    } catch (NumberFormatException word) {
      return Double.NaN;
    }
  }

  /** Whether a text spells a number, be it one that isn't finite. */
  static boolean isNumber(String text) {
    return !Double.isNaN(parse(text)) || isNotFinite(text);
  }

  /** Whether a text spells NaN or an infinity, as other programs write them, or overflows. */
  static boolean isNotFinite(String text) {
    if (Double.isInfinite(parse(text))) {
      return true;
    }
    String word = text.startsWith("-") || text.startsWith("+") ? text.substring(1) : text;
    return switch (word.toLowerCase(Locale.ROOT)) {
      case "nan", "inf", "infinity" -> true;
      default -> false;
    };
  }

  /** Whether a text spells a number with a comma for the point, or with groups of digits. */
  static boolean hasDecimalComma(String text) {
    return text.indexOf(',') >= 0
        && Double.isFinite(parse(text.replace(".", "").replace(",", "")))
        && text.matches("[+-]?[0-9.,]+([eE][+-]?[0-9]+)?");
  }

  /** The exact number a text spells, in a form that is equal for equal numbers. */
  static Optional<BigDecimal> exact(String text) {
    if (text.length() > MOST_DIGITS || !Double.isFinite(parse(text))) {
      return Optional.empty();
    }
    try {
      return Optional.of(new BigDecimal(text).stripTrailingZeros());
    } catch (NumberFormatException hugeExponent) {
      return Optional.empty();
    }
  }

  /** Whether fields are whole numbers, each another one, as an index of rows has them. */
  static boolean numberRows(List<String> fields) {
    return fields.stream().allMatch(Numbers::isRowNumber)
        && fields.stream().distinct().count() == fields.size();
  }

  /** Whether a field is a whole number without a sign. */
  static boolean isRowNumber(String field) {
    return field.matches("\\d{1,18}");
  }
}
