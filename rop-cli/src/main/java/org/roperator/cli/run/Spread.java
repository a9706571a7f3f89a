package org.roperator.cli.run;

import java.util.List;
import java.util.Locale;
import java.util.stream.DoubleStream;

/**
 * Mean and standard deviation of some numbers.
 *
 * @param mean the mean
 * @param deviation the sample's standard deviation, with n − 1; NaN of fewer than two numbers
 */
public record Spread(double mean, double deviation) {

  /** Taken times a power of two, so that no square overflows or vanishes. */
  public static Spread of(List<Double> numbers) {
    double largest = numbers.stream().mapToDouble(Math::abs).max().orElse(Double.NaN);
    boolean ordinary = largest > 0 && largest < Double.POSITIVE_INFINITY;
    int exponent = ordinary ? Math.getExponent(largest) : 0;
    double[] x = numbers.stream().mapToDouble(one -> Math.scalb(one, -exponent)).toArray();
    double first = DoubleStream.of(x).findFirst().orElse(Double.NaN);
    double mean = first + DoubleStream.of(x).map(one -> one - first).average().orElse(Double.NaN);
    double squares = DoubleStream.of(x).map(one -> (one - mean) * (one - mean)).sum();
    return new Spread(
        Math.scalb(mean, exponent),
        x.length < 2 ? Double.NaN : Math.scalb(Math.sqrt(squares / (x.length - 1)), exponent));
  }

  /** Mean ± deviation, each in this format; of one number itself alone. */
  public String format(String number) {
    if (Double.isNaN(deviation)) {
      return String.format(Locale.ROOT, number, mean);
    }
    return String.format(Locale.ROOT, number + " ± " + number, mean, deviation);
  }
}
