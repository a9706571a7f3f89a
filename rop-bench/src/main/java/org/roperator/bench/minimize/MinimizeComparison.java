package org.roperator.bench.minimize;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;
import java.util.TreeSet;

/**
 * Reads lines of {@link MinimizeTable} and {@code minimize_scipy.py} about one set of problems and
 * prints, in Markdown, how many each method solved, what they spent on what both of two solved, and
 * the times on large problems; and draws performance profiles.
 *
 * <pre>
 * ./rop-bench/bench minimize-compare rop.jsonl scipy.jsonl --svg profiles.svg products,calls
 * </pre>
 */
public final class MinimizeComparison {

  private static final int LARGE = 1000;

  /** After the name of the peer, see {@link Task#compiled}. */
  private static final String COMPILED = ", compiled";

  /** Methods of one kind. */
  private static final List<List<String>> FAMILIES =
      List.of(
          List.of("TrustRegionNewton", "trust-krylov", "trust-ncg", "Newton-CG"),
          List.of("NewtonConjugateGradient", "Newton-CG"),
          List.of("LimitedMemoryBfgs", "L-BFGS-B"),
          List.of("LevenbergMarquardt", "least_squares"),
          List.of("ProjectedTrustRegionNewton", "L-BFGS-B"),
          List.of("BoundedLimitedMemoryBfgs", "L-BFGS-B"));

  private final Comparison runs;

  private MinimizeComparison(Comparison runs) {
    this.runs = runs;
  }

  /**
   * Compares.
   *
   * @param args files, and perhaps {@code --svg}, a file to write, and the costs of its panels,
   *     which are products, evaluations, calls and cpu
   * @throws IOException if the picture can't be written
   */
  public static void main(String[] args) throws IOException {
    List<String> words = new ArrayList<>(List.of(args));
    int svg = words.indexOf("--svg");
    List<String> picture = List.of();
    if (svg >= 0) {
      if (svg + 3 != words.size()) {
        throw new IllegalArgumentException(
            "After --svg come a file and costs such as products,calls, and nothing else, not "
                + words.subList(svg + 1, words.size())
                + ".");
      }
      picture = List.copyOf(words.subList(svg + 1, words.size()));
      words = words.subList(0, svg);
    }
    MinimizeComparison comparison =
        new MinimizeComparison(Comparison.of(Run.read(words.stream().map(Path::of).toList())));
    System.out.print(comparison.markdown());
    if (!picture.isEmpty()) {
      Files.writeString(Path.of(picture.get(0)), comparison.svg(picture.get(1).split(",", -1)));
    }
  }

  static MinimizeComparison of(List<Run> runs) {
    return new MinimizeComparison(Comparison.of(runs));
  }

  String markdown() {
    StringBuilder text = new StringBuilder(solved());
    text.append('\n').append(ratios());
    if (runs.starts().stream().anyMatch(s -> s.n() >= LARGE)) {
      text.append('\n').append(times());
    }
    if (runs.methods().stream().anyMatch(m -> !isPlain(m))) {
      text.append('\n').append(compiled());
    }
    return text.toString();
  }

  private String solved() {
    List<Integer> factors =
        List.copyOf(new TreeSet<>(runs.starts().stream().map(Run.Start::factor).toList()));
    StringBuilder text = new StringBuilder("| solved |");
    factors.forEach(f -> text.append(" start × ").append(f).append(" |"));
    text.append("\n|---|").append("---|".repeat(factors.size())).append('\n');
    for (String method : runs.methods()) {
      if (isPlain(method)) {
        text.append("| ").append(method).append(" |");
        factors.forEach(factor -> text.append(solved(method, factor)));
        text.append('\n');
      }
    }
    return text.toString();
  }

  private String solved(String method, int factor) {
    List<Run.Start> ran =
        runs.starts().stream().filter(s -> s.factor() == factor && runs.ran(method, s)).toList();
    long stopped = ran.stream().filter(s -> runs.run(method, s).reached().isStopped()).count();
    return format(" %d of %d", runs.where(s -> s.factor() == factor).solved(method), ran.size())
        + (stopped > 0 ? format(" (%d stopped) |", stopped) : " |");
  }

  private String ratios() {
    StringBuilder text =
        new StringBuilder(
            "| geometric mean of | over | both solved | products | values + gradients | all three"
                + " | CPU time | least to most |\n|---|---|---|---|---|---|---|---|\n");
    for (List<String> family : FAMILIES) {
      for (String method : runs.methods()) {
        if (method.equals("rop " + family.get(0))
            || method.startsWith("rop " + family.get(0) + ",")) {
          for (String other : family.subList(1, family.size())) {
            text.append(ratios(method, "scipy " + other));
          }
        }
      }
    }
    return text.toString();
  }

  private String ratios(String method, String other) {
    int both = runs.common(method, other).size();
    if (both == 0) {
      return "";
    }
    StringJoiner row = new StringJoiner(" | ", "| ", " |\n");
    row.add(method).add(other).add(Integer.toString(both));
    for (Cost cost : Cost.values()) {
      boolean counts = cost == Cost.EVALUATIONS || cost == Cost.CPU || spendsProducts(other);
      row.add(counts ? format("%.2g", runs.ratio(method, other, cost)) : "–");
    }
    double[] cpu = runs.ratios(method, other, Cost.CPU);
    row.add(format("%.2g to %.2g", cpu[0], cpu[cpu.length - 1]));
    return row.toString();
  }

  private boolean spendsProducts(String method) {
    return runs.starts().stream()
        .anyMatch(s -> runs.ran(method, s) && runs.run(method, s).spent().products() > 0);
  }

  /** Milliseconds of {@link #main} on what is large. */
  private String times() {
    List<String> shown = main();
    StringBuilder text = new StringBuilder("| CPU time, ms |");
    shown.forEach(m -> text.append(' ').append(m).append(" |"));
    text.append("\n|---|").append("---|".repeat(shown.size())).append('\n');
    for (Run.Start start : runs.starts()) {
      if (start.n() >= LARGE) {
        text.append("| ").append(start.problem()).append(" |");
        shown.forEach(method -> text.append(time(method, start)));
        text.append('\n');
      }
    }
    return text.toString();
  }

  /** The same where derivatives are compiled, beside what they took otherwise. */
  private String compiled() {
    StringBuilder text =
        new StringBuilder(
            "| CPU time, ms | tape, numpy | by hand in Java, in C |\n|---|---|---|\n");
    for (String method : main()) {
      String compiled = method.replaceFirst(" ", COMPILED + " ");
      for (Run.Start start : runs.starts()) {
        if (runs.ran(compiled, start)) {
          text.append("| ").append(method).append(", ").append(start.problem()).append(" |");
          text.append(time(method, start)).append(time(compiled, start)).append('\n');
        }
      }
    }
    return text.toString();
  }

  /** In parentheses if nothing was solved, or the word for the limit on time. */
  private String time(String method, Run.Start start) {
    if (!runs.ran(method, start)) {
      return " |";
    }
    Run run = runs.run(method, start);
    double millis = 1e3 * run.spent().cpu();
    String number = format(millis < 10 ? "%.2f" : "%.0f", millis);
    if (run.reached().solved()) {
      return " " + number + " |";
    }
    return run.reached().isStopped() ? " stopped |" : " (" + number + ") |";
  }

  /** Whether the derivatives are those of the tape and of numpy. */
  private static boolean isPlain(String method) {
    return !method.contains(COMPILED);
  }

  /** Rop's methods with SciPy's ending, and all of SciPy's. */
  private List<String> main() {
    return runs.methods().stream()
        .filter(m -> isPlain(m) && !m.endsWith("saddle check") && !m.endsWith("standard ending"))
        .sorted(Comparator.comparing(m -> m.startsWith("rop ") ? 0 : 1))
        .toList();
  }

  /** Whether it is told the residuals, so that its calls are others. */
  private static boolean isOfSquares(String method) {
    return method.contains("LevenbergMarquardt") || method.contains("least_squares");
  }

  /** The profiles by some costs, of {@link #main} but for those of sums of squares. */
  String svg(String... costs) {
    List<ProfileChart.Panel> panels = new ArrayList<>();
    StringJoiner words = new StringJoiner(" ");
    for (String name : costs) {
      Cost cost = Cost.named(name);
      List<String> methods =
          main().stream()
              .filter(m -> !isOfSquares(m) && (cost != Cost.PRODUCTS || spendsProducts(m)))
              .toList();
      Map<String, double[]> profiles = runs.profiles(methods, cost);
      double most = cost == Cost.CPU ? 1000 : 32;
      panels.add(new ProfileChart.Panel(cost.title(), runs.starts().size(), most, profiles));
      words.add(cost.title() + ":");
      profiles.forEach(
          (method, ratios) ->
              words.add(
                  format(
                      "%s solved %.0f %% of the starts, %.0f %% with the least.",
                      method,
                      100.0 * ratios.length / runs.starts().size(),
                      100.0 * count(ratios, 1) / runs.starts().size())));
    }
    return ProfileChart.of(words.toString(), panels);
  }

  private static int count(double[] ratios, double most) {
    int count = 0;
    while (count < ratios.length && ratios[count] <= most) {
      count++;
    }
    return count;
  }

  private static String format(String pattern, Object... values) {
    return String.format(Locale.ROOT, pattern, values);
  }
}
