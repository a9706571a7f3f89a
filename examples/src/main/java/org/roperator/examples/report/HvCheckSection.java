package org.roperator.examples.report;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.roperator.check.CheckReport;
import org.roperator.check.ErrorCurve;
import org.roperator.examples.report.Charts.Axis;
import org.roperator.examples.report.Charts.Line;
import org.roperator.examples.report.Charts.Scale;

/** The part of a page that shows exact products against differences. */
final class HvCheckSection {

  private HvCheckSection() {}

  static void addTo(HtmlPage page, HvCheck check) {
    page.section(
        "Is every product exact?",
        "Rop computes Hv by Pearlmutter's R{·} operator, without a step size. Central differences"
            + " of gradients, (∇E(w + hv) − ∇E(w − hv)) / 2h, only come near it: a large h bends"
            + " away as h², a small h drowns in rounding as 1/h. The V between is the price of not"
            + " being exact; a wrong Hv would show as a plateau.",
        () -> {
          page.open("plots");
          page.plot("Central differences against exact Hv", () -> plot(check.report()));
          page.open("");
          page.facts(facts(check));
          page.close();
          page.close();
        });
  }

  private static byte[] plot(CheckReport report) {
    return Charts.png(
        new Axis("step size h", Scale.LOGARITHMIC),
        new Axis("relative error", Scale.LOGARITHMIC),
        List.of(
            line("differences of gradients against Hv", report.hvCurve()),
            line("differences of values against ∇E", report.gradientCurve())));
  }

  private static Line line(String name, ErrorCurve curve) {
    return new Line(
        name,
        curve.points().stream().map(ErrorCurve.Point::step).toList(),
        curve.points().stream().map(ErrorCurve.Point::error).toList());
  }

  private static Map<String, String> facts(HvCheck check) {
    CheckReport report = check.report();
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("Finding", report.verdict() + ": " + report.verdict().meaning());
    facts.put(
        "Largest error of Hv", scientific(report.hvError()) + " against extrapolated differences");
    facts.put("Best plain difference", scientific(best(report.hvCurve())));
    facts.put("Largest error of ∇E", scientific(report.gradientError()));
    facts.put("Asymmetry ⟨u,Hv⟩ − ⟨v,Hu⟩", scientific(report.symmetryError()));
    report
        .hvCurve()
        .order()
        .ifPresent(
            order ->
                facts.put("Order of the differences", String.format(Locale.ROOT, "h^%.2f", order)));
    facts.put("Random directions", "" + report.directions());
    facts.put("Training examples", String.format(Locale.ROOT, "%,d", check.examples()));
    return facts;
  }

  private static double best(ErrorCurve curve) {
    return curve.points().stream()
        .mapToDouble(ErrorCurve.Point::error)
        .filter(Double::isFinite)
        .min()
        .orElse(Double.NaN);
  }

  private static String scientific(double x) {
    return String.format(Locale.ROOT, "%.1e", x);
  }
}
