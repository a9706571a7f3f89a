package org.roperator.cli.command;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.roperator.data.BadInput;
import org.roperator.dense.Blas;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.TypeConversionException;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * The command {@code rop}.
 *
 * <p>Exit codes: 0 success, 1 a bad result such as a failed check, 2 bad usage or bad input with
 * one line on the error stream, 130 interrupted.
 */
@Command(
    name = "rop",
    header = "Exact Hessian-vector products at work.",
    description =
        "%nTrains networks and machines with them, fits models of tables, checks them, and says what"
            + " they run on.%n",
    subcommands = {
      TrainCommand.class,
      FitCommand.class,
      CheckCommand.class,
      PerturbCommand.class,
      HbpCommand.class,
      LocalHessianCommand.class,
      RecurrentCommand.class,
      BoltzmannCommand.class,
      SpectrumCommand.class,
      StudyCommand.class,
      InfoCommand.class,
      HelpCommand.class
    },
    mixinStandardHelpOptions = true,
    versionProvider = BuildVersion.class,
    commandListHeading = "Commands:%n",
    synopsisSubcommandLabel = "COMMAND",
    footer = {
      "",
      "Begin with:  rop train        (8×8 digits, some seconds)",
      "Then:        rop train --help",
      "Options of the Java machine go in ROP_OPTS, such as ROP_OPTS=-Xmx4g."
    })
public final class Rop implements Runnable {

  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

  /** Runs the command and ends the process with its exit code. */
  public static void main(String[] args) {
    System.setProperty("java.awt.headless", "true");
    PrintWriter err = writer(FileDescriptor.err);
    System.exit(run(commandLine(writer(FileDescriptor.out), err), args));
  }

  /** Executes the command; a heap that was too small after all is bad input, not a crash. */
  static int run(CommandLine command, String... args) {
    try {
      return command.execute(args);
    } catch (OutOfMemoryError full) {
      command
          .getErr()
          .println(
              "rop: the heap of "
                  + Runtime.getRuntime().maxMemory() / (1 << 20)
                  + " MiB is too small for this; make it larger with ROP_OPTS=-Xmx….");
      return ExitCode.BAD_INPUT;
    }
  }

  /** The command, ready to be executed, writing to the given streams. */
  public static CommandLine commandLine(PrintWriter out, PrintWriter err) {
    CommandLine command =
        new CommandLine(new Rop())
            .setOut(out)
            .setErr(err)
            .setCaseInsensitiveEnumValuesAllowed(true)
            .setUsageHelpAutoWidth(true)
            .setAbbreviatedOptionsAllowed(true)
            .setExpandAtFiles(false); // names of files may begin with @
    // Picocli doesn't take a version from a mixin, where the other things stand that all share.
    command
        .getSubcommands()
        .values()
        .forEach(sub -> sub.getCommandSpec().versionProvider(new BuildVersion()));
    command.registerConverter(Path.class, Rop::path);
    command.setExecutionStrategy(Rop::execute);
    command.setParameterExceptionHandler(Rop::complain);
    command.setExecutionExceptionHandler((failure, line, parsed) -> fail(failure, line));
    return command;
  }

  /** Java takes an empty name, as of a variable of the shell that isn't set, for this folder. */
  private static Path path(String name) {
    if (name.isEmpty()) {
      throw new TypeConversionException("the name is empty; this folder is .");
    }
    return Path.of(name);
  }

  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
  }

  /** Runs the command that was asked for; however it ends, its folder is free again. */
  private static int execute(CommandLine.ParseResult parsed) {
    Integer helped = CommandLine.executeHelpRequest(parsed);
    if (helped != null) {
      return helped;
    }
    try {
      requireBlas(parsed);
      return new CommandLine.RunLast().execute(parsed);
    } finally {
      for (CommandLine line : parsed.asCommandLineList()) {
        line.getCommandSpec().mixins().values().stream()
            .map(CommandLine.Model.CommandSpec::userObject)
            .filter(RunOptions.class::isInstance)
            .map(RunOptions.class::cast)
            .forEach(RunOptions::close);
      }
    }
  }

  /** A library that was forced and can't be had is the user's to mend. */
  private static void requireBlas(CommandLine.ParseResult parsed) {
    if (parsed.hasSubcommand()) {
      try {
        Blas.choice();
      } catch (IllegalStateException refused) {
        throw new CommandLine.ExecutionException(
            parsed.asCommandLineList().get(0),
            "refused",
            new BadInput(String.valueOf(refused.getMessage())));
      }
    }
  }

  private static int complain(ParameterException failure, String[] args) {
    CommandLine line = failure.getCommandLine();
    String message = String.valueOf(failure.getMessage()).replaceAll("\\s*\\R\\s*", " ");
    line.getErr()
        .println(
            "rop: "
                + (message.endsWith(".") ? message : message + ".")
                + suggestion(failure)
                + " See '"
                + line.getCommandSpec().qualifiedName()
                + " --help'.");
    return ExitCode.BAD_INPUT;
  }

  private static String suggestion(ParameterException failure) {
    if (!(failure instanceof UnmatchedArgumentException unmatched)) {
      return "";
    }
    String given = unmatched.getUnmatched().get(0).replaceAll("=.*", "");
    TreeMap<Integer, List<String>> byEdits = new TreeMap<>();
    for (String one : unmatched.getSuggestions()) {
      String name = one.replaceAll("[ =\\[].*", "");
      byEdits.computeIfAbsent(edits(given, name), edits -> new ArrayList<>()).add(name);
    }
    return byEdits.isEmpty() || byEdits.firstKey() > given.length() / 2
        ? ""
        : " Did you mean " + String.join(" or ", byEdits.firstEntry().getValue()) + "?";
  }

  /** How many letters must be put in, left out or changed to make one word the other. */
  private static int edits(String from, String to) {
    int[] row = IntStream.rangeClosed(0, to.length()).toArray();
    for (int i = 1; i <= from.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= to.length(); j++) {
        int change = diagonal + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(change, 1 + Math.min(diagonal, row[j - 1]));
      }
    }
    return row[to.length()];
  }

  private static int fail(Exception failure, CommandLine line) throws Exception {
    if (failure instanceof BadInput) {
      line.getErr().println("rop: " + failure.getMessage());
      return ExitCode.BAD_INPUT;
    }
    Throwable cause = failure instanceof UncheckedIOException ? failure.getCause() : failure;
    if (cause instanceof IOException) { // such as a disk that filled up meanwhile
      line.getErr().println("rop: " + cause + "; nothing half-written was left behind.");
      return ExitCode.BAD_INPUT;
    }
    throw failure;
  }

  /** Terminals of the C locale read UTF-8 today; other encodings are taken at their word. */
  private static PrintWriter writer(FileDescriptor stream) {
    Charset charset = Charset.forName(System.getProperty("native.encoding", "UTF-8"));
    boolean plain = charset.equals(StandardCharsets.US_ASCII);
    return new PrintWriter(
        new OutputStreamWriter(
            new FileOutputStream(stream), plain ? StandardCharsets.UTF_8 : charset),
        true);
  }
}
