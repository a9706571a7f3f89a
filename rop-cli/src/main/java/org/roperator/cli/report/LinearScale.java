package org.roperator.cli.report;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;

/** The scale of rulers. */
final class LinearScale implements Scale {

  private static final double ROOM = 0.04;

  /** Labels of narrower ranges, as shares of the numbers, would have too many digits to read. */
  private static final double NARROWEST = 1e-6;

  private static final int MOST_TICKS = 8;

  @Override
  public boolean holds(double x) {
    return Double.isFinite(x);
  }

  @Override
  public double coordinate(double x) {
    return x;
  }

  @Override
  public Interval around(double low, double high) {
    double size = Math.max(Math.abs(low), Math.abs(high));
    double room =
        Math.max(ROOM * (high / 2 - low / 2) * 2, size == 0 ? 1 : low == high ? size / 10 : 0);
    // No narrower than can be labelled, nor than numbers lie apart.
    room = Math.max(room, Math.max(NARROWEST / 2 * size, 10 * Double.MIN_NORMAL));
    // Counts, losses and shares have no business below zero.
    double from = low >= 0 && size > 0 ? Math.max(0, low - room) : low - room;
    double to = high <= 0 && size > 0 ? Math.min(0, high + room) : high + room;
    return new Interval(Math.max(-Double.MAX_VALUE, from), Math.min(Double.MAX_VALUE, to));
  }

  @Override
  public List<Double> ticks(Interval shown) {
    // Decimal arithmetic has neither overflow nor labels such as 0.30000000000000004.
    BigDecimal low = new BigDecimal(shown.low());
    BigDecimal high = new BigDecimal(shown.high());
    BigDecimal step = step(high.subtract(low));
    List<Double> ticks = new ArrayList<>();
    BigDecimal tick = low.divide(step, 0, RoundingMode.CEILING).multiply(step);
    for (; tick.compareTo(high) <= 0; tick = tick.add(step)) {
      if (ticks.isEmpty() || tick.doubleValue() > ticks.get(ticks.size() - 1)) {
        ticks.add(tick.doubleValue()); // subnormal numbers may be the same
      }
    }
    return ticks;
  }

  /** The smallest of 1, 2, 5, 10, … that needs no more than so many steps. */
  private static BigDecimal step(BigDecimal span) {
    BigDecimal least = span.divide(BigDecimal.valueOf(MOST_TICKS), MathContext.DECIMAL64);
    BigDecimal decade = BigDecimal.ONE.scaleByPowerOfTen(least.precision() - least.scale() - 1);
    for (int multiple : new int[] {1, 2, 5}) {
      BigDecimal step = decade.multiply(BigDecimal.valueOf(multiple));
      if (step.compareTo(least) >= 0) {
        return step;
      }
    }
    return decade.scaleByPowerOfTen(1);
  }
}
