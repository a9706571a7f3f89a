package org.roperator.cli.report;

import java.util.LinkedHashMap;
import java.util.Map;
import org.roperator.check.CheckReport;
import org.roperator.cli.run.Numbers;
import org.roperator.cli.run.Setup;

/**
 * A check as {@code check.jte} shows it.
 *
 * @param report what was found
 * @param figures of the page
 */
public record CheckPage(DerivativeReport report, Figures figures) {

  /** The page. */
  public static String html(DerivativeReport report) {
    return Templates.render("check", new CheckPage(report, new Figures()));
  }

  Setup setup() {
    return report.setup();
  }

  Map<String, String> cards() {
    CheckReport found = report.check().report();
    Map<String, String> cards = new LinkedHashMap<>();
    cards.put("largest relative error of Hv", Numbers.scientific(found.hvError()));
    cards.put("tolerance", Numbers.label(report.tolerance()));
    cards.put("finding", found.verdict().toString());
    cards.put("parameters", Numbers.count(setup().parameters()));
    return cards;
  }

  Exactness exactness() {
    return new Exactness(report.check(), figures);
  }

  /** The check as a terminal shows it. */
  String text() {
    return report.check().report().toString();
  }
}
