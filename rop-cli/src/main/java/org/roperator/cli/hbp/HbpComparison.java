package org.roperator.cli.hbp;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.function.ToDoubleFunction;
import org.roperator.cli.run.HistoryPoint;
import org.roperator.cli.run.MethodRun;
import org.roperator.cli.run.Setup;
import org.roperator.cli.run.Spread;
import org.roperator.data.LabeledData;
import org.roperator.nn.layer.Averaging;

/**
 * The comparison of {@code rop hbp}: means over the seeds and what they say.
 *
 * @param setup what was asked for; its seed is the first
 * @param seeds how many seeds
 * @param epochs how many epochs
 * @param batch examples per step
 * @param averaging the approximation
 * @param runs all runs, those of one method side by side
 * @param seconds how long all of it took
 */
public record HbpComparison(
    Setup setup,
    int seeds,
    int epochs,
    int batch,
    String averaging,
    List<MethodRun> runs,
    double seconds) {

  /** This far below the plateau a run has left it. */
  private static final double LEFT = 0.1;

  /** Inputs whose mean is shorter than a hundredth of their length are as good as centered. */
  private static final double CENTERED = 1e-4;

  /** Copies the runs. */
  public HbpComparison {
    runs = List.copyOf(runs);
  }

  /** The methods' names for machines, in the order of their runs. */
  public List<String> methods() {
    return runs.stream().map(MethodRun::label).distinct().toList();
  }

  /** The runs of one method. */
  public List<MethodRun> runsOf(String label) {
    return runs.stream().filter(run -> run.label().equals(label)).toList();
  }

  /** A method's name for people. */
  public String title(String label) {
    return runsOf(label).get(0).title();
  }

  /** A method's runs at an epoch: of those that came so far, with finite numbers. */
  private List<HistoryPoint> points(String label, int epoch) {
    return runsOf(label).stream()
        .filter(run -> epoch < run.history().size() || run.hasConverged())
        .map(run -> run.history().get(Math.min(epoch, run.history().size() - 1)))
        .filter(point -> Double.isFinite(point.trainLoss()))
        .toList();
  }

  /** How many runs of a method came to the last epoch with finite numbers. */
  public int finished(String label) {
    return points(label, epochs).size();
  }

  /** Whether every run came to its end with finite numbers. */
  public boolean allFinite() {
    return methods().stream().allMatch(label -> finished(label) == runsOf(label).size());
  }

  /** The loss of giving every class the same probability. */
  public double plateau() {
    return Math.log(setup.data().train().classes().size());
  }

  /** A figure over the seeds at an epoch, of those runs that came so far. */
  public Spread at(String label, int epoch, ToDoubleFunction<HistoryPoint> value) {
    return Spread.of(points(label, epoch).stream().map(value::applyAsDouble).toList());
  }

  /** The same as text that says how many runs it is of, unless it is of all. */
  private String text(
      String label, int epoch, String format, ToDoubleFunction<HistoryPoint> value) {
    int there = points(label, epoch).size();
    int all = runsOf(label).size();
    String of = there == all ? "" : " (" + there + " of " + all + ")";
    return there == 0 ? "–" + of : at(label, epoch, value).format(format) + of;
  }

  /** How many runs of a method ended below the plateau. */
  public long left(String label) {
    return points(label, epochs).stream()
        .filter(point -> point.trainLoss() < plateau() - LEFT)
        .count();
  }

  /** The epochs the table shows. */
  public List<Integer> shownEpochs() {
    TreeSet<Integer> shown = new TreeSet<>();
    for (int part : new int[] {8, 4, 2, 1}) {
      shown.add(Math.max(1, epochs / part));
    }
    return List.copyOf(shown);
  }

  /** The headings of {@link #rows}. */
  public List<String> headings() {
    List<String> headings = new ArrayList<>(List.of("method"));
    shownEpochs().forEach(epoch -> headings.add("loss, epoch " + epoch));
    headings.addAll(List.of("test accuracy, %", "left plateau", "CG steps", "s per run"));
    return headings;
  }

  /** A row for each method: means and standard deviations over the seeds. */
  public List<List<String>> rows() {
    List<List<String>> rows = new ArrayList<>();
    for (String label : methods()) {
      List<MethodRun> own = runsOf(label);
      List<String> row = new ArrayList<>(List.of(title(label)));
      shownEpochs().forEach(epoch -> row.add(text(label, epoch, "%.3f", HistoryPoint::trainLoss)));
      row.add(text(label, epochs, "%.1f", p -> 100 * p.testAccuracy()));
      row.add(left(label) + " of " + own.size());
      double steps = at(label, epochs, p -> figure(p, "cg_steps")).mean();
      row.add(Double.isNaN(steps) ? "–" : String.format(Locale.ROOT, "%.1f", steps));
      double time = own.stream().mapToDouble(MethodRun::seconds).average().orElse(Double.NaN);
      row.add(String.format(Locale.ROOT, "%.1f", time));
      rows.add(row);
    }
    return rows;
  }

  private static double figure(HistoryPoint point, String name) {
    return point.figures().getOrDefault(name, Double.NaN);
  }

  /** What came out, in a sentence or two, and in what it differs from the paper. */
  public String finding() {
    List<String> order = new ArrayList<>(methods());
    order.sort(
        (a, b) ->
            Double.compare(
                at(a, epochs, HistoryPoint::trainLoss).mean(),
                at(b, epochs, HistoryPoint::trainLoss).mean()));
    List<String> titles = order.stream().map(this::titleAndRuns).toList();
    return String.format(
            Locale.ROOT,
            "The plateau is ln %d = %.4f. By their mean training loss at the end, the lowest first: %s."
                + " In the paper, on CIFAR-10 and after 99 epochs: PCH-abs with 1 block, with 2, with 4,"
                + " PCH-clip, SGD, GGN, PCH-abs with 16 blocks.",
            setup.data().train().classes().size(),
            plateau(),
            String.join("; ", titles))
        + warning();
  }

  private String titleAndRuns(String label) {
    int all = runsOf(label).size();
    return finished(label) == all
        ? title(label)
        : title(label) + " (" + finished(label) + " of " + all + " runs came to the end)";
  }

  /** What approximation (7) leaves out where inputs have mean zero. */
  private String warning() {
    boolean centered = meanShare() < CENTERED;
    return averaging.equals(Averaging.HESSIANS_AND_JACOBIANS.name()) && centered
        ? " The inputs have mean zero, so approximation (7) sees no curvature of the first layer's"
            + " weights: they move by the gradient alone. Approximation (6) keeps it:"
            + " --averaging hessians."
        : "";
  }

  /** The squared length of the mean input as a share of the mean squared length. */
  private double meanShare() {
    LabeledData train = setup.data().train();
    double[] x = train.features();
    double[] mean = new double[train.width()];
    double squares = 0;
    for (int i = 0; i < x.length; i++) {
      mean[i % mean.length] += x[i] / train.size();
      squares += x[i] * x[i] / train.size();
    }
    return Arrays.stream(mean).map(m -> m * m).sum() / squares;
  }
}
