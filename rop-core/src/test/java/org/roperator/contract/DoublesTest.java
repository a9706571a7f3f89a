package org.roperator.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.RandomGenerator;

class DoublesTest {
  private static final int DRAWS = 3000;

  @Property(tries = 200)
  void numbersLieInTheRange(@ForAll @AnyDouble double a, @ForAll @AnyDouble double b) {
    double min = Math.min(a, b);
    double max = Math.max(a, b);
    for (double x : draws(min, max, 50)) {
      assertTrue(min <= x && x <= max, () -> x + " for " + min + " to " + max);
    }
  }

  /** Two decimals would be one number in a hundred of those drawn evenly. */
  @Example
  void numbersHaveMoreThanTwoDecimals() {
    long two = draws(0, 1, DRAWS).stream().filter(x -> x == Math.rint(x * 100) / 100).count();
    assertTrue(two < 0.4 * DRAWS, () -> two + " of " + DRAWS);
    long distinct = draws(0, 1, DRAWS).stream().distinct().count();
    assertTrue(distinct > 0.6 * DRAWS, () -> distinct + " distinct ones of " + DRAWS);
  }

  @Example
  void edgesScalesAndSignsAreDrawn() {
    List<Double> drawn = draws(-40, 40, DRAWS);
    for (double edge : new double[] {-40, 40, 0.0, -0.0, 1, Double.MIN_VALUE, Math.nextUp(1.0)}) {
      assertTrue(drawn.contains(edge), () -> "never drew " + edge);
    }
    for (double scale : new double[] {1e-300, 1e-200, 1e-100, 1e-10}) {
      for (int sign : new int[] {-1, 1}) {
        assertTrue(
            drawn.stream().anyMatch(x -> sign * x > scale && sign * x < scale * 1e80),
            () -> "nothing of sign " + sign + " just above " + scale);
      }
    }
  }

  @Example
  void rangesOfOneNumberOrOneSignAreKept() {
    assertEquals(List.of(3.5), draws(3.5, 3.5, 20).stream().distinct().toList());
    assertTrue(draws(-9, -0.1, DRAWS).stream().allMatch(x -> x <= -0.1));
    assertTrue(draws(-9, -0.1, DRAWS).stream().anyMatch(x -> x > -0.2));
  }

  @Example
  void rangesWithoutNumbersAreRefused() {
    assertThrows(IllegalArgumentException.class, () -> Doubles.between(1, 0));
    assertThrows(IllegalArgumentException.class, () -> Doubles.between(Double.NaN, 0));
    assertThrows(
        IllegalArgumentException.class, () -> Doubles.between(0, Double.POSITIVE_INFINITY));
  }

  private static List<Double> draws(double min, double max, int count) {
    RandomGenerator<Double> generator = Doubles.between(min, max).generator(1000);
    return generator.stream(new Random(1)).limit(count).map(s -> s.value()).toList();
  }
}
