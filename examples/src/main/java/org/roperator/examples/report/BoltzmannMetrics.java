package org.roperator.examples.report;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.OptionalLong;
import org.roperator.examples.boltzmann.DigitsMachine;
import org.roperator.examples.boltzmann.DigitsRun;
import org.roperator.examples.boltzmann.Race;

/** What Boltzmann machines learned as numbers; docs/command-line.md lists the fields. */
public final class BoltzmannMetrics {

  private BoltzmannMetrics() {}

  /**
   * The content of metrics.json.
   *
   * @param report what was learned
   * @param version of this program
   */
  public static String json(BoltzmannReport report, String version) {
    return JsonText.object(
        json -> {
          json.writeStringField("command", "boltzmann");
          json.writeStringField("rop_version", version);
          json.writeStringField("command_line", report.circumstances().commandLine());
          json.writeStringField(
              "java", System.getProperty("java.vm.name") + " " + Runtime.version());
          json.writeNumberField("seed", report.circumstances().seed());
          json.writeNumberField("threads", report.circumstances().threads());
          json.writeStringField("blas", report.circumstances().blas());
          JsonText.number(json, "seconds", report.circumstances().seconds());
          json.writeArrayFieldStart("problems");
          for (Race race : report.races()) {
            write(json, race);
          }
          json.writeEndArray();
          writeDigits(json, report.learned());
          SetupFields.writeCheck(json, report.check());
        });
  }

  private static void write(JsonGenerator json, Race race) throws IOException {
    json.writeStartObject();
    json.writeStringField("name", race.problem().name());
    json.writeNumberField("visible", race.problem().machine().visible());
    json.writeNumberField("hidden", race.problem().machine().hidden());
    json.writeNumberField("parameters", race.problem().machine().dimension());
    json.writeNumberField("patterns", race.problem().patterns().size());
    JsonText.number(json, "start_divergence", race.startDivergence());
    json.writeNumberField("target_share", Race.TARGET_SHARE);
    JsonText.number(json, "target_divergence", race.target());
    json.writeBooleanField("second_order_needs_fewer", race.secondOrderNeedsFewerPasses());
    json.writeArrayFieldStart("methods");
    for (Race.Run run : race.runs()) {
      json.writeStartObject();
      json.writeStringField("method", run.method());
      json.writeNumberField("passes", run.end().passes());
      JsonText.number(json, "divergence", run.end().divergence());
      OptionalLong passes = run.passesTo(race.target());
      JsonText.number(
          json, "passes_to_target", passes.isPresent() ? passes.getAsLong() : Double.NaN);
      json.writeArrayFieldStart("history");
      for (Race.Point point : run.points()) {
        json.writeStartObject();
        json.writeNumberField("passes", point.passes());
        JsonText.number(json, "divergence", point.divergence());
        json.writeEndObject();
      }
      json.writeEndArray();
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private static void writeDigits(JsonGenerator json, LearnedDigits learned) throws IOException {
    json.writeObjectFieldStart("digits");
    json.writeNumberField("train_size", learned.digits().trainSize());
    json.writeNumberField("test_size", learned.digits().testSize());
    json.writeNumberField("visible", learned.digits().machine().visible());
    json.writeNumberField("hidden", learned.digits().machine().hidden());
    json.writeNumberField("parameters", learned.digits().machine().dimension());
    json.writeArrayFieldStart("methods");
    for (DigitsRun run : learned.runs()) {
      json.writeStartObject();
      json.writeStringField("method", run.method());
      json.writeNumberField("steps", run.end().step());
      JsonText.number(json, "seconds", run.end().seconds());
      JsonText.number(json, "train_log_likelihood", run.end().logLikelihood());
      JsonText.number(json, "test_log_likelihood", run.testLogLikelihood());
      json.writeArrayFieldStart("history");
      for (DigitsRun.Point point : run.points()) {
        json.writeStartObject();
        json.writeNumberField("step", point.step());
        JsonText.number(json, "seconds", point.seconds());
        JsonText.number(json, "train_log_likelihood", point.logLikelihood());
        json.writeEndObject();
      }
      json.writeEndArray();
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeObjectFieldStart("log_partition");
    JsonText.number(json, "estimate", learned.annealed().logPartition());
    JsonText.number(json, "standard_error", learned.annealed().standardError());
    JsonText.number(json, "exact", learned.exact());
    JsonText.number(json, "effective_samples", learned.annealed().effectiveSamples());
    json.writeNumberField("chains", learned.annealed().chains());
    json.writeNumberField("temperatures", DigitsMachine.TEMPERATURES);
    JsonText.number(json, "test_log_likelihood", learned.annealedTestLogLikelihood());
    json.writeEndObject();
    json.writeEndObject();
  }
}
