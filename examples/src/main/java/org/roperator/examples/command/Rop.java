package org.roperator.examples.command;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.roperator.examples.data.BadInput;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.ParameterException;

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
        "%nTrains networks and machines with them, checks them, and says what they run on.%n",
    subcommands = {
      TrainCommand.class,
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

  /** All went well. */
  public static final int OK = 0;

  /** The result is bad. */
  public static final int BAD_RESULT = 1;

  /** The request was bad. */
  public static final int BAD_INPUT = 2;

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
      return BAD_INPUT;
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
            .setAbbreviatedOptionsAllowed(true);
    command.setParameterExceptionHandler(Rop::complain);
    command.setExecutionExceptionHandler((failure, line, parsed) -> fail(failure, line));
    return command;
  }

  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
  }

  private static int complain(ParameterException failure, String[] args) {
    CommandLine line = failure.getCommandLine();
    String message = String.valueOf(failure.getMessage()).replaceAll("\\s*\\R\\s*", " ");
    line.getErr()
        .println(
            "rop: "
                + (message.endsWith(".") ? message : message + ".")
                + " See '"
                + line.getCommandSpec().qualifiedName()
                + " --help'.");
    return BAD_INPUT;
  }

  private static int fail(Exception failure, CommandLine line) throws Exception {
    if (failure instanceof BadInput) {
      line.getErr().println("rop: " + failure.getMessage());
      return BAD_INPUT;
    }
    Throwable cause = failure instanceof UncheckedIOException ? failure.getCause() : failure;
    if (cause instanceof IOException) { // such as a disk that filled up meanwhile
      line.getErr().println("rop: " + cause + "; nothing half-written was left behind.");
      return BAD_INPUT;
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
