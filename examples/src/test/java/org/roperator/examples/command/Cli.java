package org.roperator.examples.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.stream.Stream;

/** The command run in this process. */
record Cli(int code, String out, String err) {

  static Cli run(String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int code =
        Rop.commandLine(new PrintWriter(out, true), new PrintWriter(err, true)).execute(arguments);
    return new Cli(code, out.toString(), err.toString());
  }

  /** A command with its output in a folder. */
  static Cli runInto(Path out, String command, String... more) {
    return run(
        Stream.concat(Stream.of(command, "--out", out.toString()), Stream.of(more))
            .toArray(String[]::new));
  }

  /** Requires exit code 2 and one line on the error stream that says all of this. */
  void assertRefused(String... parts) {
    assertEquals(2, code, this::toString);
    assertEquals(1, err.lines().count(), err);
    assertTrue(err.startsWith("rop: "), err);
    for (String part : parts) {
      assertTrue(err.contains(part), () -> "«" + part + "» is not in: " + err);
    }
  }

  Cli assertOk() {
    assertEquals(0, code, this::toString);
    assertEquals("", err);
    return this;
  }
}
