package org.roperator.examples.report;

import java.util.Locale;

/**
 * An axis that is logarithmic to both sides of zero: {@code t = asinh(λ/2δ) / ln 10}.
 *
 * @param linear δ, about where the linear part around zero ends
 */
record SignedLog(double linear) {

  /** Decades between the largest number and the linear part. */
  private static final double DECADES = 1e-4;

  /** The axis on which numbers up to a size have four decades to each side. */
  static SignedLog upTo(double largest) {
    return new SignedLog(largest > 0 && Double.isFinite(largest) ? DECADES * largest : 1);
  }

  double coordinate(double x) {
    double u = Math.abs(x) / (2 * linear);
    return Math.copySign(Math.log(u + Math.hypot(u, 1)), x) / Math.log(10);
  }

  /** The number at a coordinate, short enough for an axis. */
  String label(double t) {
    double x = 2 * linear * Math.sinh(t * Math.log(10));
    if (Math.abs(t) < 1e-9) {
      return "0";
    }
    double size = Math.abs(x);
    String format = size >= 0.01 && size < 1000 ? (size < 1 ? "%.2f" : "%.0f") : "%.0e";
    return String.format(Locale.ROOT, format, x).replace("e-0", "e-").replace("e+0", "e");
  }
}
