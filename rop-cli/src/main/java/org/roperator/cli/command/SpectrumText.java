package org.roperator.cli.command;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.roperator.cli.report.SpectrumPage;
import org.roperator.cli.run.Numbers;
import org.roperator.cli.spectra.SpectrumRun;
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
        "%9s  %9s  %9s  %9s  %9s  %9s  %6s%n",
        unit,
        "value",
        "largest",
        "smallest",
        "trace",
        "near zero",
        "left");
  }

  /**
   * Prints a line for a snapshot.
   *
   * @param left how long the rest takes
   */
  static void say(PrintWriter out, SpectrumSnapshot snapshot, String left) {
    SpectralSummary whole = snapshot.spectra().get(0).summary();
    out.printf(
        Locale.ROOT,
        "%9d  %9.5f  %9.4g  %9.3g  %9.4g  %7.1f %%  %6s%n",
        snapshot.iteration(),
        snapshot.value(),
        whole.largest(),
        whole.smallest(),
        whole.trace(),
        100 * whole.signs().nearZeroShare(),
        left);
  }

  /** Prints what was found at the end. */
  static void say(PrintWriter out, SpectrumRun done) {
    List<String> headings =
        List.of(
            "block", "size", "largest", "smallest", "trace", "negative", "near zero", "entropy");
    List<List<String>> rows = new ArrayList<>();
    for (BlockSpectrum spectrum : done.result().spectra()) {
      SpectralSummary summary = spectrum.summary();
      rows.add(
          List.of(
              spectrum.name(),
              String.format(Locale.ROOT, "%,d", summary.dimension()),
              Numbers.orWord("%.4g", summary.largest(), "–"),
              Numbers.orWord("%.3g", summary.smallest(), "–"),
              SpectrumPage.withError(summary.trace(), spectrum.traceError()),
              Numbers.orWord("%.1f %%", 100 * summary.signs().negativeShare(), "–"),
              Numbers.orWord("%.1f %%", 100 * summary.signs().nearZeroShare(), "–"),
              Numbers.orWord("%.2f", summary.ranks().entropy(), "–")));
    }
    PlainText.table(out, headings, rows);
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
                .append(SpectrumPage.withError(trace.value(), trace.standardError())));
    return text.toString();
  }
}
