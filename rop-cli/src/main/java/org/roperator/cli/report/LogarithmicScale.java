package org.roperator.cli.report;

import java.util.ArrayList;
import java.util.List;

/** Decades at even distances. */
final class LogarithmicScale implements Scale {

  private static final double ROOM = 0.04;
  private static final int FEW = 3;
  private static final int MOST_TICKS = 6;

  @Override
  public boolean holds(double x) {
    return x > 0 && Double.isFinite(x);
  }

  @Override
  public double coordinate(double x) {
    return Math.log10(x);
  }

  @Override
  public Interval around(double low, double high) {
    double from = coordinate(low);
    double to = coordinate(high);
    double room = Math.max(ROOM * (to - from), to - from < 1e-3 ? 0.05 : 0);
    Interval shown = new Interval(from - room, to + room);
    return ticks(shown).size() > 1
        ? shown
        : new Interval(Math.floor(from) - room, Math.ceil(to) + room);
  }

  @Override
  public List<Double> ticks(Interval shown) {
    List<Double> decades = decades(shown);
    if (decades.size() >= FEW) {
      int stride = (decades.size() + MOST_TICKS - 1) / MOST_TICKS;
      List<Double> ticks = new ArrayList<>();
      for (int i = 0; i < decades.size(); i += stride) {
        ticks.add(decades.get(i));
      }
      return ticks;
    }
    List<Double> ticks = new ArrayList<>();
    for (int k = (int) Math.floor(shown.low()); k <= shown.high(); k++) {
      for (int multiple : new int[] {1, 2, 5}) {
        double x = decimal(multiple, k);
        if (holds(x) && shown.contains(coordinate(x))) {
          ticks.add(x);
        }
      }
    }
    if (ticks.size() >= FEW) {
      return ticks;
    }
    double high = Math.min(Double.MAX_VALUE, Math.pow(10, shown.high()));
    return LINEAR.ticks(new Interval(Math.pow(10, shown.low()), high)).stream()
        .filter(x -> holds(x) && shown.contains(coordinate(x)))
        .toList();
  }

  /** The powers of ten within a range. */
  private static List<Double> decades(Interval shown) {
    List<Double> powers = new ArrayList<>();
    for (int k = (int) Math.ceil(shown.low()); k <= shown.high(); k++) {
      double x = decimal(1, k);
      if (x > 0 && Double.isFinite(x)) {
        powers.add(x);
      }
    }
    return powers;
  }

  /** The number nearest to a multiple of a power of ten, which powers computed here need not be. */
  static double decimal(int multiple, int exponent) {
    return Double.parseDouble(multiple + "e" + exponent);
  }
}
