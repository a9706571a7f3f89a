package org.roperator.examples.report;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import org.roperator.examples.study.Interval;
import org.roperator.examples.study.StudyAnalysis.Association;

/** The numbers of {@code rop study} beside its table. */
public final class StudyMetrics {

  private StudyMetrics() {}

  /**
   * The content of metrics.json.
   *
   * @param version of this program
   */
  public static String json(StudyResult result, String version) {
    return JsonText.object(
        json -> {
          json.writeStringField("command", "study");
          json.writeStringField("rop_version", version);
          json.writeStringField("command_line", result.commandLine());
          json.writeStringField("settings", result.settings().fingerprint());
          json.writeNumberField("networks", result.settings().networkCount());
          json.writeNumberField("rows", result.rows().size());
          json.writeNumberField("seed", result.seed());
          json.writeStringField("blas", result.blas());
          json.writeNumberField("threads", result.threads());
          JsonText.number(json, "seconds", result.seconds());
          json.writeArrayFieldStart("correlations");
          for (Association a : result.associations()) {
            json.writeStartObject();
            json.writeStringField("moment", a.moment());
            json.writeStringField("block", a.block());
            json.writeStringField("quantity", a.quantity());
            json.writeNumberField("networks", a.networks());
            write(json, "all_networks", a.pooled());
            write(json, "within_sets", a.within());
            write(json, "given_train_loss", a.given());
            write(json, "given_train_loss_and_size", a.givenBoth());
            json.writeEndObject();
          }
          json.writeEndArray();
        });
  }

  private static void write(JsonGenerator json, String name, Interval r) throws IOException {
    json.writeObjectFieldStart(name);
    JsonText.number(json, "rho", r.value());
    JsonText.number(json, "low", r.low());
    JsonText.number(json, "high", r.high());
    json.writeEndObject();
  }
}
