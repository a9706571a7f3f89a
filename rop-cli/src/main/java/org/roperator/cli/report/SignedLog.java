package org.roperator.cli.report;

import java.util.ArrayList;
import java.util.List;

/**
 * A scale that is logarithmic to both sides of zero: {@code t = asinh(λ/2δ) / ln 10}.
 *
 * @param linear δ, about where the linear part around zero ends
 */
record SignedLog(double linear) implements Scale {

  /** Decades between the largest number and the linear part. */
  private static final double DECADES = 1e-4;

  private static final double ROOM = 0.04;

  /** Powers of ten closer to zero than this many decades are told by its label. */
  private static final double NEAR_ZERO = 0.9;

  private static final int MOST_EACH_SIDE = 4;

  /** The scale on which numbers up to a size have four decades to each side. */
  static SignedLog upTo(double largest) {
    double linear = DECADES * largest;
    return new SignedLog(linear > 0 && Double.isFinite(linear) ? linear : 1);
  }

  @Override
  public boolean holds(double x) {
    return Double.isFinite(x);
  }

  @Override
  public double coordinate(double x) {
    double size = Math.abs(x);
    double u = size / 2 / linear;
    double t = u < 1e8 ? Math.log(u + Math.sqrt(u * u + 1)) : Math.log(size) - Math.log(linear);
    return Math.copySign(t, x) / Math.log(10);
  }

  /** The number that stands at a coordinate. */
  double number(double t) {
    return 2 * linear * Math.sinh(t * Math.log(10));
  }

  @Override
  public Interval around(double low, double high) {
    double from = coordinate(low);
    double to = coordinate(high);
    double room = Math.max(ROOM * (to - from), 0.05);
    // Zero belongs to it, the one label that is always there.
    return new Interval(Math.min(0, from) - room, Math.max(0, to) + room);
  }

  /** Zero, and powers of ten to both sides of it. */
  @Override
  public List<Double> ticks(Interval shown) {
    int largest = (int) Math.ceil(Math.log10(linear) + Math.max(shown.high(), -shown.low())) + 1;
    List<Double> sizes = new ArrayList<>();
    for (int k = Math.min(308, largest); k >= -323; k--) {
      double size = LogarithmicScale.decimal(1, k);
      if (coordinate(size) < NEAR_ZERO) {
        break;
      }
      if (shown.contains(coordinate(size)) || shown.contains(coordinate(-size))) {
        sizes.add(size);
      }
    }
    int stride = Math.max(1, (sizes.size() + MOST_EACH_SIDE - 1) / MOST_EACH_SIDE);
    List<Double> ticks = new ArrayList<>(List.of(0.0));
    for (int i = 0; i < sizes.size(); i += stride) {
      ticks.add(sizes.get(i));
      ticks.add(-sizes.get(i));
    }
    return ticks.stream().filter(x -> shown.contains(coordinate(x))).sorted().toList();
  }
}
