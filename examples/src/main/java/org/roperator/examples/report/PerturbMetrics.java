package org.roperator.examples.report;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import org.roperator.examples.blackbox.Job;
import org.roperator.examples.blackbox.Race;
import org.roperator.examples.blackbox.RaceResult;

/** Races as numbers for machines; docs/command-line.md lists the fields. */
public final class PerturbMetrics {

  private PerturbMetrics() {}

  /**
   * The content of metrics.json.
   *
   * @param report the races
   * @param version of this program
   */
  public static String json(PerturbReport report, String version) {
    Race race = report.results().get(0).race();
    return JsonText.object(
        json -> {
          json.writeStringField("command", "perturb");
          json.writeStringField("rop_version", version);
          json.writeStringField("command_line", report.commandLine());
          json.writeNumberField("seed", report.seed());
          json.writeNumberField("evaluations", race.evaluations());
          json.writeNumberField("variants", race.variants());
          JsonText.number(json, "seconds", report.seconds());
          json.writeBooleanField(
              "not_worse_than_spsa",
              report.results().stream().allMatch(RaceResult::isNotWorseThanSpsa));
          json.writeArrayFieldStart("jobs");
          for (RaceResult result : report.results()) {
            writeJob(json, result);
          }
          json.writeEndArray();
          json.writeStringField("blas", report.blas());
          json.writeNumberField("threads", report.threads());
          json.writeStringField(
              "java", System.getProperty("java.vm.name") + " " + Runtime.version());
        });
  }

  private static void writeJob(JsonGenerator json, RaceResult result) throws IOException {
    Job job = result.race().job();
    json.writeStartObject();
    json.writeStringField("job", job.name());
    json.writeStringField("measure", job.measure());
    json.writeStringField("winner", Race.methods().get(result.winner()));
    json.writeFieldName("parameters");
    json.writeArray(job.parameters().toArray(new String[0]), 0, job.parameters().size());
    json.writeFieldName("checkpoints");
    json.writeArray(result.race().checkpoints(), 0, result.last() + 1);
    json.writeArrayFieldStart("methods");
    for (int m = 0; m < Race.methods().size(); m++) {
      json.writeStartObject();
      json.writeStringField("method", Race.methods().get(m));
      JsonText.number(json, "median", result.median(m));
      JsonText.number(json, "lower_quartile", result.percentile(m, result.last(), 25));
      JsonText.number(json, "upper_quartile", result.percentile(m, result.last(), 75));
      json.writeNumberField("ahead_of_spsa", result.wins(m, 1));
      json.writeArrayFieldStart("medians");
      for (double median : PerturbReport.curve(result, m)) {
        json.writeNumber(median);
      }
      json.writeEndArray();
      json.writeArrayFieldStart("variants");
      for (RaceResult.Variant variant : result.variants()) {
        json.writeStartObject();
        json.writeNumberField("seed", variant.seed());
        JsonText.number(json, "start", variant.before());
        JsonText.number(json, "end", variant.after(m));
        double[] point = job.inUnits(variant.point(m));
        json.writeFieldName("point");
        json.writeArray(point, 0, point.length);
        json.writeEndObject();
      }
      json.writeEndArray();
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
  }
}
