package org.roperator.examples.report;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.Map;

/** A training run as numbers for machines; docs/command-line.md lists the fields. */
public final class TrainingMetrics {

  private TrainingMetrics() {}

  /**
   * The content of metrics.json.
   *
   * @param report the run
   * @param version of this program
   */
  public static String json(TrainingReport report, String version) {
    return JsonText.object(
        json -> {
          json.writeStringField("command", "train");
          json.writeStringField("rop_version", version);
          SetupFields.write(json, report.setup());
          writeTraining(json, report.training(), report.predictions());
          json.writeArrayFieldStart("history");
          for (HistoryPoint point : report.training().history()) {
            writePoint(json, point);
          }
          json.writeEndArray();
          if (report.hvCheck().isPresent()) {
            SetupFields.writeCheck(json, report.hvCheck().get());
          }
        });
  }

  private static void writeTraining(JsonGenerator json, Training training, Predictions test)
      throws IOException {
    json.writeStringField("method", training.method());
    json.writeNumberField("epochs_or_iterations", training.iterations());
    json.writeStringField("outcome", training.outcome());
    json.writeStringField("reason", training.reason());
    JsonText.number(json, "seconds", training.seconds());
    JsonText.number(json, "train_loss", training.trainLoss());
    JsonText.number(json, "train_accuracy", training.trainAccuracy());
    JsonText.number(json, "test_loss", training.testLoss());
    JsonText.number(json, "test_accuracy", test.accuracy());
    json.writeNumberField("test_errors", test.wrong().size());
  }

  static void writePoint(JsonGenerator json, HistoryPoint point) throws IOException {
    json.writeStartObject();
    json.writeNumberField("iteration", point.iteration());
    JsonText.number(json, "seconds", point.seconds());
    JsonText.number(json, "train_loss", point.trainLoss());
    JsonText.number(json, "test_loss", point.testLoss());
    JsonText.number(json, "test_accuracy", point.testAccuracy());
    for (Map.Entry<String, Double> figure : point.figures().entrySet()) {
      JsonText.number(json, figure.getKey(), figure.getValue());
    }
    json.writeEndObject();
  }
}
