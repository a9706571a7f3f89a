package org.roperator.cli.command;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.roperator.cli.fit.Coefficient;
import org.roperator.cli.fit.Examples;
import org.roperator.cli.fit.ExamplesReader;
import org.roperator.cli.fit.FitMetrics;
import org.roperator.cli.fit.FitProgress;
import org.roperator.cli.fit.FitResult;
import org.roperator.cli.fit.Fitter;
import org.roperator.cli.fit.ModelKind;
import org.roperator.cli.fit.Request;
import org.roperator.cli.fit.ResidualLoss;
import org.roperator.cli.fit.Roles;
import org.roperator.cli.fit.Sample;
import org.roperator.cli.fit.Terms;
import org.roperator.cli.metrics.MetricsJson;
import org.roperator.cli.report.FitPage;
import org.roperator.cli.run.Circumstances;
import org.roperator.cli.spectra.GrowingTable;
import org.roperator.data.BadInput;
import org.roperator.data.Excerpt;
import org.roperator.data.HeaderLine;
import org.roperator.data.TextTable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code rop fit}: fits a statistical model to a table. */
@Command(
    name = "fit",
    header = "Fit a statistical model to a table.",
    description = {
      "%nExplains a column of a CSV file by the others: numbers, two classes, counts or lifetimes."
          + " Coefficients have standard errors from the exact Hessian, tests and intervals; the"
          + " covariance goes into covariance.csv. Columns of words are categories. Exit code 1 if"
          + " the best fit was not found.%n"
    },
    footer = {
      "",
      "Examples:",
      "  rop fit",
      "  rop fit --model weibull",
      "  rop fit --data visits.csv --model poisson --target visits --exposure years",
      "  rop fit --data plant.csv --model linear --loss huber --factor line"
    })
final class FitCommand implements Callable<Integer> {

  private static final String COVARIANCE = "covariance.csv";

  /** Whoever waits longer than this sees how far it is. */
  private static final double SECONDS_OF_SILENCE = 2;

  @Option(
      names = "--data",
      paramLabel = "FILE",
      description =
          "A CSV file (.gz or not), or one of the embedded o-rings, beetles, horse-kicks,"
              + " salmonella, leukemia, longley, stack-loss (default: one for the model).")
  private @Nullable String data;

  @Option(
      names = "--header",
      paramLabel = "WHEN",
      defaultValue = "AUTO",
      description =
          "Files: whether the first line names the columns: auto, yes or no (default: auto, which"
              + " is yes if it holds no number).")
  private HeaderLine header;

  @Option(
      names = "--model",
      paramLabel = "NAME",
      description =
          "linear, logistic, poisson, negative-binomial, exponential or weibull (default: that of"
              + " the embedded data; logistic).")
  private @Nullable String model;

  @Option(
      names = "--loss",
      paramLabel = "NAME",
      description =
          "linear: what residuals cost: squared, huber, soft-l1, cauchy or tukey (default:"
              + " squared).")
  private @Nullable String loss;

  @Option(
      names = "--residual-scale",
      paramLabel = "X",
      description =
          "linear, but for squared: the scale of residuals (default: their median size over"
              + " 0.6745).")
  private @Nullable Double residualScale;

  @Mixin private FitColumns columns;

  @Option(
      names = "--missing",
      paramLabel = "HOW",
      defaultValue = "REFUSE",
      description =
          "refuse tables with missing fields, or drop their rows (default: refuse); empty, NA,"
              + " NaN, null, ? and . are missing.")
  private Request.Missing missing;

  @Option(
      names = "--confidence",
      paramLabel = "C",
      defaultValue = "0.95",
      description = "Of the intervals, between 0 and 1 (default: ${DEFAULT-VALUE}).")
  private double confidence;

  @Mixin private RunOptions run;

  @Override
  public Integer call() throws IOException {
    PrintWriter out = run.out();
    Fitter fitter = fitter();
    Circumstances circumstances = run.circumstances(run.workers());
    Examples examples = examples(fitter.kind());
    say(out, examples, fitter);
    FitResult fit = fitter.fit(examples, progress(out));
    OutputFolder folder = run.folder();
    folder.write(COVARIANCE, file -> Files.writeString(file, covariance(fit)));
    folder.write(
        MetricsJson.of(FitMetrics.of(BuildVersion.number(), circumstances, fit)),
        () -> FitPage.html(fit, circumstances));
    FitText.say(out, fit);
    folder.sayWhere(out);
    out.println("Covariance  " + folder.file(COVARIANCE));
    return fit.course().converged() ? ExitCode.OK : ExitCode.BAD_RESULT;
  }

  private Optional<Sample> sample() {
    return data == null ? Optional.of(Sample.of(kindOf("logistic"))) : Sample.named(data);
  }

  /** The model that was named, or another. */
  private ModelKind kindOf(String otherwise) {
    return Options.chosen(
            "--model",
            "model",
            model == null ? otherwise : model,
            List.of(ModelKind.values()),
            ModelKind::label)
        .get(0);
  }

  private Fitter fitter() {
    if (!(confidence > 0 && confidence < 1)) {
      throw new BadInput("--confidence is " + confidence + ", but must lie between 0 and 1.");
    }
    Optional<Sample> sample = sample();
    if (model == null && sample.isEmpty()) {
      requireFile();
      throw new BadInput(
          "--model is missing; say what explains the target of "
              + data
              + ": "
              + String.join(", ", Stream.of(ModelKind.values()).map(ModelKind::label).toList())
              + ".");
    }
    ModelKind kind = kindOf(sample.map(one -> one.kind().label()).orElse(""));
    columns.requireUse(kind);
    if (kind != ModelKind.LINEAR) {
      Options.refuse("--loss", loss, "--model linear");
    }
    ResidualLoss cost =
        Options.chosen(
                "--loss",
                "loss",
                loss == null ? "squared" : loss,
                List.of(ResidualLoss.values()),
                ResidualLoss::label)
            .get(0);
    if (kind != ModelKind.LINEAR || cost == ResidualLoss.SQUARED) {
      Options.refuse(
          "--residual-scale", residualScale, "--model linear with a --loss that is not squared");
    }
    OptionalDouble scale =
        residualScale == null
            ? OptionalDouble.empty()
            : OptionalDouble.of(Options.positive("--residual-scale", residualScale));
    return new Fitter(kind, cost, scale, confidence);
  }

  private Path requireFile() {
    if (data == null || data.isBlank()) {
      throw new BadInput("--data is empty; name a file or one of the embedded tables.");
    }
    Path path = Path.of(data);
    if (!Files.exists(path)) {
      throw new BadInput(
          path,
          "there is no such file, nor an embedded table of that name ("
              + String.join(", ", Sample.labels())
              + ").");
    }
    if (Files.isDirectory(path)) {
      throw new BadInput(path, "is a folder, but a CSV file is wanted.");
    }
    return path;
  }

  private Examples examples(ModelKind kind) {
    Optional<Sample> sample = sample();
    Roles usual = sample.map(Sample::roles).orElse(Roles.none());
    Terms terms = columns.terms(sample.map(Sample::terms).orElse(Terms.all()));
    if (sample.isPresent()) {
      Options.refuse(
          "--header",
          run.wasGiven("--header") ? header : null,
          "CSV files, but the data are embedded");
    }
    TextTable table =
        sample.isPresent()
            ? sample.get().read()
            : TextTable.read(requireFile(), header, ReadLines.to(run.out()));
    return ExamplesReader.read(
        table, new Request(kind, columns.roles(usual, kind), terms, missing));
  }

  private static void say(PrintWriter out, Examples examples, Fitter fitter) {
    out.println(
        Excerpt.of(examples.name())
            + ": "
            + FitText.count(examples.size())
            + " examples"
            + examples
                .events()
                .map(events -> ", " + FitText.count(events) + " with their event")
                .orElse(""));
    examples.remarks().forEach(remark -> out.println("  " + remark));
    out.println(
        fitter.kind().label()
            + (fitter.kind() == ModelKind.LINEAR ? ", loss " + fitter.loss().label() : "")
            + ": "
            + fitter.kind().formula()
            + "; target "
            + Excerpt.of(examples.targetName())
            + ", "
            + examples.coefficients()
            + (examples.coefficients() == 1 ? " coefficient" : " coefficients"));
    out.println();
  }

  /** A line every other second, for whoever waits. */
  private static FitProgress progress(PrintWriter out) {
    Stopwatch watch = Stopwatch.started();
    double[] next = {SECONDS_OF_SILENCE};
    return (iteration, value) -> {
      if (watch.seconds() > next[0]) {
        next[0] = watch.seconds() + SECONDS_OF_SILENCE;
        out.printf(
            Locale.ROOT, "iteration %d  mean loss %.8g  %s%n", iteration, value, watch.time());
      }
    };
  }

  private static String covariance(FitResult fit) {
    List<String> names = new ArrayList<>();
    Stream.of(fit.coefficients(), fit.further())
        .flatMap(List::stream)
        .map(Coefficient::name)
        .forEach(names::add);
    List<String> headings = new ArrayList<>(List.of(""));
    headings.addAll(names);
    StringBuilder text = new StringBuilder(GrowingTable.line(headings));
    fit.covariance().table(names).forEach(line -> text.append(GrowingTable.line(line)));
    return text.toString();
  }
}
