package org.roperator.cli.command;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

final class RunOptionsTest {

  @Command(name = "talking")
  private static final class Talking implements Runnable {
    @Mixin private RunOptions run = new RunOptions();

    @Option(names = "--result")
    private Path result = Path.of("");

    @Override
    public void run() {
      run.leaveOutputTo(result);
      ReadLines.to(run.out(), 0).read(Path.of("data.csv"), 1 << 20, 2 << 20);
      run.out().println("done");
    }
  }

  /** As POSIX reads them: within single quotes all stands for itself but the quote. */
  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '"',
      delimiter = '|',
      value = {
        "--data=größe/a-1.csv|--data=größe/a-1.csv",
        "my file.csv|'my file.csv'",
        "it's|'it'\\''s'",
        "$HOME|'$HOME'",
        "*.csv|'*.csv'",
        "~/x|'~/x'",
        "a;b|'a;b'",
      })
  void argumentsAreQuotedWhereAShellNeedsIt(String argument, String quoted) {
    assertEquals(quoted, RunOptions.quoted(argument));
  }

  @Test
  void anArgumentThatIsEmptyIsSeen() {
    assertEquals("''", RunOptions.quoted(""));
  }

  private static String saidOnStandardOutput(String result) {
    StringWriter out = new StringWriter();
    new CommandLine(new Talking())
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(new StringWriter(), true))
        .execute("--result", result);
    return out.toString().replaceAll("[0-9.]+s", "some time").replaceAll("\\R", "; ");
  }

  /** How far a large file is read, too: a line of it before weights in a pipe spoils them. */
  @Test
  void aResultOnTheStandardOutputStandsThereAlone() {
    for (String result : new String[] {"/dev/stdout", "/dev/fd/1", "/proc/self/fd/1"}) {
      assertEquals("", saidOnStandardOutput(result), result);
    }
    assertEquals(
        "reading data.csv: 1 of 2 MiB, 50 %, some time so far; done; ",
        saidOnStandardOutput("weights.safetensors"));
  }
}
