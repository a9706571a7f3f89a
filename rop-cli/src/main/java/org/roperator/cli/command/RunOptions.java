package org.roperator.cli.command;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.roperator.cli.run.Circumstances;
import org.roperator.dense.Blas;
import org.roperator.parallel.Workers;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The options every command has, and what every command does with them. */
@Command(mixinStandardHelpOptions = true, sortOptions = false)
final class RunOptions implements AutoCloseable {

  private static final Set<String> STANDARD_OUTPUT =
      Set.of("/dev/stdout", "/dev/fd/1", "/proc/self/fd/1");

  /** What no shell takes for anything else. */
  private static final Pattern PLAIN = Pattern.compile("[\\p{L}\\p{N}_@%+=:,./-]+");

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

  private @Nullable OutputFolder folder;
  private @Nullable PrintWriter lines;

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
    if (lines == null) {
      lines = new PrintWriter(new FittedWriter(command.commandLine().getOut()), true);
    }
    return lines;
  }

  /** A result that goes to the standard output has it for itself: all talk is aside from now on. */
  void leaveOutputTo(Path result) {
    if (STANDARD_OUTPUT.contains(result.toString())) {
      lines = err();
    }
  }

  /** The command as it was given, such that a shell would take it apart the same way. */
  String commandLine() {
    return command.commandLine().getParseResult().originalArgs().stream()
        .map(RunOptions::quoted)
        .collect(Collectors.joining(" ", "rop ", ""));
  }

  /** An argument in quotes if it holds what a shell would not take as it stands. */
  static String quoted(String argument) {
    return PLAIN.matcher(argument).matches()
        ? argument
        : "'" + argument.replace("'", "'\\''") + "'";
  }

  /** What a run depends on besides its task. */
  Circumstances circumstances(Workers workers) {
    return new Circumstances(commandLine(), seed, workers.threads(), blas());
  }

  /** Whether an option was given rather than left at its default. */
  boolean wasGiven(String option) {
    return command.commandLine().getParseResult().hasMatchedOption(option);
  }

  /** Where the command complains to. */
  PrintWriter err() {
    return command.commandLine().getErr();
  }

  /** The folder that was asked for, ready to be written into, and this run's until it ends. */
  OutputFolder folder() {
    Path place = out == null ? Path.of("rop-out", command.name()) : out;
    OutputFolder opened = OutputFolder.open(place, command.name(), commandLine(), err());
    folder = opened;
    return opened;
  }

  /** Lets go of the folder. */
  @Override
  public void close() {
    if (folder != null) {
      folder.close();
    }
  }

  /** The matrix library in use. */
  static String blas() {
    return Blas.choice().description();
  }
}
