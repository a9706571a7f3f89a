package org.roperator.examples.report;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import org.roperator.check.CheckReport;
import org.roperator.check.ErrorCurve;
import org.roperator.examples.data.Dataset;

/** The fields that the metrics of several commands share. */
final class SetupFields {

  private SetupFields() {}

  static void write(JsonGenerator json, Setup setup) throws IOException {
    Dataset train = setup.data().train();
    json.writeStringField("command_line", setup.commandLine());
    json.writeStringField("data", train.name());
    json.writeStringField("preparation", setup.data().preparation());
    json.writeNumberField("train_size", train.size());
    json.writeNumberField("test_size", setup.data().test().size());
    json.writeNumberField("features", train.width());
    json.writeArrayFieldStart("classes");
    for (String name : train.classes()) {
      json.writeString(name);
    }
    json.writeEndArray();
    json.writeArrayFieldStart("hidden");
    for (int width : setup.hidden()) {
      json.writeNumber(width);
    }
    json.writeEndArray();
    json.writeStringField("activation", setup.activation());
    JsonText.number(json, "decay", setup.decay());
    json.writeNumberField("parameters", setup.parameters());
    json.writeNumberField("seed", setup.seed());
    json.writeStringField("blas", setup.blas());
    json.writeNumberField("threads", setup.threads());
    json.writeStringField("java", System.getProperty("java.vm.name") + " " + Runtime.version());
  }

  static void writeCheck(JsonGenerator json, HvCheck check) throws IOException {
    CheckReport report = check.report();
    json.writeObjectFieldStart("hv_check");
    JsonText.number(json, "max_rel_error", report.hvError());
    json.writeNumberField("directions", report.directions());
    json.writeNumberField("examples", check.examples());
    json.writeStringField("verdict", report.verdict().name());
    JsonText.number(json, "gradient_max_rel_error", report.gradientError());
    JsonText.number(json, "symmetry_error", report.symmetryError());
    JsonText.number(json, "order", report.hvCurve().order().orElse(Double.NaN));
    writeCurve(json, "curve", report.hvCurve());
    writeCurve(json, "gradient_curve", report.gradientCurve());
    json.writeEndObject();
  }

  private static void writeCurve(JsonGenerator json, String name, ErrorCurve curve)
      throws IOException {
    json.writeArrayFieldStart(name);
    for (ErrorCurve.Point point : curve.points()) {
      json.writeStartObject();
      JsonText.number(json, "step", point.step());
      JsonText.number(json, "error", point.error());
      json.writeEndObject();
    }
    json.writeEndArray();
  }
}
