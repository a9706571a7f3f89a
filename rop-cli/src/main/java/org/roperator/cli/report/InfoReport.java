package org.roperator.cli.report;

import java.util.LinkedHashMap;
import java.util.Map;
import org.roperator.cli.metrics.MetricsJson;

/**
 * What the program runs on, as a page and as JSON.
 *
 * @param facts names and values
 */
public record InfoReport(Map<String, String> facts) {

  /** The page. */
  public String html() {
    return Templates.render("info", this);
  }

  /** The content of metrics.json: each fact a field, with _ for blanks. */
  public String json() {
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("command", "info");
    facts.forEach((name, value) -> fields.put(name.replace(' ', '_'), value));
    return MetricsJson.of(fields);
  }
}
