package org.roperator.cli.run;

import java.math.BigDecimal;
import java.util.Locale;

/** Numbers as people read them. */
public final class Numbers {

  private Numbers() {}

  /**
   * A number in a format, or a word where there is none.
   *
   * @param word what stands for NaN and infinities
   */
  public static String orWord(String format, double x, String word) {
    return Double.isFinite(x) ? String.format(Locale.ROOT, format, x) : word;
  }

  /** Two digits and an exponent. */
  public static String scientific(double x) {
    return String.format(Locale.ROOT, "%.1e", x);
  }

  /** A whole number, its thousands apart. */
  public static String count(long n) {
    return String.format(Locale.ROOT, "%,d", n);
  }

  /** A share as per cent, or a word where there is none. */
  public static String percent(double share, String word) {
    return orWord("%.1f %%", 100 * share, word);
  }

  /** All digits of a round number: {@code 0.05}, {@code 20,000}, {@code −1e-7}. */
  public static String label(double x) {
    if (x == 0) {
      return "0";
    }
    BigDecimal size = new BigDecimal(Double.toString(Math.abs(x))).stripTrailingZeros();
    String sign = x < 0 ? "−" : "";
    int exponent = size.precision() - size.scale() - 1;
    if (exponent >= -3 && exponent < 6) {
      String digits = size.toPlainString();
      return sign
          + (exponent < 4
              ? digits
              : String.format(Locale.ROOT, "%,." + Math.max(0, size.scale()) + "f", size));
    }
    return sign + size.scaleByPowerOfTen(-exponent).toPlainString() + "e" + exponent;
  }
}
