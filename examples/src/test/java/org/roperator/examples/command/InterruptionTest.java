package org.roperator.examples.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

final class InterruptionTest {

  private static final int ENDED_BY_TERMINATE = 143;

  @TempDir private Path folder;

  @Test
  @Timeout(value = 60, unit = TimeUnit.SECONDS)
  void aProcessToldToEndSavesItsLastCompleteIterateAndSaysWhere()
      throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Rop.class.getName(),
                "train",
                "--iterations=100000",
                "--full-run",
                "--hidden=8",
                "--out=" + folder)
            .redirectErrorStream(true)
            .start();
    StringBuilder said = new StringBuilder();
    try (BufferedReader out = process.inputReader()) {
      for (String line = out.readLine(); line != null; line = out.readLine()) {
        said.append(line).append('\n');
        if (line.matches(" +2 .*%.*")) {
          process.toHandle().destroy(); // asks to end, as Ctrl-C does, and leaves the streams open
        }
      }
    }
    assertEquals(ENDED_BY_TERMINATE, process.waitFor(), said.toString());
    Path weights = folder.resolve("model.safetensors");
    assertTrue(said.toString().contains("are in " + weights), said.toString());
    assertTrue(Files.readString(folder.resolve("metrics.json")).contains("\"INTERRUPTED\""));
    assertTrue(Files.exists(folder.resolve("report.html")));
    Cli.run(
            "train",
            "--iterations",
            "0",
            "--hidden",
            "8",
            "--load",
            weights.toString(),
            "--out",
            folder.resolve("again").toString())
        .assertOk();
  }

  @Test
  void withoutAnEndTheWorkGivesItsResult() {
    assertEquals(7, Interruption.leavingBy(() -> {}, () -> 7));
  }
}
