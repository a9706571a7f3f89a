package org.roperator.examples.report;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;

/**
 * The comparison of {@code rop hbp} as numbers for machines; docs/command-line.md lists the fields.
 */
public final class HbpMetrics {

  private HbpMetrics() {}

  /**
   * The content of metrics.json.
   *
   * @param report the comparison
   * @param version of this program
   */
  public static String json(HbpReport report, String version) {
    return JsonText.object(
        json -> {
          json.writeStringField("command", "hbp");
          json.writeStringField("rop_version", version);
          SetupFields.write(json, report.setup());
          json.writeNumberField("seeds", report.seeds());
          json.writeNumberField("epochs", report.epochs());
          json.writeNumberField("batch_size", report.batch());
          json.writeStringField("averaging", report.averaging());
          JsonText.number(json, "plateau", report.plateau());
          JsonText.number(json, "seconds", report.seconds());
          json.writeArrayFieldStart("methods");
          for (String label : report.methods()) {
            writeMethod(json, report, label);
          }
          json.writeEndArray();
        });
  }

  private static void writeMethod(JsonGenerator json, HbpReport report, String label)
      throws IOException {
    int end = report.epochs();
    json.writeStartObject();
    json.writeStringField("method", label);
    json.writeNumberField("finished", report.finished(label));
    write(json, "train_loss", report.at(label, end, HistoryPoint::trainLoss));
    write(json, "test_loss", report.at(label, end, HistoryPoint::testLoss));
    write(json, "test_accuracy", report.at(label, end, HistoryPoint::testAccuracy));
    json.writeNumberField("left_plateau", report.left(label));
    json.writeArrayFieldStart("runs");
    for (HbpRun run : report.runsOf(label)) {
      json.writeStartObject();
      json.writeNumberField("seed", run.seed());
      json.writeStringField("outcome", run.outcome());
      JsonText.number(json, "seconds", run.seconds());
      json.writeArrayFieldStart("history");
      for (HistoryPoint point : run.history()) {
        TrainingMetrics.writePoint(json, point);
      }
      json.writeEndArray();
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private static void write(JsonGenerator json, String name, Spread spread) throws IOException {
    JsonText.number(json, name, spread.mean());
    JsonText.number(json, name + "_deviation", spread.deviation());
  }
}
