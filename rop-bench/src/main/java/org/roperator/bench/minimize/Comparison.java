package org.roperator.bench.minimize;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/** Runs of several methods from the same starts, beside each other. Immutable. */
final class Comparison {

  private final Map<String, Map<Run.Start, Run>> runs;
  private final Set<Run.Start> starts;

  private Comparison(Map<String, Map<Run.Start, Run>> runs, Set<Run.Start> starts) {
    this.runs = runs;
    this.starts = starts;
  }

  /**
   * Of runs, a method's name being {@link Run#name}.
   *
   * @throws IllegalArgumentException if a method ran twice from one start
   */
  static Comparison of(Collection<Run> all) {
    Map<String, Map<Run.Start, Run>> byName = new LinkedHashMap<>();
    Set<Run.Start> starts = new LinkedHashSet<>();
    for (Run run : all) {
      starts.add(run.task());
      Run other =
          byName.computeIfAbsent(run.name(), n -> new LinkedHashMap<>()).put(run.task(), run);
      if (other != null) {
        throw new IllegalArgumentException(
            run.name() + " ran twice on " + run.task() + "; leave one of the files out.");
      }
    }
    return new Comparison(byName, starts);
  }

  /** The same of some starts. */
  Comparison where(Predicate<Run.Start> wanted) {
    return of(
        runs.values().stream()
            .flatMap(r -> r.values().stream())
            .filter(r -> wanted.test(r.task()))
            .toList());
  }

  /** The methods, in the order of their first runs. */
  List<String> methods() {
    return List.copyOf(runs.keySet());
  }

  /** All starts. */
  Set<Run.Start> starts() {
    return starts;
  }

  /** The run of a method from a start, if there is one that solved it. */
  private boolean isSolved(String method, Run.Start start) {
    Run run = runs.getOrDefault(method, Map.of()).get(start);
    return run != null && run.reached().solved();
  }

  /** How many starts a method solved. */
  int solved(String method) {
    return (int) starts.stream().filter(start -> isSolved(method, start)).count();
  }

  /** The starts that two methods both solved. */
  List<Run.Start> common(String method, String other) {
    return starts.stream()
        .filter(start -> isSolved(method, start) && isSolved(other, start))
        .toList();
  }

  /** Whether a method ran from a start. */
  boolean ran(String method, Run.Start start) {
    return runs.getOrDefault(method, Map.of()).containsKey(start);
  }

  /** A method's run. */
  Run run(String method, Run.Start start) {
    Run run = runs.getOrDefault(method, Map.of()).get(start);
    if (run == null) {
      throw new IllegalArgumentException(
          method + " did not run on " + start + "; there are " + methods() + ".");
    }
    return run;
  }

  /**
   * A method's cost over another's, rising, of the starts that both solved.
   *
   * @param cost 0 counts as 1, which only products can be
   */
  double[] ratios(String method, String other, Cost cost) {
    return common(method, other).stream()
        .mapToDouble(
            start -> atLeastOne(cost, run(method, start)) / atLeastOne(cost, run(other, start)))
        .sorted()
        .toArray();
  }

  /** The geometric mean of {@link #ratios}; NaN if there is none. */
  double ratio(String method, String other, Cost cost) {
    return Math.exp(
        Arrays.stream(ratios(method, other, cost)).map(Math::log).average().orElse(Double.NaN));
  }

  private static double atLeastOne(Cost cost, Run run) {
    double of = cost.of(run.spent());
    return of == 0 ? 1 : of;
  }

  /**
   * The performance profiles of Dolan and Moré (2002): for each method, rising, its costs over the
   * least cost of any of these methods from the same start, of the starts that it solved.
   *
   * @param methods to compare
   * @param cost 0 counts as 1
   */
  Map<String, double[]> profiles(List<String> methods, Cost cost) {
    Map<Run.Start, Double> least = new HashMap<>();
    for (String method : methods) {
      for (Run.Start start : starts) {
        if (isSolved(method, start)) {
          least.merge(start, atLeastOne(cost, run(method, start)), Math::min);
        }
      }
    }
    Map<String, double[]> profiles = new LinkedHashMap<>();
    for (String method : methods) {
      List<Double> ratios = new ArrayList<>();
      for (Run.Start start : starts) {
        Double best = least.get(start);
        if (best != null && isSolved(method, start)) {
          ratios.add(atLeastOne(cost, run(method, start)) / best);
        }
      }
      profiles.put(method, ratios.stream().mapToDouble(r -> r).sorted().toArray());
    }
    return profiles;
  }
}
