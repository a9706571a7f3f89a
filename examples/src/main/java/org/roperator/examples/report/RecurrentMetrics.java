package org.roperator.examples.report;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import org.roperator.examples.recurrent.Lesson;
import org.roperator.examples.recurrent.Xor;

/** {@link RecurrentResults} as numbers for machines; docs/command-line.md lists the fields. */
public final class RecurrentMetrics {

  private RecurrentMetrics() {}

  /**
   * The content of metrics.json.
   *
   * @param results what came of it
   * @param version of this program
   */
  public static String json(RecurrentResults results, String version) {
    Xor.Result xor = results.xor();
    return JsonText.object(
        json -> {
          json.writeStringField("command", "recurrent");
          json.writeStringField("rop_version", version);
          json.writeStringField("command_line", results.setup().commandLine());
          json.writeNumberField("train_size", results.train().data().size());
          json.writeNumberField("test_size", results.test().data().size());
          json.writeNumberField("units", results.train().network().units());
          json.writeNumberField("parameters", results.train().network().dimension());
          json.writeNumberField("seed", results.setup().seed());
          write(json, "hessian_free", results.newton());
          write(json, "gradient_descent", results.descent());
          JsonText.number(json, "learning_rate", results.rate());
          json.writeStringField("gradient_descent_adjoint", results.setup().adjoint());
          json.writeArrayFieldStart("gradient_descent_rates");
          for (RecurrentResults.Descent descent : results.descents()) {
            json.writeStartObject();
            JsonText.number(json, "learning_rate", descent.rate());
            JsonText.number(json, "train_loss", descent.lesson().lowestLoss());
            JsonText.number(json, "seconds", descent.lesson().seconds());
            json.writeEndObject();
          }
          json.writeEndArray();
          JsonText.number(json, "error_of_means", results.errorOfMeans());
          json.writeBooleanField("passed", results.isGood());
          json.writeObjectFieldStart("xor");
          json.writeBooleanField("solved", xor.isSolved());
          json.writeNumberField("starts", xor.starts());
          json.writeNumberField("iterations", xor.lesson().optimization().iterations());
          JsonText.number(json, "loss", xor.lesson().optimization().value());
          json.writeArrayFieldStart("outputs");
          for (int i = 0; i < 4; i++) {
            json.writeNumber(xor.output(i));
          }
          json.writeEndArray();
          json.writeEndObject();
          SetupFields.writeCheck(json, results.check());
          json.writeStringField("blas", results.setup().blas());
          json.writeNumberField("threads", results.setup().threads());
        });
  }

  private static void write(JsonGenerator json, String name, RecurrentEnd end) throws IOException {
    json.writeObjectFieldStart(name);
    json.writeStringField("outcome", end.lesson().optimization().outcome().name());
    json.writeNumberField("iterations", end.lesson().optimization().iterations());
    JsonText.number(json, "seconds", end.lesson().seconds());
    JsonText.number(json, "train_loss", end.trainLoss());
    JsonText.number(json, "test_loss", end.testLoss());
    JsonText.number(json, "test_accuracy", end.score().accuracy());
    JsonText.number(json, "hidden_pixel_error", end.score().error());
    json.writeNumberField("unsettled", end.unsettled());
    json.writeNumberField("unstable", end.unstable());
    JsonText.number(json, "spectral_radius", end.lastRadius());
    json.writeArrayFieldStart("history");
    for (Lesson.Point point : end.lesson().points()) {
      json.writeStartObject();
      json.writeNumberField("iteration", point.iteration());
      JsonText.number(json, "seconds", point.seconds());
      JsonText.number(json, "loss", point.loss());
      JsonText.number(json, "spectral_radius", point.spectralRadius());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
  }
}
