package org.roperator.check;

import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/** A report as text for a terminal. */
final class ReportText {

  private static final int WIDTH = 100;

  private ReportText() {}

  static String of(Verdict verdict, List<Finding> findings, CheckReport.Measured m) {
    StringBuilder text = new StringBuilder();
    line(text, "%s: %s.", verdict, verdict.meaning());
    line(text, "");
    line(text, "  %-34s %12s %8s", "relative error of", "largest", "order");
    row(text, "the gradient, against values", m.gradientError(), m.gradientCurve().order());
    row(text, "Hv, against gradients", m.hvError(), m.hvCurve().order());
    row(text, "symmetry  ⟨u,Hv⟩ = ⟨v,Hu⟩", m.symmetryError(), OptionalDouble.empty());
    row(text, "linearity H(αu+v) = αHu+Hv", m.linearityError(), OptionalDouble.empty());
    line(text, "");
    for (Finding finding : findings) {
      String name = finding.verdict() == Verdict.CORRECT ? "Remark" : finding.verdict().name();
      paragraph(text, name + ": " + finding.message());
    }
    if (verdict != Verdict.CORRECT) {
      paragraph(text, "Next: " + verdict.nextStep());
    }
    line(
        text,
        "  %d parameters, %d random directions, tolerance %.0e; %d values, %d expansions, %d products.",
        m.dimension(),
        m.directions(),
        m.tolerance(),
        m.values(),
        m.expansions(),
        m.products());
    return text.toString();
  }

  private static void row(StringBuilder text, String what, double error, OptionalDouble order) {
    line(
        text,
        "  %-34s %12s %8s",
        what,
        Double.isNaN(error) ? "–" : String.format(Locale.ROOT, "%.1e", error),
        order.isPresent() ? String.format(Locale.ROOT, "h^%.2f", order.getAsDouble()) : "–");
  }

  /** Broken into lines of bearable length; those after the first stand further in. */
  private static void paragraph(StringBuilder text, String sentence) {
    StringBuilder line = new StringBuilder(" ");
    for (String word : sentence.split(" ", -1)) {
      if (line.length() + word.length() >= WIDTH) {
        text.append(line).append('\n');
        line = new StringBuilder("   ");
      }
      line.append(' ').append(word);
    }
    text.append(line).append('\n');
  }

  private static void line(StringBuilder text, String format, Object... arguments) {
    text.append(String.format(Locale.ROOT, format, arguments)).append('\n');
  }
}
