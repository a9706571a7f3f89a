package org.roperator.examples.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.roperator.examples.recurrent.Completion;
import org.roperator.examples.report.Charts.Axis;
import org.roperator.examples.report.Charts.Line;
import org.roperator.examples.report.Charts.Scale;
import org.roperator.recurrent.Equilibrium;
import org.roperator.recurrent.Settling;
import org.roperator.recurrent.Stability;

/** How a trained network settles, with its trajectories. */
final class SettlingSection {

  private SettlingSection() {}

  /** The way one unseen digit settles, by the network's own dynamics and accelerated. */
  static void addTo(HtmlPage page, Completion test, double[] w) {
    int label = test.data().labels()[0];
    List<double[]> states = new ArrayList<>();
    var pattern = test.patterns().get(0);
    Equilibrium relaxed =
        test.network()
            .settle(w, pattern, Settling.relaxation(), (t, y, residual) -> states.add(y.clone()));
    Equilibrium accelerated = test.network().settle(w, pattern, Settling.automatic());
    double[] end = relaxed.state();
    int rival =
        IntStream.range(0, 10)
            .filter(k -> k != label)
            .reduce((a, b) -> Completion.logit(end, a) >= Completion.logit(end, b) ? a : b)
            .orElse(0);
    Stability stability = relaxed.stability();
    page.section(
        "How it settles",
        String.format(
            Locale.ROOT,
            "On the first of these digits, a %d: relaxation with its automatic step needs %d"
                + " iterations, Anderson acceleration %d. The rightmost eigenvalue there is %.3f, the"
                + " longest stable step %.2f: %s.",
            label,
            relaxed.iterations(),
            accelerated.iterations(),
            stability.rightmost(),
            stability.largestStep(),
            stability.verdict()),
        () -> {
          page.open("plots");
          page.plot(
              "Class units while it relaxes",
              () ->
                  Charts.png(
                      new Axis("iteration", Scale.LINEAR),
                      new Axis("logit", Scale.LINEAR),
                      List.of(
                          trajectory("class " + label, states, label),
                          trajectory("class " + rival, states, rival))));
          page.plot(
              "Residual",
              () ->
                  Charts.png(
                      new Axis("iteration", Scale.LINEAR),
                      new Axis("max |σ(Wᵀy + b) − y|", Scale.LOGARITHMIC),
                      List.of(
                          residuals("relaxation", relaxed), residuals("Anderson", accelerated))));
          page.close();
        });
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
