package org.roperator.cli.report;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.roperator.check.CheckReport;
import org.roperator.check.CheckReport.ErrorCurve;
import org.roperator.cli.report.Charts.Axis;
import org.roperator.cli.report.Charts.Line;
import org.roperator.cli.run.HvCheck;
import org.roperator.cli.run.Numbers;

/**
 * The part of a page that shows exact products against differences.
 *
 * @param check what is shown
 * @param figures of the page
 */
record Exactness(HvCheck check, Figures figures) {

  Figure figure() {
    CheckReport report = check.report();
    return figures.of(
        "Central differences against exact Hv",
        () ->
            Charts.lines(
                new Axis("step size h", Scale.LOGARITHMIC),
                new Axis("relative error", Scale.LOGARITHMIC),
                List.of(
                    line("differences of gradients against Hv", report.hvCurve()),
                    line("differences of values against ∇E", report.gradientCurve()))));
  }

  private static Line line(String name, ErrorCurve curve) {
    return new Line(
        name,
        curve.points().stream().map(ErrorCurve.Point::step).toList(),
        curve.points().stream().map(ErrorCurve.Point::error).toList());
  }

  Map<String, String> facts() {
    CheckReport report = check.report();
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("Finding", report.verdict() + ": " + report.verdict().explanation());
    facts.put(
        "Largest error of Hv",
        Numbers.scientific(report.hvError()) + " against extrapolated differences");
    facts.put("Best plain difference", Numbers.scientific(best(report.hvCurve())));
    facts.put("Largest error of ∇E", Numbers.scientific(report.gradientError()));
    facts.put("Asymmetry ⟨u,Hv⟩ − ⟨v,Hu⟩", Numbers.scientific(report.symmetryError()));
    report
        .hvCurve()
        .order()
        .ifPresent(
            order ->
                facts.put("Order of the differences", String.format(Locale.ROOT, "h^%.2f", order)));
    facts.put("Random directions", "" + report.directions());
    facts.put("Training examples", Numbers.count(check.examples()));
    return facts;
  }

  private static double best(ErrorCurve curve) {
    return curve.points().stream()
        .mapToDouble(ErrorCurve.Point::error)
        .filter(Double::isFinite)
        .min()
        .orElse(Double.NaN);
  }
}
