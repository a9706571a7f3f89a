package org.roperator.cli.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.roperator.dense.Blas;

/** The command run in this process. */
record Cli(int code, String out, String err) {

  static Cli run(String... arguments) {
    return watched("", () -> {}, arguments);
  }

  /**
   * A command during which something happens.
   *
   * @param line what a line of the output must match for it to happen, once; empty for never
   */
  static Cli watched(String line, Runnable event, String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    PrintWriter watching =
        new PrintWriter(out, true) {
          private boolean done = line.isEmpty();

          @Override
          public void write(String text, int from, int length) {
            super.write(text, from, length);
            if (!done && out.toString().lines().anyMatch(said -> said.matches(line))) {
              done = true;
              event.run();
            }
          }
        };
    int code = Rop.commandLine(watching, new PrintWriter(err, true)).execute(arguments);
    requireNarrow(out.toString());
    requireNoPathOfTheMatrixLibrary(out.toString(), arguments);
    return new Cli(code, out.toString(), err.toString());
  }

  /** No line leaves a terminal of 80 columns, but for a word alone or alone beside its name. */
  private static void requireNarrow(String out) {
    out.lines()
        .filter(line -> line.codePointCount(0, line.length()) > 80)
        .filter(line -> line.strip().replaceFirst("^.*? {2,}", "").contains(" "))
        .findFirst()
        .ifPresent(
            line -> {
              throw new AssertionError(line.length() + " columns: " + line);
            });
  }

  /** Where the matrix library lies is for those who ask, and for reports. */
  private static void requireNoPathOfTheMatrixLibrary(String out, String... arguments) {
    String library = Blas.choice().library();
    boolean asked = List.of(arguments).contains("info");
    if (!asked && library.contains(File.separator) && out.contains(library)) {
      throw new AssertionError(library + " is in: " + out);
    }
  }

  /** The command in a process of its own, its errors among its output. */
  static Process process(List<String> ofJava, String... arguments) throws IOException {
    List<String> all = new ArrayList<>();
    all.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    if (Runtime.version().feature() >= 22) {
      all.add("--enable-native-access=ALL-UNNAMED"); // as the launcher does
    }
    all.addAll(ofJava);
    all.addAll(List.of("-cp", System.getProperty("java.class.path"), Rop.class.getName()));
    all.addAll(List.of(arguments));
    return new ProcessBuilder(all).redirectErrorStream(true).start();
  }

  /** The output, wherever its lines break. */
  String words() {
    return out.replaceAll("\\s+", " ");
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
