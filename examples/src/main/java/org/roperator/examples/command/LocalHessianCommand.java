package org.roperator.examples.command;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.roperator.dense.Blas;
import org.roperator.examples.data.BadInput;
import org.roperator.examples.data.Dataset;
import org.roperator.examples.data.TrainTest;
import org.roperator.examples.matching.ConditioningRun;
import org.roperator.examples.matching.SpectrumCase;
import org.roperator.examples.matching.TrainingComparison.MethodResult;
import org.roperator.examples.matching.TrainingPlan;
import org.roperator.examples.report.LocalHessianMetrics;
import org.roperator.examples.report.LocalHessianPage;
import org.roperator.examples.report.LocalHessianReport;
import org.roperator.examples.report.Setup;
import org.roperator.function.Workers;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code rop local-hessian}: local Hessians of back-propagation, and rates made of them. */
@Command(
    name = "local-hessian",
    header = "Measure local Hessians down deep networks, and train with rates made of them.",
    description = {
      "%nBack-propagation is one gradient step on a loss between blocks (Zhang, Chen & Liu 2018)."
          + " Measures the Hessians of these losses: their spectra at the start beside the law of"
          + " Marchenko and Pastur, and their condition down plain, skip and batch-norm networks."
          + " Then compares scale-amended SGD, made of them, with momentum SGD and LARS.%n"
    },
    sortOptions = false,
    mixinStandardHelpOptions = true,
    versionProvider = BuildVersion.class,
    footer = {
      "",
      "Examples:",
      "  rop local-hessian",
      "  rop local-hessian --parts spectra,conditions",
      "  rop local-hessian --parts training --network vgg --seeds 3",
      "  rop local-hessian --parts training --data fashion-mnist --epochs 5"
    })
final class LocalHessianCommand implements Callable<Integer> {

  /** Half decades: no method's best rate lay outside them on the digits. */
  private static final List<Double> RATES =
      List.of(0.0003, 0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1.0, 3.0);

  private static final int TUNING_SEEDS = 2;
  private static final double DECAY = 1e-4;

  /**
   * Moments so many standard errors off are no chance; three happen in one run of twenty, of twelve
   * moments with errors from ten draws.
   */
  private static final double STRAY = 6;

  @Spec private CommandSpec spec;

  /** What there is to do. */
  enum Part {
    /** Spectra beside the law. */
    SPECTRA,
    /** Conditions down deep networks. */
    CONDITIONS,
    /** The comparison of methods. */
    TRAINING
  }

  @Option(
      names = "--parts",
      paramLabel = "NAMES",
      defaultValue = "spectra,conditions,training",
      description = "Some of spectra, conditions, training (default: all).")
  private String parts;

  @Option(
      names = "--draws",
      paramLabel = "N",
      defaultValue = "10",
      description =
          "Draws of Gaussian weights for each spectrum, at least 2 (default: ${DEFAULT-VALUE}).")
  private int draws;

  @Option(
      names = "--blocks",
      paramLabel = "N",
      defaultValue = "12",
      description = "Blocks whose conditions are measured (default: ${DEFAULT-VALUE}).")
  private int blocks;

  @Option(
      names = "--network",
      paramLabel = "KIND",
      defaultValue = "MLP",
      description =
          "What is trained: mlp, fully connected; vgg, a small convolutional network for images"
              + " (default: ${DEFAULT-VALUE}).")
  private TrainingPlan.Kind kind;

  @Option(
      names = "--depth",
      paramLabel = "N",
      defaultValue = "12",
      description = "Hidden layers of the fully connected network (default: ${DEFAULT-VALUE}).")
  private int depth;

  @Option(
      names = "--width",
      paramLabel = "N",
      defaultValue = "48",
      description = "Their width (default: ${DEFAULT-VALUE}).")
  private int width;

  @Option(
      names = "--seeds",
      paramLabel = "N",
      defaultValue = "5",
      description = "How many seeds, from --seed on (default: ${DEFAULT-VALUE}).")
  private int seeds;

  @Option(
      names = "--epochs",
      paramLabel = "N",
      defaultValue = "15",
      description = "How many epochs each run takes (default: ${DEFAULT-VALUE}).")
  private int epochs;

  @Option(
      names = "--batch-size",
      paramLabel = "N",
      defaultValue = "64",
      description = "Examples per step, at least 2 (default: ${DEFAULT-VALUE}).")
  private int batch;

  @Option(
      names = "--rates",
      paramLabel = "LIST",
      description = "Learning rates every method tries (default: 0.0003 to 3 in half decades).")
  private @Nullable String rates;

  @Mixin private DataOptions data;
  @Mixin private RunOptions run;

  @Override
  public Integer call() throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    long began = System.nanoTime();
    List<Part> chosen = chosen();
    TrainingPlan plan = plan();
    Workers workers = run.workers();
    TrainTest examples = data.read(run.seed());
    Setup setup = setup(examples, plan, workers);
    OutputFolder folder = OutputFolder.prepare(run.outOr("local-hessian"));
    describe(out, setup, plan);
    LocalHessianParts measured = new LocalHessianParts(run.seed(), workers, out);
    List<SpectrumCase> spectra =
        chosen.contains(Part.SPECTRA) ? measured.spectra(draws) : List.of();
    List<ConditioningRun> conditions =
        chosen.contains(Part.CONDITIONS)
            ? measured.conditions(examples, blocks, epochs)
            : List.of();
    List<MethodResult> methods =
        chosen.contains(Part.TRAINING) ? measured.training(plan, examples) : List.of();
    double seconds = (System.nanoTime() - began) / 1e9;
    LocalHessianReport report =
        new LocalHessianReport(setup, spectra, conditions, plan, methods, seconds);
    folder.write("metrics.json", LocalHessianMetrics.json(report, BuildVersion.number()));
    folder.write("report.html", LocalHessianPage.html(report));
    say(out, report, folder);
    return exitCode(report);
  }

  /** Bad if a spectrum strays from the law, or a run at the best rate diverged. */
  static int exitCode(LocalHessianReport report) {
    boolean stray = report.spectra().stream().anyMatch(c -> c.largestDeviation() > STRAY);
    boolean diverged =
        report.methods().stream()
            .flatMap(method -> method.runs().stream())
            .anyMatch(r -> r.outcome().equals("NOT_FINITE"));
    return stray || diverged ? Rop.BAD_RESULT : Rop.OK;
  }

  private List<Part> chosen() {
    List<Part> chosen = new ArrayList<>();
    for (String name : parts.split(",", -1)) {
      chosen.add(
          Arrays.stream(Part.values())
              .filter(part -> part.name().equalsIgnoreCase(name.strip()))
              .findFirst()
              .orElseThrow(
                  () ->
                      new BadInput(
                          "There is no part \""
                              + name
                              + "\" in --parts; there are spectra, conditions, training.")));
    }
    return chosen;
  }

  private TrainingPlan plan() {
    Options.positive("--depth", depth);
    Options.positive("--width", width);
    Options.positive("--seeds", seeds);
    Options.positive("--epochs", epochs);
    Options.positive("--blocks", blocks);
    if (draws < 2) {
      throw new BadInput("--draws is " + draws + ", but standard errors need at least 2.");
    }
    if (batch < 2) {
      throw new BadInput(
          "--batch-size is " + batch + ", but batch normalisation needs at least 2 examples.");
    }
    return new TrainingPlan(
        kind, depth, width, epochs, batch, DECAY, tried(), TUNING_SEEDS, seeds, run.seed());
  }

  private List<Double> tried() {
    if (rates == null) {
      return RATES;
    }
    List<Double> tried = new ArrayList<>();
    for (String text : rates.split(",", -1)) {
      double rate;
      try {
        rate = Double.parseDouble(text.strip());
      } catch (NumberFormatException none) {
        rate = Double.NaN;
      }
      if (!(rate > 0 && rate < Double.POSITIVE_INFINITY)) {
        throw new BadInput("--rates has \"" + text + "\", but rates must be numbers above 0.");
      }
      tried.add(rate);
    }
    return tried.stream().distinct().sorted().toList();
  }

  private Setup setup(TrainTest examples, TrainingPlan plan, Workers workers) {
    Dataset train = examples.train();
    if (plan.kind() == TrainingPlan.Kind.VGG
        && train.imageShape().filter(s -> s.height() >= 4 && s.width() >= 4).isEmpty()) {
      throw new BadInput(
          "--network vgg needs images of at least 4 × 4, but "
              + train.name()
              + " has none; take --network mlp.");
    }
    int parameters =
        plan.network(train.width(), train.imageShape(), train.classes().size()).dimension();
    return new Setup(
        examples,
        plan.kind() == TrainingPlan.Kind.MLP
            ? Collections.nCopies(plan.depth(), plan.width())
            : List.of(32),
        "relu",
        DECAY,
        parameters,
        run.seed(),
        workers.threads(),
        Blas.choice().description(),
        "rop " + String.join(" ", spec.commandLine().getParseResult().originalArgs()));
  }

  private static void describe(PrintWriter out, Setup setup, TrainingPlan plan) {
    Dataset train = setup.data().train();
    out.printf(
        Locale.ROOT,
        "%s: %,d examples to train on, %,d to test on%n"
            + "trained: %s, %,d parameters%n"
            + "%s; %d thread%s%n%n",
        train.name(),
        train.size(),
        setup.data().test().size(),
        plan.describe(),
        setup.parameters(),
        setup.blas(),
        setup.threads(),
        setup.threads() == 1 ? "" : "s");
  }

  private static void say(PrintWriter out, LocalHessianReport report, OutputFolder folder) {
    table(out, report.spectrumHeadings(), report.spectrumRows());
    table(out, report.conditionHeadings(), report.conditionRows());
    table(out, report.methodHeadings(), report.methodRows());
    out.println();
    report.findings().forEach(out::println);
    out.println();
    out.println("Report   " + folder.file("report.html"));
    out.println("Numbers  " + folder.file("metrics.json"));
  }

  private static void table(PrintWriter out, List<String> headings, List<List<String>> rows) {
    if (rows.isEmpty()) {
      return;
    }
    List<List<String>> lines = new ArrayList<>(List.of(headings));
    lines.addAll(rows);
    out.println();
    for (List<String> line : lines) {
      StringBuilder text = new StringBuilder();
      for (int column = 0; column < line.size(); column++) {
        int at = column;
        int width = lines.stream().mapToInt(l -> l.get(at).length()).max().orElse(0);
        String format = column == 0 ? "%-" + width + "s" : "  %" + width + "s";
        text.append(String.format(Locale.ROOT, format, line.get(column)));
      }
      out.println(text);
    }
  }
}
