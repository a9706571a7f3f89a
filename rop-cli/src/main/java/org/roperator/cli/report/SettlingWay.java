package org.roperator.cli.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.roperator.cli.recurrent.Completion;
import org.roperator.cli.report.Charts.Axis;
import org.roperator.cli.report.Charts.Line;
import org.roperator.recurrent.Equilibrium;
import org.roperator.recurrent.Settling;

/**
 * The way one unseen digit settles, by the network's own dynamics and accelerated.
 *
 * @param label of the digit
 * @param states on the way by relaxation, the first one first
 * @param relaxed the end by relaxation
 * @param accelerated the end by Anderson acceleration
 * @param figures of the page
 */
record SettlingWay(
    int label,
    List<double[]> states,
    Equilibrium relaxed,
    Equilibrium accelerated,
    Figures figures) {

  /** The way of the first digit. */
  static SettlingWay of(Completion test, double[] w, Figures figures) {
    List<double[]> states = new ArrayList<>();
    var pattern = test.patterns().get(0);
    Equilibrium relaxed =
        test.network()
            .settle(w, pattern, Settling.relaxation(), (t, y, residual) -> states.add(y.clone()));
    Equilibrium accelerated = test.network().settle(w, pattern, Settling.standard());
    return new SettlingWay(test.data().labels()[0], states, relaxed, accelerated, figures);
  }

  /** The class other than its own that it comes nearest to. */
  private int rival() {
    double[] end = relaxed.state();
    return IntStream.range(0, 10)
        .filter(k -> k != label)
        .reduce((a, b) -> Completion.logit(end, a) >= Completion.logit(end, b) ? a : b)
        .orElse(0);
  }

  String rightmost() {
    return String.format(Locale.ROOT, "%.3f", relaxed.stability().rightmost());
  }

  String largestStep() {
    return String.format(Locale.ROOT, "%.2f", relaxed.stability().largestStep());
  }

  String verdict() {
    return relaxed.stability().verdict().toString();
  }

  Figure units() {
    int rival = rival();
    return figures.of(
        "Class units while it relaxes",
        () ->
            Charts.lines(
                new Axis("iteration", Scale.LINEAR),
                new Axis("logit", Scale.LINEAR),
                List.of(
                    trajectory("class " + label, states, label),
                    trajectory("class " + rival, states, rival))));
  }

  Figure residual() {
    return figures.of(
        "Residual",
        () ->
            Charts.lines(
                new Axis("iteration", Scale.LINEAR),
                new Axis("max |σ(Wᵀy + b) − y|", Scale.LOGARITHMIC),
                List.of(residuals("relaxation", relaxed), residuals("Anderson", accelerated))));
  }

  private static Line trajectory(String name, List<double[]> states, int label) {
    return new Line(
        name,
        IntStream.range(0, states.size()).mapToObj(t -> (double) t).toList(),
        states.stream().map(y -> Completion.logit(y, label)).toList());
  }

  private static Line residuals(String name, Equilibrium equilibrium) {
    double[] residuals = equilibrium.residuals();
    return new Line(
        name,
        IntStream.range(0, residuals.length).mapToObj(t -> (double) t).toList(),
        IntStream.range(0, residuals.length).mapToObj(t -> residuals[t]).toList());
  }
}
