package org.roperator.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.roperator.contract.Refusals.assertThrowsNaming;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** Against means and deviations of 400 digits. */
final class StandardTest {

  private static final MathContext DIGITS = new MathContext(400);

  private static LabeledData column(double... x) {
    return new LabeledData("d", x, new int[x.length], List.of("a", "b"), Optional.empty());
  }

  private static double[] standardized(double... x) {
    return new TrainTest(column(x), column(x), "").standardized().train().features();
  }

  private static double[] exact(double... x) {
    BigDecimal n = BigDecimal.valueOf(x.length);
    BigDecimal sum = BigDecimal.ZERO;
    for (double one : x) {
      sum = sum.add(new BigDecimal(one));
    }
    BigDecimal mean = sum.divide(n, DIGITS);
    BigDecimal squares = BigDecimal.ZERO;
    for (double one : x) {
      BigDecimal d = new BigDecimal(one).subtract(mean);
      squares = squares.add(d.multiply(d));
    }
    BigDecimal deviation = squares.divide(n, DIGITS).sqrt(DIGITS);
    double[] scaled = new double[x.length];
    for (int i = 0; i < x.length; i++) {
      scaled[i] = new BigDecimal(x[i]).subtract(mean).divide(deviation, DIGITS).doubleValue();
    }
    return scaled;
  }

  /** A deviation of n numbers is right to a few n ulps; what is wrong is wrong in all digits. */
  private static void assertRight(double... x) {
    assertArrayEquals(exact(x), standardized(x), 1e-14 * x.length);
  }

  @Test
  void isRightWhereSquaresOverflowOrVanish() {
    assertRight(1e155, 2e155, 5e155);
    assertRight(1e-165, 2e-165, 5e-165);
    assertRight(Double.MAX_VALUE, -Double.MAX_VALUE, 1e308);
    assertRight(Double.MIN_VALUE, 0, 3 * Double.MIN_VALUE, 0);
    assertRight(1e-320, 1);
    assertRight(0, 0, 0, 1e300);
  }

  @Test
  void isRightFarFromZero() {
    assertArrayEquals(new double[] {-1, 1, 1, -1}, standardized(1e12, 1e12 + 1, 1e12 + 1, 1e12));
    assertRight(1, 1 + 0x1p-52, 1);
    assertRight(1e300, Math.nextUp(1e300), Math.nextUp(Math.nextUp(1e300)));
    assertRight(-1e15, -1e15 + 0.125, -1e15 + 0.25);
  }

  @Property(tries = 300)
  void isRightForNumbersOfAnySize(
      @ForAll long seed,
      @ForAll @IntRange(min = 2, max = 40) int n,
      @ForAll @IntRange(min = -1060, max = 1000) int exponent,
      @ForAll @IntRange(max = 60) int offset) {
    SplittableRandom random = new SplittableRandom(seed);
    double[] x = new double[n];
    double common = Math.scalb(1.0, Math.min(exponent + offset, 1020));
    for (int i = 0; i < n; i++) {
      x[i] = common + Math.scalb(random.nextDouble(-1, 1), exponent);
    }
    x[0] = Math.nextUp(x[1]);
    assertRight(x);
  }

  @Test
  void constantsBecomeZeroAndAreNamed() {
    double third = 1.0 / 3;
    LabeledData train =
        new LabeledData(
                "d",
                new double[] {third, 1, 5, third, 2, 5, third, 4, 5},
                new int[] {0, 1, 0},
                List.of("a", "b"),
                Optional.empty())
            .withReading(List.of("age", "width", "depth"), List.of());
    TrainTest scaled = new TrainTest(train, train, "as given").standardized();
    assertEquals(0, scaled.train().features()[0]);
    assertTrue(
        scaled
            .preparation()
            .contains("constant over the training examples, so set to 0: age, depth"),
        scaled.preparation());
  }

  @Test
  void refusesATestExampleBeyondAllDeviations() {
    TrainTest split = new TrainTest(column(1e-300, 2e-300), column(1e300), "");
    assertThrowsNaming(BadInput.class, split::standardized, "feature 1 is 1.0E300", "--scale none");
  }
}
