package org.roperator.examples.command;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.roperator.examples.data.BadInput;
import org.roperator.function.Workers;
import picocli.CommandLine.Option;

/** The options every command has. */
final class RunOptions {

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

  Path outOr(String command) {
    return out == null ? Path.of("rop-out", command) : out;
  }

  Workers workers() {
    if (threads == null) {
      return Workers.ofAllProcessors();
    }
    if (threads < 1) {
      throw new BadInput("--threads is " + threads + ", but must be at least 1.");
    }
    return Workers.of(threads);
  }
}
