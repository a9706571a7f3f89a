package org.roperator.optimize.smooth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The constants of a trust region: which are allowed, and what each change leaves alone. */
class TrustRadiusTest {

  @Test
  void eachChangeLeavesTheOthersAlone() {
    TrustRadius all = new TrustRadius(1, 0.125, 0.25, 0.5, 0.75, 8);
    assertEquals(new TrustRadius(3, 0.125, 0.25, 0.5, 0.75, 8), all.withInitial(3));
    assertEquals(new TrustRadius(1, 0.0625, 0.25, 0.5, 0.75, 8), all.withAccepted(0.0625));
    assertEquals(new TrustRadius(1, 0.125, 0.375, 0.5, 0.75, 8), all.withPoor(0.375));
    assertEquals(new TrustRadius(1, 0.125, 0.25, 0.875, 0.75, 8), all.withGood(0.875));
    assertEquals(new TrustRadius(1, 0.125, 0.25, 0.5, 0.375, 8), all.withShrink(0.375));
    assertEquals(new TrustRadius(1, 0.125, 0.25, 0.5, 0.75, 2), all.withGrow(2));
    // Those of Conn, Gould and Toint, and a first radius of ten steps along the gradient.
    assertEquals(new TrustRadius(10, 1e-4, 0.25, 0.75, 0.25, 2.5), TrustRadius.standard());
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0.1, 0.25, 0.75, 0.25, 2, The first radius",
    "1, -0.1, 0.25, 0.75, 0.25, 2, The accepted ratio",
    "1, 0.3, 0.25, 0.75, 0.25, 2, The accepted ratio",
    "1, 0.1, 0.8, 0.75, 0.25, 2, The poor ratio",
    "1, 0.1, 0.25, 1.1, 0.25, 2, The good ratio",
    "1, 0.1, 0.25, 0.75, 0, 2, The shrinking factor",
    "1, 0.1, 0.25, 0.75, 1, 2, The shrinking factor",
    "1, 0.1, 0.25, 0.75, 0.25, 0.9, The growing factor",
    "1, 0.1, 0.25, 0.75, 0.25, NaN, The growing factor",
  })
  void theFirstConstantOutsideItsRangeIsNamed(
      double initial,
      double accepted,
      double poor,
      double good,
      double shrink,
      double grow,
      String name) {
    assertNames(name, () -> new TrustRadius(initial, accepted, poor, good, shrink, grow));
  }

  @Test
  void aResidualIsAPowerOfTheGradientWithinLimits() {
    // By hand: √(1/16) = ¼, √(1/4) = ½ above 0.4, and √1e-40 = 1e-20 below the smallest, 1e-15.
    Forcing root = new Forcing(0.4, 0.5);
    assertEquals(0.25, root.residual(1 / 16.0));
    assertEquals(0.4, root.residual(0.25));
    assertEquals(1e-15, root.residual(1e-40));
    assertEquals(0.4, new Forcing(0.4, 0).residual(1e-9));
    assertEquals(new Forcing(0.3, 0.4), Forcing.standard());
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0.5, The largest relative residual",
    "1, 0.5, The largest relative residual",
    "0.5, -0.1, The power of the gradient",
    "0.5, 1.1, The power of the gradient",
  })
  void aForcingOutsideItsRangeIsNamed(double most, double power, String name) {
    assertNames(name, () -> new Forcing(most, power));
  }

  private static void assertNames(String name, Executable mistake) {
    String message =
        String.valueOf(assertThrows(IllegalArgumentException.class, mistake).getMessage());
    assertTrue(message.startsWith(name + " is "), message);
  }

  @Test
  void powersOfTwoRoundNothing() {
    double[] x = {3, -0.1, 0};
    PowersOfTwo.scale(5, x);
    assertEquals(96, x[0]);
    assertEquals(-3.2, x[1]);
    assertEquals(0.0, x[2]);
    PowersOfTwo.scale(-5, x);
    assertEquals(3, x[0]);
    assertEquals(-0.1, x[1]);
    // Neither factor overflows though the whole does: 3·2⁻¹⁰⁷⁰ times 2²⁰⁴⁰ is 3·2⁹⁷⁰.
    double[] tiny = {3 * 0x1p-1070};
    PowersOfTwo.scale(2040, tiny);
    assertEquals(3 * 0x1p970, tiny[0]);
    PowersOfTwo.scale(-2039, tiny);
    assertEquals(6 * 0x1p-1070, tiny[0]);
  }
}
