package org.roperator.cli.command;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import org.roperator.boltzmann.BoltzmannMachine;
import org.roperator.cli.boltzmann.BoltzmannMetrics;
import org.roperator.cli.boltzmann.DigitsRun;
import org.roperator.cli.boltzmann.LearnedDigits;
import org.roperator.cli.boltzmann.Race;
import org.roperator.cli.metrics.MetricsJson;
import org.roperator.cli.report.BoltzmannPage;
import org.roperator.cli.report.BoltzmannReport;
import org.roperator.cli.run.Circumstances;
import org.roperator.cli.run.HvCheck;
import org.roperator.data.weights.SafeTensors;

/** What a run of {@code rop boltzmann} leaves in its folder, each as soon as it is known. */
final class BoltzmannOutputs {

  private final OutputFolder folder;
  private final Circumstances circumstances;
  private final long began = System.nanoTime();
  private BoltzmannReport report;

  BoltzmannOutputs(OutputFolder folder, Circumstances circumstances) {
    this.folder = folder;
    this.circumstances = circumstances;
    this.report =
        BoltzmannReport.none(
            new BoltzmannReport.Circumstances(
                circumstances.commandLine(),
                circumstances.seed(),
                circumstances.threads(),
                circumstances.blas(),
                0));
  }

  /** A race, over or not. */
  void know(Race race) {
    know(report.with(race));
  }

  /** The check of products. */
  void know(HvCheck check) {
    know(report.with(check));
  }

  /** What is known of the digits. */
  void know(LearnedDigits learned) {
    know(report.with(learned));
  }

  /** What is known of the digits with a further point of a run, and the weights there. */
  void know(LearnedDigits learned, BoltzmannMachine machine, DigitsRun run) {
    try {
      folder.write(
          weights(run.method()),
          SafeTensors.content(
              machine.layout(),
              run.parameters(),
              Map.of(
                  "made_by",
                  "rop " + BuildVersion.number(),
                  "method",
                  run.method(),
                  "steps",
                  Integer.toString(run.end().step()))));
    } catch (IOException nowhere) {
      throw new UncheckedIOException(nowhere);
    }
    know(learned.with(run));
  }

  private void know(BoltzmannReport more) {
    report = after(more);
    folder.writeSoFar(metrics());
  }

  private String metrics() {
    return MetricsJson.of(
        BoltzmannMetrics.of(
            BuildVersion.number(),
            circumstances,
            report.circumstances().seconds(),
            report.races(),
            report.learned(),
            report.check()));
  }

  private BoltzmannReport after(BoltzmannReport known) {
    return known.after((System.nanoTime() - began) / 1e9);
  }

  private static String weights(String method) {
    return method.replace(' ', '-') + ".safetensors";
  }

  /** Writes the page, now that all is known, and says where everything is. */
  void finish(List<DigitsRun> runs, PrintWriter out) throws IOException {
    report = after(report);
    folder.write(metrics(), () -> BoltzmannPage.html(report));
    folder.sayWhere(out);
    for (DigitsRun run : runs) {
      out.println("Weights  " + folder.file(weights(run.method())));
    }
  }
}
