package org.roperator.cli.command;

import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.roperator.check.CheckReport;
import org.roperator.check.CheckReport.ErrorCurve;
import org.roperator.check.DerivativeCheck;
import org.roperator.check.Verdict;
import org.roperator.cli.metrics.MetricsJson;
import org.roperator.cli.report.CheckPage;
import org.roperator.cli.report.DerivativeReport;
import org.roperator.cli.run.CheckMetrics;
import org.roperator.cli.run.HvCheck;
import org.roperator.cli.run.Numbers;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code rop check}: holds exact Hessian-vector products against central differences. */
@Command(
    name = "check",
    header = "Hold exact Hessian-vector products against central differences.",
    description = {
      "%nCompares Hv and the gradient of a network with differences over a sweep of step sizes h."
          + " The error of the differences is a V over h; a wrong product would be a plateau. Exit"
          + " code 1 if the best error is above the tolerance.%n"
    },
    footer = {
      "",
      "Examples:",
      "  rop check --hidden 20,20 --activation logistic",
      "  rop check --load rop-out/train/model.safetensors"
    })
final class CheckCommand implements Callable<Integer> {

  /** Vectors of parameters: those of the network and of two sweeps. */
  private static final int VECTORS = 40;

  private static final int MOST_DIRECTIONS = 1_000_000;

  /** Who asks for a check and nothing else waits for it; beyond, something is the matter. */
  private static final Duration LONGEST = Duration.ofHours(1);

  @Mixin private DataOptions data;
  @Mixin private NetworkOptions net;

  @Option(
      names = "--tolerance",
      paramLabel = "X",
      defaultValue = "1e-7",
      description = "Largest relative error of Hv that passes (default: ${DEFAULT-VALUE}).")
  private double tolerance;

  @Option(
      names = "--directions",
      paramLabel = "N",
      defaultValue = "4",
      description = "Number of random directions (default: ${DEFAULT-VALUE}).")
  private int directions;

  @Option(
      names = "--examples",
      paramLabel = "N",
      defaultValue = "2000",
      description = "Most training examples to use (default: ${DEFAULT-VALUE}).")
  private int examples;

  @Mixin private RunOptions run;

  @Override
  public Integer call() throws IOException {
    PrintWriter out = run.out();
    Options.upTo(MOST_DIRECTIONS, "--directions", directions);
    Options.positive("--examples", examples);
    Options.positive("--tolerance", tolerance);
    Task task = Task.of(run, data, net, VECTORS);
    OutputFolder folder = run.folder();
    out.println(task.describe());
    out.println();

    int used = Math.min(examples, task.objective().size());
    CheckReport report =
        DerivativeCheck.of(task.objective().restrictedTo(IntStream.range(0, used).toArray()))
            .withDirections(directions)
            .withSeed(run.seed())
            .withTolerance(tolerance)
            .atMostTime(LONGEST)
            .at(task.start().parameters());
    boolean passed =
        report.hvError() <= tolerance
            && !report.verdict().isFault()
            && report.verdict() != Verdict.OUT_OF_BUDGET;
    DerivativeReport result =
        new DerivativeReport(task.setup(), new HvCheck(report, used), tolerance, passed);
    folder.write(
        MetricsJson.of(
            CheckMetrics.of(
                BuildVersion.number(), result.setup(), result.check(), tolerance, passed)),
        () -> CheckPage.html(result));

    print(out, report, passed);
    out.println();
    folder.sayWhere(out);
    return passed ? ExitCode.OK : ExitCode.BAD_RESULT;
  }

  private void print(PrintWriter out, CheckReport report, boolean passed) {
    out.println("Relative error of central differences with step h, along the first direction:");
    out.println();
    out.println("        h    gradient          Hv");
    rows(report.gradientCurve(), report.hvCurve()).forEach(out::println);
    out.println();
    out.print(report);
    out.printf(
        Locale.ROOT,
        "%s: the error of Hv is %.1e, the tolerance %s.%n",
        passed ? "Passed" : "FAILED",
        report.hvError(),
        Numbers.label(tolerance));
  }

  /**
   * A line for each step of two sweeps, the largest first. Either sweep leaves out steps by itself,
   * such as those where its function is not finite.
   */
  static List<String> rows(ErrorCurve gradient, ErrorCurve hv) {
    List<Double> steps = new ArrayList<>();
    for (ErrorCurve curve : List.of(hv, gradient)) {
      for (ErrorCurve.Point point : curve.points()) {
        if (steps.stream().noneMatch(step -> isSame(step, point.step()))) {
          steps.add(point.step());
        }
      }
    }
    return steps.stream()
        .sorted(Comparator.reverseOrder())
        .map(
            step ->
                String.format(
                        Locale.ROOT,
                        "  %7.1e  %10s  %10s  %s",
                        step,
                        error(gradient, step),
                        error(hv, step),
                        bar(errorAt(hv, step)))
                    .stripTrailing())
        .toList();
  }

  private static String error(ErrorCurve curve, double step) {
    return Numbers.orWord("%.1e", errorAt(curve, step), "–");
  }

  private static double errorAt(ErrorCurve curve, double step) {
    return curve.points().stream()
        .filter(point -> isSame(point.step(), step))
        .mapToDouble(ErrorCurve.Point::error)
        .findFirst()
        .orElse(Double.NaN);
  }

  /** Steps lie half a decade apart. */
  private static boolean isSame(double step, double other) {
    return Math.abs(step - other) <= 0.1 * step;
  }

  /** One mark for each decade of error above 1e-12, so that the V can be seen. */
  private static String bar(double error) {
    double decades = Double.isFinite(error) && error > 0 ? 12 + Math.log10(error) : 0;
    return "▪".repeat((int) Math.max(0, Math.min(40, Math.round(3 * decades))));
  }
}
