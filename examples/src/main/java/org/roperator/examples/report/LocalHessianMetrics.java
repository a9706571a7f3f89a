package org.roperator.examples.report;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.Locale;
import org.roperator.examples.matching.BlockCondition;
import org.roperator.examples.matching.ConditioningRun;
import org.roperator.examples.matching.SpectrumCase;
import org.roperator.examples.matching.TrainingComparison.MethodResult;
import org.roperator.examples.matching.TrainingComparison.Trial;

/** What {@code rop local-hessian} found, as numbers; docs/command-line.md lists the fields. */
public final class LocalHessianMetrics {

  private LocalHessianMetrics() {}

  /**
   * The content of metrics.json.
   *
   * @param version of this program
   */
  public static String json(LocalHessianReport report, String version) {
    return JsonText.object(
        json -> {
          json.writeStringField("command", "local-hessian");
          json.writeStringField("rop_version", version);
          SetupFields.write(json, report.setup());
          json.writeNumberField("seeds", report.plan().seeds());
          json.writeNumberField("tuning_seeds", report.plan().tuningSeeds());
          json.writeNumberField("epochs", report.plan().epochs());
          json.writeNumberField("batch_size", report.plan().batch());
          json.writeStringField("network", report.plan().describe());
          JsonText.number(json, "seconds", report.seconds());
          json.writeArrayFieldStart("spectra");
          for (SpectrumCase c : report.spectra()) {
            write(json, c);
          }
          json.writeEndArray();
          json.writeArrayFieldStart("conditions");
          for (ConditioningRun run : report.conditions()) {
            write(json, run);
          }
          json.writeEndArray();
          json.writeArrayFieldStart("methods");
          for (MethodResult method : report.methods()) {
            write(json, report, method);
          }
          json.writeEndArray();
        });
  }

  private static void write(JsonGenerator json, SpectrumCase c) throws IOException {
    json.writeStartObject();
    json.writeStringField("start", c.start().name().toLowerCase(Locale.ROOT));
    json.writeNumberField("inputs", c.inputs());
    json.writeNumberField("outputs", c.outputs());
    json.writeNumberField("draws", c.draws());
    JsonText.number(json, "smallest", c.smallest());
    JsonText.number(json, "largest", c.largest());
    JsonText.number(json, "law_lower_edge", c.law().lowerEdge());
    JsonText.number(json, "law_upper_edge", c.law().upperEdge());
    json.writeArrayFieldStart("moments");
    for (int p = 1; p <= SpectrumCase.MOMENTS; p++) {
      json.writeStartObject();
      json.writeNumberField("power", p);
      JsonText.number(json, "mean", c.moment(p));
      JsonText.number(json, "standard_error", c.momentError(p));
      JsonText.number(json, "law", c.law().moment(p));
      JsonText.number(json, "standard_errors_off", c.deviation(p));
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private static void write(JsonGenerator json, ConditioningRun run) throws IOException {
    json.writeStartObject();
    json.writeStringField("network", run.architecture().label());
    json.writeArrayFieldStart("snapshots");
    for (ConditioningRun.Snapshot snapshot : run.snapshots()) {
      json.writeStartObject();
      json.writeNumberField("epoch", snapshot.epoch());
      JsonText.number(json, "train_loss", snapshot.trainLoss());
      json.writeArrayFieldStart("blocks");
      for (BlockCondition block : snapshot.blocks()) {
        json.writeStartObject();
        json.writeNumberField("block", block.number());
        JsonText.number(json, "condition_h_z", block.ofInputs());
        JsonText.number(json, "mean_h_z", block.mean());
        JsonText.number(json, "condition_h_w", block.ofWeights());
        JsonText.number(json, "rank_h_w", block.rank());
        json.writeEndObject();
      }
      json.writeEndArray();
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private static void write(JsonGenerator json, LocalHessianReport report, MethodResult method)
      throws IOException {
    json.writeStartObject();
    json.writeStringField("method", method.method().label());
    JsonText.number(json, "rate", method.rate());
    json.writeBooleanField("rate_at_the_edge", method.isAtTheEdge());
    Spread accuracy = LocalHessianReport.accuracy(method);
    JsonText.number(json, "test_accuracy", accuracy.mean() / 100);
    JsonText.number(json, "test_accuracy_deviation", accuracy.deviation() / 100);
    MeanInterval beyond = report.beyondFirst(method);
    JsonText.number(json, "beyond_sgd", beyond.mean() / 100);
    JsonText.number(json, "beyond_sgd_half_interval", beyond.half() / 100);
    json.writeArrayFieldStart("trials");
    for (Trial trial : method.trials()) {
      json.writeStartObject();
      JsonText.number(json, "rate", trial.rate());
      JsonText.number(json, "validation_accuracy", trial.accuracy());
      JsonText.number(json, "validation_loss", trial.loss());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeArrayFieldStart("runs");
    for (HbpRun run : method.runs()) {
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
}
