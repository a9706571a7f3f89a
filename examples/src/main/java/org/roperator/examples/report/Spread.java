package org.roperator.examples.report;

import java.util.List;
import java.util.Locale;

/**
 * Mean and standard deviation of some numbers.
 *
 * @param mean the mean
 * @param deviation the sample's standard deviation, with n − 1; 0 of one number
 */
record Spread(double mean, double deviation) {

  static Spread of(List<Double> numbers) {
    double mean = numbers.stream().mapToDouble(Double::doubleValue).average().orElse(Double.NaN);
    double squares = numbers.stream().mapToDouble(x -> (x - mean) * (x - mean)).sum();
    return new Spread(mean, numbers.size() < 2 ? 0 : Math.sqrt(squares / (numbers.size() - 1)));
  }

  String format(String number) {
    return String.format(Locale.ROOT, number + " ± " + number, mean, deviation);
  }
}
