package org.roperator.bench;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How the time for derivatives grows with the number of inputs.
 *
 * <p>Each time is the best run of a second's, the first left out. A way that ran out of memory at
 * one size is not tried at larger ones.
 *
 * @param micros microseconds by way and size; none where memory ran out
 */
record TapeGrowth(Map<Derivatives, SortedMap<Integer, Double>> micros) {

  static final List<Integer> SIZES = List.of(10, 30, 100, 300, 1000);

  private static final long SECOND = 1_000_000_000;

  static TapeGrowth measure() {
    Map<Derivatives, SortedMap<Integer, Double>> micros = new EnumMap<>(Derivatives.class);
    // Size by size: tables that a way keeps for good must not take the memory of smaller sizes.
    Set<Derivatives> left = EnumSet.allOf(Derivatives.class);
    for (int n : SIZES) {
      left.removeIf(way -> !measure(way, n, micros.computeIfAbsent(way, w -> new TreeMap<>())));
    }
    return new TapeGrowth(micros);
  }

  /** Whether memory was enough. */
  private static boolean measure(Derivatives way, int n, Map<Integer, Double> times) {
    try {
      times.put(n, best(way.of(n)) / 1e3);
      return true;
    } catch (OutOfMemoryError tooLarge) {
      // Second order in forward mode takes n² numbers for each intermediate result.
      return false;
    }
  }

  /** The least nanoseconds of a second's runs after the first, which may build tables for good. */
  private static double best(Runnable run) {
    run.run();
    long best = Long.MAX_VALUE;
    long now = System.nanoTime();
    long end = now + SECOND;
    while (now < end) {
      run.run();
      long then = now;
      now = System.nanoTime();
      best = Math.min(best, now - then);
    }
    return best;
  }

  /** One row per size in Markdown. */
  String table() {
    StringBuilder text = new StringBuilder("| n |");
    micros.keySet().forEach(way -> text.append(" ").append(way.title()).append(" |"));
    text.append("\n|").append("---|".repeat(micros.size() + 1));
    for (int n : SIZES) {
      text.append("\n| ").append(n).append(" |");
      for (SortedMap<Integer, Double> times : micros.values()) {
        Double time = times.get(n);
        text.append(
            time == null ? " out of memory |" : String.format(Locale.ROOT, " %,.1f µs |", time));
      }
    }
    return text.toString();
  }
}
