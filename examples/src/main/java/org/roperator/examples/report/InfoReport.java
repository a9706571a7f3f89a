package org.roperator.examples.report;

import java.util.Map;

/**
 * What the program runs on, as a page and as JSON.
 *
 * @param facts names and values
 */
public record InfoReport(Map<String, String> facts) {

  /** The page. */
  public String html() {
    HtmlPage page = new HtmlPage("What Rop runs on here", "Everything rop info says.");
    page.section("Facts", "", () -> page.facts(facts));
    return page.finish("Made by rop info.");
  }

  /** The content of metrics.json: each fact a field, with _ for blanks. */
  public String json() {
    return JsonText.object(
        json -> {
          json.writeStringField("command", "info");
          for (Map.Entry<String, String> fact : facts.entrySet()) {
            json.writeStringField(fact.getKey().replace(' ', '_'), fact.getValue());
          }
        });
  }
}
