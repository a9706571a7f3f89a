package org.roperator.examples.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;

/** The command run in this process. */
record Cli(int code, String out, String err) {

  static Cli run(String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int code =
        Rop.commandLine(new PrintWriter(out, true), new PrintWriter(err, true)).execute(arguments);
    return new Cli(code, out.toString(), err.toString());
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
