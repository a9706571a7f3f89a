package org.roperator.cli.command;

import java.io.PrintWriter;
import java.util.Locale;
import org.roperator.cli.run.HistoryPoint;

/** One line of plain text for each iteration, under a line of headings. */
final class ProgressTable {

  private final PrintWriter out;
  private final TrainingMethod method;
  private final int iterations;
  private final int firstWidth;

  ProgressTable(PrintWriter out, TrainingMethod method, int iterations) {
    this.out = out;
    this.method = method;
    this.iterations = iterations;
    this.firstWidth = Math.max(method.unit().length(), 5);
  }

  void heading() {
    String common =
        String.format(
            Locale.ROOT,
            "%" + firstWidth + "s  %10s  %9s  %8s",
            method.unit(),
            "train loss",
            "test loss",
            "accuracy");
    String own =
        method.isSecondOrder()
            ? String.format(Locale.ROOT, "  %3s  %7s  %5s", "CG", "lambda", "rho")
            : String.format(Locale.ROOT, "  %10s", "gradient");
    out.println(common + own + String.format(Locale.ROOT, "  %6s  %7s", "time", "left"));
  }

  void row(HistoryPoint point) {
    String common =
        String.format(
            Locale.ROOT,
            "%" + firstWidth + "d  %10.5f  %9.5f  %6.2f %%",
            point.iteration(),
            point.trainLoss(),
            point.testLoss(),
            100 * point.testAccuracy());
    String own =
        method.isSecondOrder()
            ? String.format(
                Locale.ROOT,
                "  %3.0f  %7.1e  %5s",
                figure(point, "cg_steps"),
                figure(point, "lambda"),
                rho(figure(point, "rho")))
            : String.format(Locale.ROOT, "  %10.1e", figure(point, "gradient_norm"));
    double left = point.seconds() / point.iteration() * (iterations - point.iteration());
    out.println(
        common
            + own
            + String.format(Locale.ROOT, "  %6s  %7s", time(point.seconds()), "≤" + time(left)));
  }

  private static double figure(HistoryPoint point, String name) {
    return point.figures().getOrDefault(name, Double.NaN);
  }

  private static String rho(double rho) {
    if (Double.isNaN(rho)) {
      return "–";
    }
    return Double.isInfinite(rho)
        ? (rho > 0 ? "inf" : "-inf")
        : String.format(Locale.ROOT, "%.2f", rho);
  }

  static String time(double seconds) {
    if (seconds < 99.95) {
      return String.format(Locale.ROOT, "%.1fs", seconds);
    }
    long whole = Math.round(seconds);
    return whole < 3600
        ? String.format(Locale.ROOT, "%dm%02ds", whole / 60, whole % 60)
        : String.format(Locale.ROOT, "%dh%02dm", whole / 3600, whole / 60 % 60);
  }
}
