package org.roperator.cli.command;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.roperator.cli.metrics.MetricsJson;
import org.roperator.cli.report.StudyPage;
import org.roperator.cli.study.Study;
import org.roperator.cli.study.StudyAnalysis;
import org.roperator.cli.study.StudyImages;
import org.roperator.cli.study.StudyMetrics;
import org.roperator.cli.study.StudyResult;
import org.roperator.cli.study.StudyRow;
import org.roperator.cli.study.StudySettings;
import org.roperator.data.BadInput;
import org.roperator.parallel.Workers;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code rop study}: many networks, their spectra, and how well they generalize. */
@Command(
    name = "study",
    header = "Ask of many networks whether their spectra tell how well they generalize.",
    description = {
      "%nTrains each network of a grid on each data set with some labels wrong, measures the Hessian"
          + " of the whole and of each layer at the start, early and at the end, and correlates what"
          + " it finds with the gap between test and training loss. Results go into study.csv as"
          + " they come; the same command again goes on where it was interrupted.%n"
    },
    footer = {
      "",
      "Examples:",
      "  rop study --quick",
      "  rop study --sets wine,digits --noise 0,0.3 --hidden none/4/64/16,16 --seeds 5",
      "  rop study --images /usr/share/datasets/fashion-mnist"
    })
final class StudyCommand implements Callable<Integer> {

  private static final String NETWORKS = "none/2/8/32/128/16,16";
  private static final String QUICK_NETWORKS = "2/16/64";

  @Option(
      names = "--quick",
      description = "Six sets, three networks, two seeds and fewer steps, unless given otherwise.")
  private boolean quick;

  @Option(
      names = "--sets",
      paramLabel = "NAMES",
      description =
          "Some of digits, breast-cancer, iris, wine, rings, spirals, mixture, wide, xor, teacher"
              + " (default: all).")
  private @Nullable String sets;

  @Option(
      names = "--images",
      paramLabel = "DIR",
      description = "A folder of IDX files, such as Fashion-MNIST, as one more set.")
  private @Nullable Path images;

  @Option(
      names = "--noise",
      paramLabel = "SHARES",
      description = "Shares of wrong labels (default: 0,0.3).")
  private @Nullable String noise;

  @Option(
      names = "--hidden",
      paramLabel = "NETWORKS",
      description =
          "Hidden layers of each network, between slashes (default: "
              + NETWORKS
              + "; with --quick "
              + QUICK_NETWORKS
              + ").")
  private @Nullable String hidden;

  @Option(
      names = "--seeds",
      paramLabel = "N",
      description = "How many seeds, from --seed on (default: 3; with --quick 2).")
  private @Nullable Integer seeds;

  @Option(
      names = "--train-steps",
      paramLabel = "N",
      description = "Steps of Adam for each network (default: 1000; with --quick 600).")
  private @Nullable Integer steps;

  @Option(
      names = "--examples",
      paramLabel = "N",
      defaultValue = "300",
      description =
          "At most so many examples to train on, and to test on (default: ${DEFAULT-VALUE}).")
  private int examples;

  @Mixin private RunOptions run;

  @Override
  public Integer call() throws IOException {
    PrintWriter out = run.out();
    Stopwatch watch = Stopwatch.started();
    StudySettings settings = settings();
    Workers workers = run.workers();
    OutputFolder folder = run.folder();
    Path table = folder.file("study.csv");
    Study study = Study.open(settings, table, lost -> run.err().println("rop: " + lost + "."));
    out.printf(
        Locale.ROOT,
        "%,d networks: %s%n%s%n",
        settings.networkCount(),
        settings.fingerprint(),
        PlainText.means(RunOptions.blas(), workers.threads()));
    if (study.alreadyDone() > 0) {
      out.printf(Locale.ROOT, "%,d of them are in %s already%n", study.alreadyDone(), table);
    }
    out.println();
    AtomicInteger known = new AtomicInteger(study.alreadyDone());
    folder.whenInterrupted(() -> leave(folder, table, known.get(), settings.networkCount()));
    List<StudyRow> rows = rows(study, workers, progress(out, watch, known), table);
    StudyResult result =
        new StudyResult(
            settings,
            rows,
            StudyAnalysis.associations(rows, run.seed(), workers),
            run.circumstances(workers),
            watch.seconds());
    folder.note(table.getFileName().toString());
    folder.write(
        MetricsJson.of(StudyMetrics.of(BuildVersion.number(), result)),
        () -> StudyPage.html(result));
    out.println();
    out.println(
        "Spearman's rho with the gap (test loss - training loss) at the end, 95 % intervals:");
    out.println();
    PlainText.table(out, StudyResult.headings(), result.rowsAtTheEnd());
    out.println();
    result.warning().ifPresent(out::println);
    folder.sayWhere(out);
    out.println("Table    " + table);
    return ExitCode.OK;
  }

  private static List<StudyRow> rows(
      Study study, Workers workers, Study.Progress progress, Path table) {
    try {
      return study.run(workers, progress);
    } catch (UncheckedIOException | IOException full) {
      Throwable cause = full instanceof UncheckedIOException ? full.getCause() : full;
      throw new BadInput(
          table,
          "it takes no more rows ("
              + cause
              + "); the same command goes on from the last network that is whole.");
    }
  }

  private void leave(OutputFolder folder, Path table, int known, int all) {
    folder.deleteIfEmpty();
    run.err()
        .printf(
            Locale.ROOT,
            "Interrupted; %,d of %,d networks are in %s; the same command goes on from there.%n",
            known,
            all,
            table);
  }

  private StudySettings settings() {
    StudyImages folder =
        images == null ? StudyImages.none() : StudyImages.read(images, ReadLines.to(run.out()));
    List<String> chosen = chosenSets();
    if (images != null) {
      if (Study.sets().contains(folder.name())) {
        throw new BadInput(
            "The set of --images "
                + images
                + " would be called \""
                + folder.name()
                + "\", as one that is there already; give it by another name.");
      }
      chosen.add(folder.name());
    }
    return new StudySettings(
        chosen,
        folder,
        noises(),
        networks(),
        new StudySettings.Seeds(
            run.seed(), Options.upTo(10_000, "--seeds", seeds == null ? (quick ? 2 : 3) : seeds)),
        Options.positive("--train-steps", steps == null ? (quick ? 600 : 1000) : steps),
        Options.upTo(1_000_000, "--examples", Options.atLeast(10, "--examples", examples)));
  }

  private List<String> chosenSets() {
    if (sets == null) {
      List<String> quickSets =
          List.of("digits", "breast-cancer", "iris", "wine", "rings", "teacher");
      return new ArrayList<>(quick ? quickSets : Study.sets());
    }
    return distinct(
        "--sets", Options.chosen("--sets", "set", sets, Study.sets(), Function.identity()));
  }

  private List<Double> noises() {
    List<Double> shares = new ArrayList<>();
    String given = noise == null ? "0,0.3" : noise;
    for (String text : given.split(",", -1)) {
      double share = text.strip().matches("[0-9]*\\.?[0-9]+") ? Double.parseDouble(text) : -1;
      if (!(share >= 0 && share < 1)) {
        throw new BadInput(
            "--noise is \"" + given + "\", but must be shares in [0, 1), such as 0,0.2.");
      }
      shares.add(share);
    }
    return distinct("--noise", shares);
  }

  private List<List<Integer>> networks() {
    String given = hidden == null ? (quick ? QUICK_NETWORKS : NETWORKS) : hidden;
    List<List<Integer>> networks = new ArrayList<>();
    for (String text : given.split("/", -1)) {
      networks.add(NetworkOptions.widths(text));
    }
    return distinct("--hidden", networks);
  }

  private static <T> List<T> distinct(String option, List<T> given) {
    if (given.stream().distinct().count() < given.size()) {
      throw new BadInput(option + " names something twice: " + given + ".");
    }
    return given;
  }

  private static Study.Progress progress(PrintWriter out, Stopwatch watch, AtomicInteger known) {
    int before = known.get();
    return (key, done, all) -> {
      known.accumulateAndGet(done, Math::max);
      int every = Math.max(1, all / 20);
      if (done % every == 0 || done == all) {
        synchronized (out) {
          out.printf(
              Locale.ROOT,
              "%5d of %d  %-34s  %6s  %6s%n",
              done,
              all,
              String.join(" ", key),
              watch.time(),
              watch.left(done - before, all - done));
        }
      }
    };
  }
}
