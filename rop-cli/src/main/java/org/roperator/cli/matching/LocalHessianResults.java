package org.roperator.cli.matching;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import org.roperator.cli.matching.TrainingComparison.MethodResult;
import org.roperator.cli.run.HistoryPoint;
import org.roperator.cli.run.MeanInterval;
import org.roperator.cli.run.MethodRun;
import org.roperator.cli.run.Setup;
import org.roperator.cli.run.Spread;

/**
 * What {@code rop local-hessian} found, as tables.
 *
 * @param setup what was asked for
 * @param spectra eigenvalues at the start beside the law
 * @param conditions down deep networks
 * @param plan of the comparison of methods
 * @param methods what became of them, gradient descent first
 * @param seconds how long all of it took
 */
public record LocalHessianResults(
    Setup setup,
    List<SpectrumCase> spectra,
    List<ConditioningRun> conditions,
    TrainingPlan plan,
    List<MethodResult> methods,
    double seconds) {

  /** Copies the lists. */
  public LocalHessianResults {
    spectra = List.copyOf(spectra);
    conditions = List.copyOf(conditions);
    methods = List.copyOf(methods);
  }

  /** How often right spectra may be called wrong. */
  private static final double FALSE_ALARMS = 0.005;

  /** The spectra that aren't what their start must give. */
  public List<SpectrumCase> strays() {
    long gaussian = spectra.stream().filter(c -> c.start() == SpectrumCase.Start.GAUSSIAN).count();
    return spectra.stream()
        .filter(c -> !c.isPlausible(FALSE_ALARMS / Math.max(1, gaussian)))
        .toList();
  }

  /** The headings of {@link #spectrumRows}. */
  public List<String> spectrumHeadings() {
    List<String> headings = new ArrayList<>(List.of("start", "smallest", "largest", "law's edges"));
    for (int p = 1; p <= SpectrumCase.MOMENTS; p++) {
      headings.add("moment " + p + " (law)");
      headings.add("off by");
    }
    return headings;
  }

  /** A row for each spectrum. */
  public List<List<String>> spectrumRows() {
    List<List<String>> rows = new ArrayList<>();
    for (SpectrumCase c : spectra) {
      boolean gaussian = c.start() == SpectrumCase.Start.GAUSSIAN;
      List<String> row = new ArrayList<>();
      row.add(
          c.start().name().toLowerCase(Locale.ROOT)
              + " "
              + c.inputs()
              + "\u00a0→\u00a0"
              + c.outputs());
      row.add(format("%.3g", c.smallest()));
      row.add(format("%.3g", c.largest()));
      row.add(gaussian ? format("%.3f … %.3f", c.law().lowerEdge(), c.law().upperEdge()) : "–");
      for (int p = 1; p <= SpectrumCase.MOMENTS; p++) {
        row.add(
            gaussian
                ? format("%.4g (%.4g)", c.moment(p), c.law().moment(p))
                : format("%.4g", c.moment(p)));
        row.add(gaussian ? format("%+.1f s.e.", c.deviation(p)) : "–");
      }
      rows.add(row);
    }
    return rows;
  }

  /** The headings of {@link #conditionRows}. */
  public List<String> conditionHeadings() {
    return List.of(
        "network",
        "epoch",
        "loss",
        "κ(H_z) median",
        "κ(H_z) worst",
        "mean λ(H_z), product",
        "κ(H_W) median",
        "H_W rank");
  }

  /** A row for each network and moment. */
  public List<List<String>> conditionRows() {
    List<List<String>> rows = new ArrayList<>();
    for (ConditioningRun run : conditions) {
      for (ConditioningRun.Snapshot snapshot : run.snapshots()) {
        List<Double> ofInputs = snapshot.blocks().stream().map(BlockCondition::ofInputs).toList();
        List<Double> ofWeights = snapshot.blocks().stream().map(BlockCondition::ofWeights).toList();
        double rank =
            snapshot.blocks().stream().mapToDouble(BlockCondition::rank).average().orElse(0);
        rows.add(
            List.of(
                run.architecture().title(),
                Integer.toString(snapshot.epoch()),
                format("%.3f", snapshot.trainLoss()),
                format("%.1e", median(ofInputs)),
                format("%.1e", ofInputs.stream().mapToDouble(x -> x).max().orElse(Double.NaN)),
                format(
                    "%.1e",
                    snapshot.blocks().stream()
                        .mapToDouble(BlockCondition::mean)
                        .reduce(1, (a, b) -> a * b)),
                format("%.1e", median(ofWeights)),
                format("%.1f %%", 100 * rank)));
      }
    }
    return rows;
  }

  /** The median; of an even number the geometric mean of the middle two. */
  public static double median(List<Double> numbers) {
    List<Double> sorted = numbers.stream().sorted().toList();
    int n = sorted.size();
    return n == 0
        ? Double.NaN
        : n % 2 == 1 ? sorted.get(n / 2) : Math.sqrt(sorted.get(n / 2 - 1) * sorted.get(n / 2));
  }

  /** The headings of {@link #methodRows}. */
  public List<String> methodHeadings() {
    return List.of(
        "method",
        "best rate",
        "validation, %",
        "test accuracy, %",
        "beyond momentum SGD, 95 %",
        "training loss",
        "test loss",
        "s per run");
  }

  /** A row for each method: means and standard deviations over the seeds. */
  public List<List<String>> methodRows() {
    List<List<String>> rows = new ArrayList<>();
    for (MethodResult result : methods) {
      double validation =
          result.trials().stream()
              .filter(trial -> trial.rate() == result.rate())
              .mapToDouble(trial -> trial.accuracy())
              .max()
              .orElse(Double.NaN);
      MeanInterval beyond = beyondFirst(result);
      rows.add(
          List.of(
              result.method().title(),
              format("%.3g", result.rate()) + (result.isAtTheEdge() ? " (edge)" : ""),
              format("%.2f", 100 * validation),
              accuracy(result).format("%.2f"),
              result.equals(methods.get(0)) ? "–" : beyond.format(),
              spread(result, HistoryPoint::trainLoss).format("%.3f"),
              spread(result, HistoryPoint::testLoss).format("%.3f"),
              format(
                  "%.1f",
                  result.runs().stream().mapToDouble(MethodRun::seconds).average().orElse(0))));
    }
    return rows;
  }

  /** The test accuracy of a method's runs at their end, in percent. */
  public static Spread accuracy(MethodResult result) {
    return spread(result, p -> 100 * p.testAccuracy());
  }

  private static Spread spread(MethodResult result, ToDoubleFunction<HistoryPoint> value) {
    return Spread.of(result.runs().stream().map(run -> value.applyAsDouble(run.last())).toList());
  }

  /** By how many points a method is more accurate than the first one, seed by seed. */
  public MeanInterval beyondFirst(MethodResult result) {
    List<Double> differences = new ArrayList<>();
    for (int s = 0; s < result.runs().size(); s++) {
      differences.add(
          100
              * (result.runs().get(s).last().testAccuracy()
                  - methods.get(0).runs().get(s).last().testAccuracy()));
    }
    return MeanInterval.of(differences);
  }

  /** Numbers in a text. */
  public static String format(String text, Object... numbers) {
    return String.format(Locale.ROOT, text, numbers);
  }
}
