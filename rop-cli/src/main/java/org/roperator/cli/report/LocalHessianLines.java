package org.roperator.cli.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.roperator.cli.matching.BlockCondition;
import org.roperator.cli.matching.ConditioningRun;
import org.roperator.cli.matching.LayeredMethod;
import org.roperator.cli.matching.SpectrumCase;
import org.roperator.cli.matching.TrainingComparison.MethodResult;
import org.roperator.cli.report.Charts.Line;
import org.roperator.cli.run.HistoryPoint;
import org.roperator.cli.run.Spread;

/** The numbers of {@code rop local-hessian} as lines of plots. */
final class LocalHessianLines {

  private static final int BINS = 50;

  private final List<MethodResult> methods;

  LocalHessianLines(List<MethodResult> methods) {
    this.methods = List.copyOf(methods);
  }

  /** Steps over the eigenvalues that the law's density is of; what is zero by shape is left out. */
  static Line histogram(SpectrumCase c) {
    double[] values = c.eigenvalues();
    double end = 1.05 * c.law().upperEdge();
    int zeros = Math.max(0, c.inputs() - c.outputs()) * c.draws();
    int[] counts = new int[BINS];
    Arrays.stream(values, zeros, values.length)
        .forEach(x -> counts[Math.max(0, Math.min(BINS - 1, (int) (x / end * BINS)))]++);
    List<Double> x = new ArrayList<>();
    List<Double> y = new ArrayList<>();
    for (int bin = 0; bin < BINS; bin++) {
      double density = counts[bin] / (values.length * end / BINS);
      x.addAll(List.of(bin * end / BINS, (bin + 1) * end / BINS));
      y.addAll(List.of(density, density));
    }
    return new Line("measured", x, y);
  }

  static Line law(SpectrumCase c) {
    List<Double> x = new ArrayList<>();
    List<Double> y = new ArrayList<>();
    double a = c.law().lowerEdge();
    double b = c.law().upperEdge();
    for (int i = 0; i <= 300; i++) {
      // Denser where the density begins and ends; not at 0, where it may be infinite.
      double t = Math.sin(Math.PI / 2 * i / 300);
      double at = a + (b - a) * t * t;
      if (at >= b / (2 * BINS)) {
        x.add(at);
        y.add(c.law().density(at));
      }
    }
    return new Line("Marchenko–Pastur", x, y);
  }

  /** A line for each network that came to an epoch, over its blocks there. */
  static List<Line> conditions(
      List<ConditioningRun> runs, int epoch, ToDoubleFunction<BlockCondition> value) {
    List<Line> lines = new ArrayList<>();
    for (ConditioningRun run : runs) {
      run.snapshots().stream()
          .filter(snapshot -> snapshot.epoch() == epoch)
          .map(ConditioningRun.Snapshot::blocks)
          .forEach(
              blocks ->
                  lines.add(
                      new Line(
                          run.architecture().title(),
                          blocks.stream().map(block -> (double) block.number()).toList(),
                          blocks.stream().map(value::applyAsDouble).toList())));
    }
    return lines;
  }

  List<Line> tuning() {
    return methods.stream().map(LocalHessianLines::tuningOf).toList();
  }

  List<Line> factors() {
    return methods.stream().map(this::factorsOf).toList();
  }

  List<Line> curves(ToDoubleFunction<HistoryPoint> value) {
    return methods.stream().map(method -> curve(method, value)).toList();
  }

  private static Line curve(MethodResult method, ToDoubleFunction<HistoryPoint> value) {
    int epochs = method.runs().stream().mapToInt(run -> run.history().size()).min().orElse(0);
    List<Double> x = new ArrayList<>();
    List<Double> y = new ArrayList<>();
    List<Double> deviations = new ArrayList<>();
    for (int i = 0; i < epochs; i++) {
      int at = i;
      Spread spread =
          Spread.of(
              method.runs().stream()
                  .map(run -> value.applyAsDouble(run.history().get(at)))
                  .toList());
      x.add((double) method.runs().get(0).history().get(i).iteration());
      y.add(spread.mean());
      deviations.add(spread.deviation());
    }
    return new Line(shortTitle(method), x, y, deviations);
  }

  private static Line tuningOf(MethodResult method) {
    return new Line(
        shortTitle(method),
        method.trials().stream().map(trial -> trial.rate()).toList(),
        method.trials().stream().map(trial -> 100 * trial.accuracy()).toList());
  }

  /** Gradient descent knows of none: they are one. Others without any broke off at once. */
  private Line factorsOf(MethodResult method) {
    List<Double> own = factorNumbers(method);
    boolean plain = method.method() == LayeredMethod.SGD;
    int layers = methods.stream().mapToInt(other -> factorNumbers(other).size()).max().orElse(0);
    List<Double> x = new ArrayList<>();
    List<Double> y = new ArrayList<>();
    for (int i = 0; i < (plain ? layers : own.size()); i++) {
      x.add(i + 1.0);
      y.add(plain ? 1.0 : own.get(i));
    }
    return new Line(shortTitle(method), x, y);
  }

  private static List<Double> factorNumbers(MethodResult method) {
    return method.runs().get(0).last().figures().entrySet().stream()
        .filter(figure -> figure.getKey().startsWith("factor."))
        .map(Map.Entry::getValue)
        .toList();
  }

  /** The legend has no room for long names. */
  private static String shortTitle(MethodResult method) {
    return method.method().title().replace("scale-amended, mean of ", "amended, ");
  }
}
