package org.roperator.examples.command;

import java.io.PrintWriter;
import java.util.Locale;
import java.util.Map;
import org.roperator.examples.report.SpectrumReport;
import org.roperator.examples.report.SpectrumRun;
import org.roperator.nn.spectrum.BlockSpectrum;
import org.roperator.nn.spectrum.SpectrumSnapshot;
import org.roperator.spectrum.Estimate;
import org.roperator.spectrum.SpectralSummary;

/** Spectra as lines of plain text. */
final class SpectrumText {

  private SpectrumText() {}

  /** Prints the headings of the lines for snapshots. */
  static void heading(PrintWriter out, String unit) {
    out.printf(
        Locale.ROOT,
        "%9s  %10s  %10s  %10s  %10s  %9s%n",
        unit,
        "value",
        "largest",
        "smallest",
        "trace",
        "near zero");
  }

  /** Prints a line for a snapshot. */
  static void say(PrintWriter out, SpectrumSnapshot snapshot) {
    SpectralSummary whole = snapshot.spectra().get(0).summary();
    out.printf(
        Locale.ROOT,
        "%9d  %10.5f  %10.4g  %10.3g  %10.4g  %7.1f %%%n",
        snapshot.iteration(),
        snapshot.value(),
        whole.largest(),
        whole.smallest(),
        whole.trace(),
        100 * whole.nearZeroShare());
  }

  /** Prints what was found at the end. */
  static void say(PrintWriter out, SpectrumRun done) {
    out.printf(
        Locale.ROOT,
        "%-8s %10s  %10s  %10s  %18s  %10s  %9s  %9s%n",
        "block",
        "parameters",
        "largest",
        "smallest",
        "trace",
        "negative",
        "near zero",
        "entropy");
    for (BlockSpectrum spectrum : done.result().spectra()) {
      SpectralSummary s = spectrum.summary();
      out.printf(
          Locale.ROOT,
          "%-8s %,10d  %10.4g  %10.3g  %18s  %8.1f %%  %7.1f %%  %9.2f%n",
          spectrum.name(),
          s.dimension(),
          s.largest(),
          s.smallest(),
          SpectrumReport.withError(s.trace(), spectrum.traceError()),
          100 * s.negativeShare(),
          100 * s.nearZeroShare(),
          s.entropy());
    }
    out.println();
    out.println(done.result().pairs().outcome().explanation() + ": " + ends(done));
    Map<String, Estimate> traces = done.result().traces();
    out.println("Traces by layer from the same " + products(traces) + " products: " + text(traces));
    out.println();
  }

  private static String ends(SpectrumRun done) {
    return String.format(
        Locale.ROOT,
        "%d outermost eigenpairs, residuals up to %.1e, %d products",
        done.result().pairs().size(),
        done.result().pairs().largestResidual(),
        done.result().pairs().products());
  }

  private static int products(Map<String, Estimate> traces) {
    return traces.values().iterator().next().products();
  }

  private static String text(Map<String, Estimate> traces) {
    StringBuilder text = new StringBuilder();
    traces.forEach(
        (layer, trace) ->
            text.append(text.isEmpty() ? "" : ", ")
                .append(layer)
                .append(' ')
                .append(SpectrumReport.withError(trace.value(), trace.standardError())));
    return text.toString();
  }
}
