package org.roperator.examples.report;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.roperator.examples.spectra.Directions;
import org.roperator.nn.spectrum.BlockSpectrum;
import org.roperator.nn.spectrum.SpectrumSnapshot;
import org.roperator.spectrum.Estimate;
import org.roperator.spectrum.SpectralSummary;

/** The numbers of {@code rop spectrum}. */
public final class SpectrumMetrics {

  private SpectrumMetrics() {}

  /**
   * The content of metrics.json.
   *
   * @param version of this program
   */
  public static String json(SpectrumRun run, String version) {
    return JsonText.object(
        json -> {
          json.writeStringField("command", "spectrum");
          json.writeStringField("rop_version", version);
          SetupFields.write(json, run.setup());
          json.writeStringField("method", run.method());
          json.writeNumberField("epochs_or_iterations", run.iterations());
          json.writeStringField("matrix", run.settings().matrix().name().toLowerCase(Locale.ROOT));
          json.writeNumberField("examples", run.examples());
          json.writeNumberField("steps", run.settings().steps());
          json.writeNumberField("probes", run.settings().probes());
          JsonText.number(json, "train_loss", run.trainLoss());
          JsonText.number(json, "test_loss", run.testLoss());
          JsonText.number(json, "test_accuracy", run.testAccuracy());
          JsonText.number(json, "value", run.result().value());
          JsonText.number(json, "gradient_norm", run.result().gradientNorm());
          JsonText.number(json, "seconds", run.seconds());
          spectra(json, run.result().spectra());
          traces(json, run.result().traces());
          pairs(json, run);
          slices(json, run.result().slices());
          json.writeArrayFieldStart("snapshots");
          for (SpectrumSnapshot snapshot : run.snapshots()) {
            json.writeStartObject();
            json.writeNumberField("iteration", snapshot.iteration());
            JsonText.number(json, "value", snapshot.value());
            json.writeNumberField("products", snapshot.products());
            spectra(json, snapshot.spectra());
            json.writeEndObject();
          }
          json.writeEndArray();
        });
  }

  private static void spectra(JsonGenerator json, List<BlockSpectrum> spectra) throws IOException {
    json.writeArrayFieldStart("spectra");
    for (BlockSpectrum spectrum : spectra) {
      SpectralSummary s = spectrum.summary();
      json.writeStartObject();
      json.writeStringField("block", spectrum.name());
      json.writeNumberField("dimension", s.dimension());
      json.writeStringField("source", spectrum.source().name());
      json.writeStringField("outcome", spectrum.outcome().name());
      json.writeNumberField("products", spectrum.products());
      JsonText.number(json, "lambda_max", s.largest());
      JsonText.number(json, "lambda_min", s.smallest());
      JsonText.number(json, "trace", s.trace());
      JsonText.number(json, "trace_error", spectrum.traceError());
      JsonText.number(json, "frobenius_norm", s.frobeniusNorm());
      JsonText.number(json, "positive_condition", s.positiveCondition());
      JsonText.number(json, "negative_share", s.negativeShare());
      JsonText.number(json, "negative_mass", s.negativeMass());
      JsonText.number(json, "near_zero_share", s.nearZeroShare());
      JsonText.number(json, "trace_rank", s.traceRank());
      JsonText.number(json, "frobenius_rank", s.frobeniusRank());
      JsonText.number(json, "entropy", s.entropy());
      numbers(json, "quantiles", spectrum.quantiles());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static void traces(JsonGenerator json, Map<String, Estimate> traces) throws IOException {
    json.writeArrayFieldStart("shared_traces");
    for (Map.Entry<String, Estimate> trace : traces.entrySet()) {
      json.writeStartObject();
      json.writeStringField("block", trace.getKey());
      JsonText.number(json, "trace", trace.getValue().value());
      JsonText.number(json, "standard_error", trace.getValue().standardError());
      json.writeNumberField("products", trace.getValue().products());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static void pairs(JsonGenerator json, SpectrumRun run) throws IOException {
    json.writeObjectFieldStart("eigenpairs");
    json.writeStringField("outcome", run.result().pairs().outcome().name());
    json.writeNumberField("products", run.result().pairs().products());
    json.writeArrayFieldStart("pairs");
    for (Directions.Direction direction : run.result().directions()) {
      json.writeStartObject();
      JsonText.number(json, "eigenvalue", direction.eigenvalue());
      JsonText.number(json, "residual", direction.residual());
      JsonText.number(json, "gradient_overlap", direction.overlap());
      json.writeObjectFieldStart("layer_shares");
      for (Map.Entry<String, Double> share : direction.shares().entrySet()) {
        JsonText.number(json, share.getKey(), share.getValue());
      }
      json.writeEndObject();
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private static void slices(JsonGenerator json, List<Directions.Slice> slices) throws IOException {
    json.writeArrayFieldStart("slices");
    for (Directions.Slice slice : slices) {
      json.writeStartObject();
      json.writeStringField("along", slice.name());
      numbers(json, "step", slice.steps());
      numbers(json, "value", slice.values());
      numbers(json, "quadratic", slice.quadratic());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static void numbers(JsonGenerator json, String name, List<Double> numbers)
      throws IOException {
    json.writeArrayFieldStart(name);
    for (double x : numbers) {
      if (Double.isFinite(x)) {
        json.writeNumber(x);
      } else {
        json.writeNull();
      }
    }
    json.writeEndArray();
  }
}
