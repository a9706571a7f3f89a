package org.roperator.cli.command;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.roperator.cli.report.InfoReport;
import org.roperator.data.Embedded;
import org.roperator.data.IdxFolder;
import org.roperator.dense.Blas;
import org.roperator.dense.BlasChoice;
import org.roperator.dense.FloatingPointMode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code rop info}: what this program runs on. */
@Command(
    name = "info",
    header = "Say what this program runs on.",
    description = "%nVersions, the matrix library and why it was chosen, threads, memory, data.%n")
final class InfoCommand implements Callable<Integer> {

  /** Where Debian's dataset-fashion-mnist puts its files. */
  private static final Path FASHION = Path.of("/usr/share/datasets/fashion-mnist");

  @Mixin private RunOptions run;

  @Override
  public Integer call() throws IOException {
    PrintWriter out = run.out();
    Map<String, String> facts = facts(run.workers().threads());
    OutputFolder folder = run.folder();
    InfoReport report = new InfoReport(facts);
    folder.write(report.json(), report::html);
    int width = facts.keySet().stream().mapToInt(String::length).max().orElse(0);
    facts.forEach((name, value) -> out.printf("%-" + width + "s  %s%n", name, value));
    return ExitCode.OK;
  }

  private static Map<String, String> facts(int threads) {
    BlasChoice blas = Blas.choice();
    Runtime runtime = Runtime.getRuntime();
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("rop", BuildVersion.number());
    facts.put("java", property("java.version") + ", " + property("java.vendor"));
    facts.put("jvm", property("java.vm.name") + " " + property("java.vm.version"));
    facts.put(
        "system", property("os.name") + " " + property("os.version") + ", " + property("os.arch"));
    facts.put("processors", Integer.toString(runtime.availableProcessors()));
    facts.put("threads", Integer.toString(threads));
    facts.put(
        "heap",
        String.format(
            Locale.ROOT,
            "%.1f GiB at most; ROP_OPTS=-Xmx… changes it",
            (double) runtime.maxMemory() / (1L << 30)));
    facts.put("blas", blas.library());
    facts.put("blas reason", blas.reason());
    for (int i = 0; i < blas.passedOver().size(); i++) {
      facts.put("passed over " + (i + 1), blas.passedOver().get(i));
    }
    facts.put("subnormals", subnormals(FloatingPointMode.flushesSubnormals()));
    for (Embedded data : Embedded.values()) {
      facts.put(
          "data " + data.label(),
          "embedded, " + data.summary() + (data == Embedded.DIGITS ? " (the default)" : ""));
    }
    facts.put(
        "data fashion-mnist",
        Files.isDirectory(FASHION) && IdxFolder.looksLike(FASHION)
            ? "--data " + FASHION
            : "not installed; Debian's package dataset-fashion-mnist puts it into " + FASHION);
    return facts;
  }

  static String subnormals(boolean flushed) {
    return flushed
        ? "flushed to zero on this thread by a native library: results can depend on --threads"
        : "kept, as Java wants it";
  }

  private static String property(String name) {
    return System.getProperty(name, "?");
  }
}
