package org.roperator.examples.report;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * A check of derivatives as a page for people and as numbers for machines.
 *
 * @param setup what was asked for
 * @param check what was found
 * @param tolerance the largest relative error that passes
 * @param passed whether it passed
 */
public record DerivativeReport(Setup setup, HvCheck check, double tolerance, boolean passed) {

  /** The page. */
  public String html() {
    HtmlPage page =
        new HtmlPage(
            "Checking derivatives on " + setup.data().train().name(),
            String.format(
                Locale.ROOT,
                "The Hessian-vector products of a network %s (%s) against differences: %s.",
                setup.network(),
                setup.activation(),
                passed ? "passed" : "failed"));
    Map<String, String> cards = new LinkedHashMap<>();
    cards.put("largest relative error of Hv", scientific(check.report().hvError()));
    cards.put("tolerance", scientific(tolerance));
    cards.put("finding", check.report().verdict().toString());
    cards.put("parameters", String.format(Locale.ROOT, "%,d", setup.parameters()));
    page.cards(cards);
    HvCheckSection.addTo(page, check);
    page.section("The report in full", "", () -> page.preformatted(check.report().toString()));
    page.section("How this was made", "", () -> page.facts(setup.facts()));
    return page.finish("Made by rop check, beside metrics.json with the same numbers.");
  }

  /**
   * The content of metrics.json.
   *
   * @param version of this program
   */
  public String json(String version) {
    return JsonText.object(
        json -> {
          json.writeStringField("command", "check");
          json.writeStringField("rop_version", version);
          SetupFields.write(json, setup);
          JsonText.number(json, "tolerance", tolerance);
          json.writeBooleanField("passed", passed);
          SetupFields.writeCheck(json, check);
        });
  }

  private static String scientific(double x) {
    return String.format(Locale.ROOT, "%.1e", x);
  }
}
