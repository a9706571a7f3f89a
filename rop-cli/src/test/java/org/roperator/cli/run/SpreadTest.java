package org.roperator.cli.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SpreadTest {

  private static final double ROUNDING = 1e-14;

  /** Of 1, 2, 3 and 6 the mean is 3, the sum of squared deviations 14. */
  @ParameterizedTest
  @ValueSource(doubles = {1, 1e160, 2e307, 1e-170, 1e-300})
  void isRightForNumbersOfAnySize(double unit) {
    Spread spread = Spread.of(List.of(unit, 2 * unit, 3 * unit, 6 * unit));
    assertEquals(3, spread.mean() / unit, ROUNDING);
    assertEquals(Math.sqrt(14.0 / 3), spread.deviation() / unit, ROUNDING);
  }

  @Test
  void isRightFarFromZero() {
    Spread spread = Spread.of(List.of(1e15, 1e15 + 0.5, 1e15 + 1));
    assertEquals(1e15 + 0.5, spread.mean());
    assertEquals(0.5, spread.deviation(), ROUNDING);
  }

  @Test
  void oneNumberHasNoSpreadAndNoneNoMean() {
    assertEquals(new Spread(7, Double.NaN), Spread.of(List.of(7.0)));
    assertEquals(new Spread(Double.NaN, Double.NaN), Spread.of(List.of()));
    assertEquals("7.00", Spread.of(List.of(7.0)).format("%.2f"));
    assertEquals("7.00 ± 1.41", Spread.of(List.of(6.0, 8.0)).format("%.2f"));
  }

  /** Of 6 and 8: 12.706 · √2/√2, the quantile of one degree of freedom. */
  @Test
  void oneNumberHasNoInterval() {
    assertEquals("+7.00", MeanInterval.of(List.of(7.0)).format());
    assertFalse(MeanInterval.of(List.of(7.0)).isKnown());
    assertEquals("+7.00 ± 12.71", MeanInterval.of(List.of(6.0, 8.0)).format());
  }
}
