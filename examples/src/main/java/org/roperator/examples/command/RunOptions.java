package org.roperator.examples.command;

import java.io.PrintWriter;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.roperator.dense.Blas;
import org.roperator.function.Workers;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The options every command has, and what every command does with them. */
final class RunOptions {

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "What every random draw depends on (default: ${DEFAULT-VALUE}).")
  private long seed;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description =
          "Folder for metrics.json and report.html (default: rop-out/ and the command's name).")
  private @Nullable Path out;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Number of threads (default: all processors); results don't depend on it.")
  private @Nullable Integer threads;

  long seed() {
    return seed;
  }

  Workers workers() {
    return threads == null
        ? Workers.ofAllProcessors()
        : Workers.of(Options.positive("--threads", threads));
  }

  /** Where the command talks to. */
  PrintWriter out() {
    return command.commandLine().getOut();
  }

  /** The command as it was given. */
  String commandLine() {
    return "rop " + String.join(" ", command.commandLine().getParseResult().originalArgs());
  }

  /** Whether an option was given rather than left at its default. */
  boolean wasGiven(String option) {
    return command.commandLine().getParseResult().hasMatchedOption(option);
  }

  /** The folder that was asked for, ready to be written into. */
  OutputFolder folder() {
    return OutputFolder.prepare(out == null ? Path.of("rop-out", command.name()) : out);
  }

  /** The matrix library in use. */
  static String blas() {
    return Blas.choice().description();
  }
}
